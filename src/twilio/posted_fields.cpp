// SPDX-License-Identifier: MIT
#include "twilio/posted_fields.hpp"

#include <algorithm>
#include <array>

#include "twilio/json.hpp"

namespace carillon::twilio {
namespace {

constexpr std::array<std::string_view, 23> shared_names{
    "AccountSid",    "ApiVersion", "CallbackSource", "CalledCity",    "CalledCountry", "CalledState",
    "CalledZip",     "Caller",     "CallerCity",     "CallerCountry", "CallerState",   "CallerZip",
    "Direction",     "From",       "FromCity",       "FromCountry",   "FromState",     "FromZip",
    "ParentCallSid", "ToCity",     "ToCountry",      "ToState",       "ToZip"};
static_assert(std::is_sorted(shared_names.begin(), shared_names.end()));

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c >= 0x20 && c != '"' && c != '\\';  // bytes from 0x80 on are negative here
    });
}

}  // namespace

void append_json(std::string& json, std::string_view text) {
    if (is_plain(text))
        json.append("\"").append(text).append("\"");
    else
        json.append(dumped(Json(text)));
}

PostedFields::PostedFields(const Form& form) : sorted_(form.begin(), form.end()) {
    const auto by_name = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::stable_sort(sorted_.begin(), sorted_.end(), by_name);
}

std::string_view PostedFields::find(std::string_view name) const {
    const auto before = [](const auto& field, std::string_view wanted) { return field.first < wanted; };
    const auto found = std::lower_bound(sorted_.begin(), sorted_.end(), name, before);
    return found == sorted_.end() || found->first != name ? std::string_view{} : found->second;
}

JsonParts PostedFields::to_json() const {
    JsonParts parts{"{", "{"};
    for (auto field = sorted_.begin(); field != sorted_.end();) {
        const auto next =
            std::find_if(field, sorted_.end(), [&](const auto& each) { return each.first != field->first; });
        const bool is_shared = std::binary_search(shared_names.begin(), shared_names.end(), field->first);
        std::string& json = is_shared ? parts.shared : parts.own;
        const bool is_repeated = next - field > 1;
        if (json.size() > 1) json += ',';
        append_json(json, field->first);
        json += is_repeated ? ":[" : ":";
        for (auto each = field; each != next; ++each) {
            if (each != field) json += ',';
            append_json(json, each->second);
        }
        if (is_repeated) json += ']';
        field = next;
    }
    parts.shared += '}';
    parts.own += '}';
    return parts;
}

}  // namespace carillon::twilio
