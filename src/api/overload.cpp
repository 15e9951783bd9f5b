// SPDX-License-Identifier: MIT
#include "api/overload.hpp"

namespace carillon::api {

std::optional<Error> find_overload(Access access, store::Backlog waiting) {
    if (!scope_of(access)) return std::nullopt;
    const std::size_t ahead = access == Access::read_key ? waiting.reads : waiting.writes;
    if (ahead < longest_backlog) return std::nullopt;
    return Error{
        Errc::unavailable,
        "The database has " + std::to_string(ahead) + " requests to answer before this one: try again soon."};
}

}  // namespace carillon::api
