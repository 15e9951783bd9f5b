// SPDX-License-Identifier: MIT
#include "call.hpp"

#include "machine_detection.hpp"
#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<CallState, 10> states{{
    {CallState::claimed, "claimed"},
    {CallState::submitting, "submitting"},
    {CallState::unknown, "unknown"},
    {CallState::unresolved, "unresolved"},
    {CallState::accepted, "accepted"},
    {CallState::initiated, "initiated"},
    {CallState::ringing, "ringing"},
    {CallState::in_progress, "in_progress"},
    {CallState::answered, "answered"},
    {CallState::ended, "ended"},
}};

constexpr Words<Outcome, 8> outcomes{{
    {Outcome::completed, "completed"},
    {Outcome::busy, "busy"},
    {Outcome::no_answer, "no_answer"},
    {Outcome::failed, "failed"},
    {Outcome::canceled, "canceled"},
    {Outcome::rejected, "rejected"},
    {Outcome::not_sent, "not_sent"},
    {Outcome::voicemail, "voicemail"},
}};

constexpr Words<CallStatus, 7> statuses{{
    {CallStatus::pending, "pending"},
    {CallStatus::in_progress, "in_progress"},
    {CallStatus::answered, "answered"},
    {CallStatus::completed, "completed"},
    {CallStatus::failed, "failed"},
    {CallStatus::busy, "busy"},
    {CallStatus::no_answer, "no_answer"},
}};

}  // namespace

std::string_view to_text(CallState state) {
    return word_of(states, state);
}
std::optional<CallState> parse_call_state(std::string_view text) {
    return value_of(states, text);
}

std::string_view to_text(Outcome outcome) {
    return word_of(outcomes, outcome);
}
std::optional<Outcome> parse_outcome(std::string_view text) {
    return value_of(outcomes, text);
}

std::string_view to_text(CallStatus status) {
    return word_of(statuses, status);
}
std::optional<CallStatus> parse_call_status(std::string_view text) {
    return value_of(statuses, text);
}

Outcome ending_of(Outcome outcome, std::string_view answered_by) {
    return outcome == Outcome::completed && is_machine(answered_by) ? Outcome::voicemail : outcome;
}

std::optional<Outcome> ending_of(const Call& call) {
    if (!call.outcome) return std::nullopt;
    return ending_of(*call.outcome, call.answered_by);
}

}  // namespace carillon
