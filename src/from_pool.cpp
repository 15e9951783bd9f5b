// SPDX-License-Identifier: MIT
#include "from_pool.hpp"

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<PoolStrategy, 3> strategies{{{PoolStrategy::rotation, "rotation"},
                                             {PoolStrategy::sticky, "sticky"},
                                             {PoolStrategy::local_presence, "local_presence"}}};

}  // namespace

std::string_view to_text(PoolStrategy strategy) {
    return word_of(strategies, strategy);
}

std::optional<PoolStrategy> parse_pool_strategy(std::string_view text) {
    return value_of(strategies, text);
}

}  // namespace carillon
