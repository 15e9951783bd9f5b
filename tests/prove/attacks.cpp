// SPDX-License-Identifier: MIT
#include "prove/attack.hpp"

namespace carillon::test {

// Each attack stands in a file of its own and is declared here alone.
AttackFindings attack_campaigns(const AttackOrder& order);
AttackFindings attack_crash_points(const AttackOrder& order);
AttackFindings attack_event_orders(const AttackOrder& order);
AttackFindings attack_files(const AttackOrder& order);
AttackFindings attack_power(const AttackOrder& order);

std::vector<Attack> all_attacks() {
    return {
        {"campaigns", "campaigns", attack_campaigns},
        {"crash-points", "crashes", attack_crash_points},
        {"event-orders", "orders", attack_event_orders},
        {"damaged-files", "files", attack_files},
        {"power-loss", "disk images", attack_power},
    };
}

}  // namespace carillon::test
