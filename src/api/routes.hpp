// SPDX-License-Identifier: MIT
// The route table: which path and method mean what, and who may ask. docs/api.md describes every row, and a
// test holds it to that.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/access.hpp"
#include "api/incoming.hpp"

namespace carillon::api {

/// Every field must be said: a route without a thought about access does not compile.
struct Route {
    constexpr Route(std::string_view the_method,
                    std::string_view the_pattern,
                    Access who,
                    Handle the_handler,
                    std::string_view the_summary)
        : method(the_method), pattern(the_pattern), access(who), handle(the_handler), summary(the_summary) {}

    std::string_view method;
    std::string_view pattern;  ///< at most one segment is a {name}, which stands for any segment
    Access access;
    Handle handle;
    std::string_view summary;
};

[[nodiscard]] std::span<const Route> all_routes();

struct Match {
    const Route* route = nullptr;  ///< null: no such path, or not with this method
    std::string subject;           ///< what the path has for the pattern's {name}
    std::string allowed_methods;   ///< for the `Allow` of a 405; empty: no such path
};
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

}  // namespace carillon::api
