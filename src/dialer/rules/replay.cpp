// SPDX-License-Identifier: MIT
#include "dialer/rules/replay.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "dialer/rules/status_words.hpp"

namespace carillon::dialer::rules {
namespace {

/// A second SID under one token was never mixed into this call.
void leave_out_foreign(const Call& stored, std::vector<NewCallback>& callbacks) {
    if (stored.call_sid.empty()) return;
    std::erase_if(callbacks, [&](const NewCallback& each) { return each.call_sid != stored.call_sid; });
}

/// The carrier was asked, it may have the call, and a callback may move it. A call that was given up had no
/// callback until then.
Standing as_submitted(const Call& stored) {
    Standing standing;
    Call& call = standing.call;
    call = stored;
    const bool was_given_up = stored.state == CallState::unresolved;
    call.state = was_given_up ? CallState::unresolved : CallState::unknown;
    call.outcome.reset();
    call.status = was_given_up ? stored.status : CallStatus::pending;
    call.twilio_status = was_given_up ? stored.twilio_status : "";
    call.duration_seconds.reset();
    call.error_code.reset();
    call.answered_by.clear();
    call.sip_response_code.reset();
    call.sequence_number.reset();
    call.answered_at.reset();
    call.ended_at.reset();
    return standing;
}

/// Two different values of one thing, where each of both says something.
template <class Read>
bool disagree(const std::vector<NewCallback>& callbacks, Read read) {
    decltype(read(callbacks.front())) first{};
    for (const NewCallback& each : callbacks) {
        const auto value = read(each);
        if (value == decltype(value){}) continue;
        if (first == decltype(value){}) first = value;
        if (value != first) return true;
    }
    return false;
}

bool contradict_each_other(const std::vector<NewCallback>& callbacks) {
    const auto end_of = [](const NewCallback& each) {
        const auto meaning = meaning_of(each.twilio_status);
        return meaning ? meaning->outcome : std::nullopt;
    };
    return disagree(callbacks, end_of) ||
           disagree(callbacks, [](const NewCallback& each) { return each.duration_seconds; }) ||
           disagree(callbacks, [](const NewCallback& each) { return each.error_code; }) ||
           disagree(callbacks, [](const NewCallback& each) { return each.answered_by; }) ||
           disagree(callbacks, [](const NewCallback& each) { return each.sip_response_code; });
}

/// Of two that came in one millisecond the row tells which was the first.
void put_as_they_came(const Call& stored, std::vector<NewCallback>& callbacks) {
    const auto arrival = [&](const NewCallback& each) {
        return std::pair{each.received_at, each.twilio_status != stored.twilio_status};
    };
    std::stable_sort(callbacks.begin(), callbacks.end(), [&](const auto& one, const auto& other) {
        return arrival(one) < arrival(other);
    });
}

std::string shown(std::string_view value) {
    return value.empty() ? "nothing" : "'" + std::string{value} + "'";
}
std::string shown(const std::string& value) {
    return shown(std::string_view{value});
}
std::string shown(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "nothing";
}
std::string shown(const std::optional<Outcome>& value) {
    return shown(value ? to_text(*value) : std::string_view{});
}
std::string shown(CallState value) {
    return shown(to_text(value));
}
std::string shown(CallStatus value) {
    return shown(to_text(value));
}

template <class Value>
void compare(std::string_view field,
             const Value& stored,
             const Value& rebuilt,
             std::vector<std::string>& found) {
    if (stored == rebuilt) return;
    found.push_back(std::string{field} + " is " + shown(stored) + ", its callbacks say " + shown(rebuilt));
}

std::vector<std::string> compared(const Call& stored, const Call& rebuilt) {
    std::vector<std::string> found;
    compare("call_sid", stored.call_sid.text(), rebuilt.call_sid.text(), found);
    compare("state", stored.state, rebuilt.state, found);
    compare("outcome", stored.outcome, rebuilt.outcome, found);
    compare("status", stored.status, rebuilt.status, found);
    // Whether the carrier's answer or a callback first said "queued" leaves no trace.
    if (rebuilt.state > CallState::accepted)
        compare("twilio_status", stored.twilio_status, rebuilt.twilio_status, found);
    compare("duration_seconds", stored.duration_seconds, rebuilt.duration_seconds, found);
    compare("error_code", stored.error_code, rebuilt.error_code, found);
    compare("answered_by", stored.answered_by, rebuilt.answered_by, found);
    compare("sip_response_code", stored.sip_response_code, rebuilt.sip_response_code, found);
    compare("sequence_number", stored.sequence_number, rebuilt.sequence_number, found);
    return found;
}

}  // namespace

std::vector<std::string> differences(const Call& stored,
                                     std::vector<NewCallback> callbacks,
                                     const SettlementPolicy& policy) {
    const bool was_ended_by_the_answer =
        stored.outcome == Outcome::not_sent || stored.outcome == Outcome::rejected;
    leave_out_foreign(stored, callbacks);
    if (was_ended_by_the_answer || callbacks.empty()) return {};
    if (contradict_each_other(callbacks)) put_as_they_came(stored, callbacks);

    const Settling settling{policy};
    Standing standing = as_submitted(stored);
    for (const NewCallback& callback : callbacks)
        standing.call = settling.after_callback(standing, callback).call;
    return compared(stored, standing.call);
}

}  // namespace carillon::dialer::rules
