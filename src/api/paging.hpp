// SPDX-License-Identifier: MIT
// Lists in pages: `limit`, `cursor`, and the filters that a list knows. A parameter that a list does not know
// is an error: a misspelt filter must not look like an answer.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "error.hpp"
#include "http/message.hpp"

namespace carillon::api {

struct PageWanted {
    std::int64_t after = 0;
    std::int64_t limit = 50;
};

/// `list` is the list's name; a cursor carries it, so that it is not taken for another list's.
[[nodiscard]] Result<PageWanted> read_page(const http::Request& request,
                                           std::string_view list,
                                           std::initializer_list<std::string_view> filters = {});

[[nodiscard]] std::string to_cursor(std::string_view list, std::int64_t after);

/// What `Link` says of the page after this one (RFC 8288): the same request with another cursor.
[[nodiscard]] std::string link_to_next(const http::Request& request, std::string_view cursor);

/// A positive decimal number without signs or blanks.
[[nodiscard]] std::optional<std::int64_t> parse_id(std::string_view text);

/// The refusal of one query parameter.
[[nodiscard]] Error wrong_parameter(std::string_view name, std::string message);

/// A filter by id: none when it is not given.
template <class Id>
[[nodiscard]] Result<std::optional<Id>> read_id_filter(const http::Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (!text) return std::optional<Id>{};
    const auto id = parse_id(*text);
    if (!id) return wrong_parameter(name, std::string{name} + " must be a number");
    return std::optional<Id>{Id{*id}};
}

/// A filter by status: none when it is not given. The refusal names the words that there are.
template <class Status>
[[nodiscard]] Result<std::optional<Status>> read_status_filter(
    const http::Request& request, std::optional<Status> (*parse)(std::string_view)) {
    const auto text = request.parameter("status");
    if (!text) return std::optional<Status>{};
    if (const auto status = parse(*text)) return std::optional<Status>{status};

    std::string words;
    for (int value = 0; !to_text(static_cast<Status>(value)).empty(); ++value)
        words.append(words.empty() ? "" : ", ").append(to_text(static_cast<Status>(value)));
    return wrong_parameter("status", "status must be one of " + words);
}

}  // namespace carillon::api
