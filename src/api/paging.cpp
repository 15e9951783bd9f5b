// SPDX-License-Identifier: MIT
#include "api/paging.hpp"

#include <algorithm>
#include <charconv>

#include "percent_encoding.hpp"

namespace carillon::api {
namespace {

constexpr std::int64_t most_per_page = 1000;

std::optional<std::int64_t> parse_cursor(std::string_view list, std::string_view cursor) {
    if (!cursor.starts_with(list) || cursor.size() <= list.size() || cursor[list.size()] != '-')
        return std::nullopt;
    return parse_id(cursor.substr(list.size() + 1));
}

std::optional<Error> find_unknown(const http::Request& request,
                                  std::initializer_list<std::string_view> filters) {
    std::string known = "limit, cursor";
    for (const std::string_view filter : filters) known.append(", ").append(filter);
    for (const auto& [name, value] : request.query)
        if (name != "limit" && name != "cursor" &&
            std::find(filters.begin(), filters.end(), name) == filters.end())
            return wrong_parameter(name, name + " is not a parameter of this list. Known: " + known);
    return std::nullopt;
}

}  // namespace

Result<PageWanted> read_page(const http::Request& request,
                             std::string_view list,
                             std::initializer_list<std::string_view> filters) {
    if (auto unknown = find_unknown(request, filters)) return *std::move(unknown);

    PageWanted wanted;
    if (const auto text = request.parameter("limit")) {
        const auto limit = parse_id(*text);
        if (!limit || *limit > most_per_page)
            return wrong_parameter("limit", "limit must be a whole number from 1 to 1000");
        wanted.limit = *limit;
    }
    if (const auto text = request.parameter("cursor")) {
        const auto after = parse_cursor(list, *text);
        if (!after)
            return wrong_parameter("cursor", "cursor must be the next_cursor of this list's last answer");
        wanted.after = *after;
    }
    return wanted;
}

std::string to_cursor(std::string_view list, std::int64_t after) {
    return std::string{list} + "-" + std::to_string(after);
}

std::string link_to_next(const http::Request& request, std::string_view cursor) {
    std::string target = request.target.substr(0, request.target.find('?')) + '?';
    for (const auto& [name, value] : request.query)
        if (name != "cursor") target.append(percent_encoded(name) + '=' + percent_encoded(value) + '&');
    return '<' + target.append("cursor=").append(cursor) + ">; rel=\"next\"";
}

std::optional<std::int64_t> parse_id(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id <= 0) return std::nullopt;
    return id;
}

Error wrong_parameter(std::string_view name, std::string message) {
    FieldError field{std::string{name}, message};
    return Error{Errc::invalid, message + ".", {std::move(field)}};
}

}  // namespace carillon::api
