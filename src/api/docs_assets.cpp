// SPDX-License-Identifier: MIT
#include "api/docs_assets.hpp"

#include <algorithm>

namespace carillon::api {

const Asset* find_docs_asset(std::string_view name) {
    const auto all = docs_assets();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Asset& asset) { return asset.name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace carillon::api
