// SPDX-License-Identifier: MIT
#include "api/precondition.hpp"

#include <algorithm>

#include "api/text.hpp"

namespace carillon::api {

bool fits(std::string_view if_match, std::string_view tag) {
    if (if_match.empty() || trimmed(if_match) == "*") return true;
    while (!if_match.empty()) {
        const std::string_view member = if_match.substr(0, if_match.find(','));
        if (trimmed(member) == tag) return true;
        if_match.remove_prefix(std::min(if_match.size(), member.size() + 1));
    }
    return false;
}

}  // namespace carillon::api
