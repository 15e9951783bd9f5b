// SPDX-License-Identifier: MIT
#include "prove/attack.hpp"

namespace carillon::test {

// Each attack stands in a file of its own and is declared here alone.
AttackFindings attack_campaigns(const AttackOrder& order);

std::vector<Attack> all_attacks() {
    return {
        {"campaigns", "campaigns", attack_campaigns},
    };
}

}  // namespace carillon::test
