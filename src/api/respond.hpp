// SPDX-License-Identifier: MIT
// The answers that are no errors.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/encode.hpp"
#include "api/paging.hpp"
#include "http/message.hpp"
#include "store/verbs.hpp"

namespace carillon::api {

[[nodiscard]] inline http::Response json_response(int status, std::string json) {
    return http::Response(status, "application/json", std::move(json));
}

/// An ETag for what a PATCH changes, the name and the settings; the counts go on by themselves.
[[nodiscard]] inline std::string version_of(const Campaign& campaign) {
    return '"' + std::to_string(campaign.settings_version) + '"';
}
[[nodiscard]] inline http::Response with_version(http::Response response, const Campaign& campaign) {
    response.headers.emplace_back("ETag", version_of(campaign));
    return response;
}

/// One page of a list; `name` is the list's, in the answer and in its cursors.
template <class T>
[[nodiscard]] http::Response page_response(const http::Request& request,
                                           std::string_view name,
                                           const store::Page<T>& page) {
    std::vector<std::string> items;
    for (const T& item : page.items) items.push_back(to_json(item));
    http::Response response = json_response(200, list_to_json(name, items, page.next));
    if (page.next) response.headers.emplace_back("Link", link_to_next(request, to_cursor(name, *page.next)));
    return response;
}

}  // namespace carillon::api
