// SPDX-License-Identifier: MIT
#include "simulator/call_listing.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>

namespace carillon::simulator {
namespace {

constexpr std::string_view token_prefix = "PA";
constexpr std::size_t longest_page = 1'000;

std::optional<std::uint64_t> parse_whole(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// `YYYY-MM-DD`, or with `THH:MM:SSZ` behind it.
std::optional<Instant> parse_time(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const auto parts =
        std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2uZ", &year, &month, &day, &hour, &minute, &second);
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if ((parts != 3 && parts != 6) || !date.ok()) return std::nullopt;
    return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           Seconds{second};
}

Refusal refuse(const std::string& name) {
    return Refusal{400, 20001, "Invalid value of parameter " + name};
}

/// Returns whether the value could be read.
bool read_start_time(const std::string& name, const std::string& value, ListFilter& filter) {
    const auto time = parse_time(value);
    if (!time) return false;
    if (name == "StartTime<") {
        filter.started_before = time;
    } else if (name == "StartTime>") {
        filter.started_from = time;
    } else {
        filter.started_from = std::chrono::floor<std::chrono::days>(*time);
        filter.started_before = *filter.started_from + std::chrono::days{1};
    }
    return true;
}

bool read_page_token(const std::string& value, ListQuery& query) {
    if (!value.starts_with(token_prefix)) return false;
    const auto before = parse_whole(std::string_view{value}.substr(token_prefix.size()));
    query.before = before.value_or(query.before);
    return before.has_value();
}

bool read_parameter(const std::string& name, const std::string& value, ListQuery& query) {
    if (name == "To") query.filter.to = value;
    if (name == "From") query.filter.from = value;
    if (name == "Status") {
        query.filter.status = parse_resource_status(value);
        return query.filter.status.has_value();
    }
    if (name.starts_with("StartTime")) return read_start_time(name, value, query.filter);
    if (name == "PageToken") return read_page_token(value, query);
    if (name != "PageSize" && name != "Page") return true;

    const auto number = parse_whole(value);
    if (!number) return false;
    if (name == "Page") query.page = *number;
    if (name == "PageSize") query.page_size = std::clamp<std::size_t>(*number, 1, longest_page);
    return true;
}

/// The same question for another page.
std::string page_uri(const std::string& path,
                     const twilio::Form& params,
                     const ListQuery& query,
                     std::size_t page,
                     const std::string& token) {
    twilio::Form other;
    for (const auto& [name, value] : params)
        if (name != "Page" && name != "PageSize" && name != "PageToken") other.emplace_back(name, value);
    other.emplace_back("PageSize", std::to_string(query.page_size));
    other.emplace_back("Page", std::to_string(page));
    if (!token.empty()) other.emplace_back("PageToken", token);
    return path + '?' + twilio::encode_form(other);
}

}  // namespace

std::variant<ListQuery, Refusal> read_list_query(const twilio::Form& params) {
    ListQuery query;
    for (const auto& [name, value] : params)
        if (!value.empty() && !read_parameter(name, value, query)) return refuse(name);
    const bool has_token = query.before != std::numeric_limits<std::uint64_t>::max();
    query.skip = has_token ? 0 : query.page * query.page_size;
    return query;
}

ListPage make_page(const CallBook& book,
                   const ListQuery& query,
                   const twilio::Form& params,
                   const std::string& account_sid,
                   Instant now) {
    const auto path = "/2010-04-01/Accounts/" + account_sid + "/Calls.json";
    ListPage page;
    page.page = query.page;
    page.page_size = query.page_size;
    page.calls = book.list(query.filter, now, query.before, query.skip, query.page_size + 1);
    page.uri = params.empty() ? path : path + '?' + twilio::encode_form(params);
    page.first_page_uri = page_uri(path, params, query, 0, {});
    if (query.page > 0) page.previous_page_uri = page_uri(path, params, query, query.page - 1, {});
    if (page.calls.size() > query.page_size) {
        page.calls.pop_back();
        const auto token = std::string{token_prefix} + std::to_string(page.calls.back()->ordinal);
        page.next_page_uri = page_uri(path, params, query, query.page + 1, token);
    }
    return page;
}

}  // namespace carillon::simulator
