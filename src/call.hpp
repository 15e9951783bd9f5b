// SPDX-License-Identifier: MIT
// A call: our record of one try to ring one contact. The row is written before the carrier is asked, and
// never deleted.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

/// Where a call is in the protocol (docs/architecture.md, "at most once"). Declared in forward order: from
/// `accepted` on, a call only moves down this list.
enum class CallState {
    claimed,     ///< recorded; the carrier was not asked. A crash here returns the contact to the queue
    submitting,  ///< committed before the POST: from here on the carrier may know it. A crash makes it
                 ///< `unknown`
    unknown,  ///< the answer was lost. Leaves by a callback with its token or by reconciliation; never posted
              ///< again
    unresolved,  ///< nobody could say whether it was placed. Leaves only by a late callback, or by a person's
                 ///< decision
    accepted,    ///< the carrier gave it a SID (Twilio: queued)
    initiated,   ///< the carrier is dialling
    ringing,     ///< the phone rings
    in_progress,  ///< somebody or something picked up (Twilio's `in-progress`)
    answered,     ///< the guide's alias of a pick-up, from carriers that send it
    ended,        ///< final; `outcome` says how
};

/// What we made of an ended call.
enum class Outcome {
    completed,
    busy,
    no_answer,
    failed,
    canceled,   ///< by us or by the carrier before it was answered
    rejected,   ///< the carrier refused to place it (error_code says why)
    not_sent,   ///< provably never reached the carrier; does not count as an attempt
    voicemail,  ///< completed, with a machine: told of a call (`ending_of`), never stored, because the
                ///< verdict may come after the end
};

/// The guide's internal status of a call (guide.md section 6).
enum class CallStatus { pending, in_progress, answered, completed, failed, busy, no_answer };

[[nodiscard]] std::string_view to_text(CallState state);
[[nodiscard]] std::optional<CallState> parse_call_state(std::string_view text);
[[nodiscard]] std::string_view to_text(Outcome outcome);
[[nodiscard]] std::optional<Outcome> parse_outcome(std::string_view text);
[[nodiscard]] std::string_view to_text(CallStatus status);
[[nodiscard]] std::optional<CallStatus> parse_call_status(std::string_view text);

/// Open: it holds its number, so that no second call to that number can be opened.
[[nodiscard]] constexpr bool is_open(CallState state) {
    return state != CallState::ended && state != CallState::unresolved;
}

/// How Twilio names a call: `CA` and 32 hex digits.
class CallSid {
public:
    CallSid() = default;
    explicit CallSid(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    auto operator<=>(const CallSid&) const = default;

private:
    std::string text_;
};

/// What a call carries out to the carrier and brings back in its callbacks: 128 random bits, lower-case hex.
class CallToken {
public:
    CallToken() = default;
    explicit CallToken(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    auto operator<=>(const CallToken&) const = default;

private:
    std::string text_;
};

struct Call {
    CallId id;
    std::optional<CampaignId> campaign_id;  ///< none for an ad-hoc `/dial`
    std::optional<ContactId> contact_id;
    CallToken token;
    CallState state = CallState::claimed;
    std::optional<Outcome> outcome;
    CallStatus status = CallStatus::pending;
    std::string twilio_status;  ///< Twilio's own word, as last applied; empty before the first
    CallSid call_sid;           ///< empty until the carrier accepted it
    std::string from_number;
    std::string to_number;
    std::string direction = "outbound-api";
    std::int64_t attempt = 1;  ///< the how-manieth call of its contact
    std::optional<std::int64_t> duration_seconds;
    std::optional<std::int64_t> error_code;
    std::string error_message;
    std::string answered_by;
    std::optional<std::int64_t> sip_response_code;
    std::optional<std::int64_t> sequence_number;
    std::string metadata = "{}";  ///< the guide's object and every other field worth keeping, JSON
    std::string settings = "{}";  ///< the settings it was placed under, JSON
    std::int64_t settings_version = 0;
    std::int64_t checks = 0;  ///< reconciliations or polls made so far
    std::optional<Instant>
        next_check_at;  ///< when to ask the carrier about it, if no callback ends it before
    Instant created_at;
    std::optional<Instant> submitted_at;
    std::optional<Instant> accepted_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    std::optional<Instant> given_up_at;  ///< when it became unresolved, even if its end was told later
    std::string evidence = "{}";         ///< under what it was placed, JSON: see `Evidence`
};

/// How a call ended, for whoever is told: its outcome, or `voicemail` where that is `completed` and a machine
/// had picked up. The same in whatever order the end and the verdict came.
[[nodiscard]] Outcome ending_of(Outcome outcome, std::string_view answered_by);
[[nodiscard]] std::optional<Outcome> ending_of(const Call& call);

}  // namespace carillon
