// SPDX-License-Identifier: MIT
#include "twilio/json.hpp"

#include <charconv>

namespace carillon::twilio {

std::optional<Json> parse_object(std::string_view text) {
    // Writing JSON recurses once per level: a hostile depth would end the process by its stack.
    constexpr int deepest = 64;
    bool is_too_deep = false;
    const auto watch_depth = [&](int depth, Json::parse_event_t, const Json&) {
        is_too_deep = is_too_deep || depth > deepest;
        return !is_too_deep;
    };
    Json json = Json::parse(text, watch_depth, false);
    if (is_too_deep || !json.is_object()) return std::nullopt;
    return json;
}

std::string text_at(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null() || found->is_structured()) return {};
    return found->is_string() ? found->get<std::string>() : dumped(*found);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

}  // namespace carillon::twilio
