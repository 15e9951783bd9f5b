// SPDX-License-Identifier: MIT
// A posted callback: whatever its fields hold, what is stored is JSON and UTF-8, and no field is lost.
#include "twilio/status_callback.hpp"

#include <map>

#include <nlohmann/json.hpp>

#include "api/text.hpp"
#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "twilio/callback_url.hpp"

namespace carillon::fuzz {
namespace {

using Json = nlohmann::json;

bool is_text(std::string_view bytes) {
    for (const auto part : split_at(bytes, '\0'))  // which a callback may hold
        if (!api::is_text(part)) return false;
    return true;
}

std::size_t count_values(const Json& fields) {
    std::size_t count = 0;
    for (const auto& each : fields) count += each.is_array() ? each.size() : 1;
    return count;
}

void claim_stored_well(const NewCallback& callback, const twilio::Form& form) {
    const Json own = Json::parse(callback.fields);
    const Json shared = Json::parse(callback.shared_fields);
    claim(own.is_object() && shared.is_object(), "a callback's fields are objects");
    std::size_t wanted = 0;
    for (const auto& [name, value] : form) wanted += name == twilio::token_parameter ? 0 : 1;
    claim(count_values(own) + count_values(shared) == wanted, "every field of a callback is kept");
    for (const auto& [name, value] : form) {
        if (!is_text(name) || !is_text(value)) continue;  // replaced
        const Json& fields = own.contains(name) ? own : shared;
        if (name == twilio::token_parameter) continue;
        claim(fields.contains(name), "a field is found by its name");
        const Json& kept = fields[name];
        const bool is_there =
            kept.is_array() ? std::find(kept.begin(), kept.end(), value) != kept.end() : kept == value;
        claim(is_there, "a field has the value that came");
    }
    claim(!own.contains(twilio::token_parameter) && !shared.contains(twilio::token_parameter),
          "the token is not kept");
    claim(Json::parse(callback.metadata).is_object(), "metadata is an object");
    for (const std::string* text : {&callback.twilio_status,
                                    &callback.from_number,
                                    &callback.to_number,
                                    &callback.direction,
                                    &callback.error_message,
                                    &callback.answered_by})
        claim(is_text(*text), "what is stored of a callback is UTF-8");
    claim(callback.sequence_number.value_or(0) >= 0 && callback.duration_seconds.value_or(0) >= 0,
          "numbers are not negative");
}

}  // namespace

void status_callback(std::string_view input) {
    const twilio::Form form = twilio::decode_form(input);
    const Instant now{Milliseconds{1'750'000'000'000}};
    const auto token = twilio::token_in(form);
    const auto find = [&](std::string_view name) { return twilio::find_value(form, name).value_or(""); };

    const auto callback = twilio::read_callback(form, token, now);
    claim(callback.has_value() == (!find("CallSid").empty() && !find("CallStatus").empty()),
          "a callback has a SID and a status, and nothing else is asked of it");
    if (callback) claim_stored_well(*callback, form);
    const auto verdict = twilio::read_verdict(form, token, now);
    claim(verdict.has_value() == (!find("CallSid").empty() && !find("AnsweredBy").empty()),
          "a verdict has a SID and says who answered");
    if (verdict) claim_stored_well(*verdict, form);
}

}  // namespace carillon::fuzz
