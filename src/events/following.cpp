// SPDX-License-Identifier: MIT
#include "events/following.hpp"

namespace carillon::events {

Beginning begin_after(std::optional<EventId> seen, const store::EventRange& log) {
    if (!seen) return {log.newest, false};
    if (*seen > log.newest) return {log.newest, true};  // another database's, or one from before a loss
    const bool is_cut_off = *seen != EventId{0} && seen->value() + 1 < log.oldest.value();
    return {*seen, is_cut_off};
}

}  // namespace carillon::events
