// SPDX-License-Identifier: MIT
#include "calling_hours_json.hpp"

#include <algorithm>
#include <utility>

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

constexpr std::size_t most_windows = 50;
constexpr std::size_t most_dates = 1'000;

Complaint read_days(const Json& json, CallingWindow& window) {
    if (json.is_array() && !json.empty()) {
        window.days.reset();
        for (const Json& each : json) {
            const auto day = each.is_string() ? parse_weekday(each.get<std::string>()) : std::nullopt;
            if (!day) return "days must be among mon, tue, wed, thu, fri, sat, sun";
            window.days.set(*day);
        }
        return std::nullopt;
    }
    return "days must be a list such as [\"mon\", \"tue\"]";
}

Complaint read_time(const Json& json, std::string_view name, std::chrono::minutes& time) {
    const auto read = json.is_string() ? parse_time_of_day(json.get<std::string>()) : std::nullopt;
    if (!read) return std::string{name} + " must be a local time from \"00:00\" to \"24:00\"";
    time = *read;
    return std::nullopt;
}

Complaint read_window(const Json& json, CallingWindow& window) {
    if (!json.is_object() || !json.contains("days") || !json.contains("from") || !json.contains("to") ||
        json.size() != 3)
        return "must have days, from and to, and nothing else";
    if (auto complaint = read_days(json.at("days"), window)) return complaint;
    if (auto complaint = read_time(json.at("from"), "from", window.from)) return complaint;
    if (auto complaint = read_time(json.at("to"), "to", window.to)) return complaint;
    if (window.from == midnight_after) return "from must lie before 24:00";
    if (window.to == std::chrono::minutes{0}) return "to must lie after 00:00: the end of the day is 24:00";
    if (window.from == window.to) return "from and to are the same: the whole day is 00:00 to 24:00";
    return std::nullopt;
}

Json window_to_json(const CallingWindow& window) {
    Json days = Json::array();
    for (std::size_t day = 0; day < window.days.size(); ++day)
        if (window.days.test(day)) days.push_back(weekday_name(day));
    return {
        {"days", std::move(days)}, {"from", to_time_of_day(window.from)}, {"to", to_time_of_day(window.to)}};
}

}  // namespace

Json calling_windows_to_json(const CallingHours& hours) {
    Json json = Json::array();
    for (const CallingWindow& window : hours.windows) json.push_back(window_to_json(window));
    return json;
}

Json blackout_dates_to_json(const CallingHours& hours) {
    Json json = Json::array();
    for (const auto day : hours.blackout_dates) json.push_back(to_date(day));
    return json;
}

Complaint read_calling_windows(const Json& json, CallingHours& hours) {
    if (!json.is_array() || json.size() > most_windows)
        return "must be a list of at most 50 windows such as {\"days\": [\"mon\", \"tue\"], \"from\": "
               "\"09:00\", \"to\": \"18:00\"}";
    std::vector<CallingWindow> windows;
    for (const Json& each : json) {
        CallingWindow window;
        if (auto complaint = read_window(each, window))
            return "is wrong in window " + std::to_string(windows.size() + 1) + ": " + *complaint;
        windows.push_back(window);
    }
    hours.windows = std::move(windows);
    return std::nullopt;
}

Complaint read_blackout_dates(const Json& json, CallingHours& hours) {
    const auto date_of = [](const Json& each) {
        return each.is_string() ? parse_date(each.get<std::string>()) : std::nullopt;
    };
    if (!json.is_array() || json.size() > most_dates || !std::all_of(json.begin(), json.end(), date_of))
        return "must be a list of at most 1000 dates such as \"2026-12-25\"";
    std::vector<std::chrono::local_days> dates;
    for (const Json& each : json) dates.push_back(*date_of(each));
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    hours.blackout_dates = std::move(dates);
    return std::nullopt;
}

}  // namespace carillon
