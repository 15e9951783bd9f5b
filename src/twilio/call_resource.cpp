// SPDX-License-Identifier: MIT
#include "twilio/call_resource.hpp"

#include <algorithm>

#include "twilio/json.hpp"

namespace carillon::twilio {
namespace {

bool is_hex_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<CarrierCall> call_from(const Json& json) {
    if (!json.is_object() || !is_call_sid(text_at(json, "sid"))) return std::nullopt;
    CarrierCall call;
    call.sid = CallSid{text_at(json, "sid")};
    call.status = text_at(json, "status");
    call.from = text_at(json, "from");
    call.to = text_at(json, "to");
    call.direction = text_at(json, "direction");
    call.answered_by = text_at(json, "answered_by");
    call.duration_seconds = whole_number(text_at(json, "duration"));
    if (const auto waiting = whole_number(text_at(json, "queue_time")))
        call.queue_time = Milliseconds{*waiting};
    call.date_created = parse_rfc2822(text_at(json, "date_created"));
    call.raw = dumped(json);
    return call;
}

}  // namespace

bool is_call_sid(std::string_view text) {
    constexpr std::size_t length = 34;
    return text.size() == length && text.starts_with("CA") &&
           std::all_of(text.begin() + 2, text.end(), is_hex_digit);
}

std::optional<CarrierCall> parse_call(std::string_view json) {
    const auto object = parse_object(json);
    return object ? call_from(*object) : std::nullopt;
}

std::optional<CallPage> parse_call_page(std::string_view json) {
    const auto object = parse_object(json);
    if (!object) return std::nullopt;
    const auto listed = object->find("calls");
    if (listed == object->end() || !listed->is_array()) return std::nullopt;

    CallPage page;
    for (const Json& each : *listed) {
        auto call = call_from(each);
        if (!call) return std::nullopt;
        page.calls.push_back(std::move(*call));
    }
    page.next_page_uri = text_at(*object, "next_page_uri");
    return page;
}

}  // namespace carillon::twilio
