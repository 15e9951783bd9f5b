// SPDX-License-Identifier: MIT
// What is said to the carrier and what it answers: values only, so that rules can decide on them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "call.hpp"
#include "instant.hpp"
#include "machine_detection.hpp"

namespace carillon {

/// All that the carrier must know to place one call. `status_callback_url` carries the call's token already.
struct CallRequest {
    std::string to;
    std::string from;
    std::string twiml_url;
    std::string caller_id;
    std::string status_callback_url;
    std::vector<std::string> status_callback_events;
    std::string status_callback_method;
    std::int64_t timeout_seconds = 30;
    std::int64_t time_limit_seconds = 3600;
    std::optional<MachineDetection>
        machine_detection;             ///< the verdict is told while the agent speaks already
    std::string verdict_callback_url;  ///< where to; carries the call's token, too
};

/// What the carrier says of one call when it is asked.
struct CarrierCall {
    CallSid sid;
    std::string status;  ///< Twilio's word
    std::string from;
    std::string to;
    std::string direction;
    std::string answered_by;
    std::optional<std::int64_t> duration_seconds;
    std::optional<Milliseconds> queue_time;  ///< how long the carrier means to hold it before dialling
    std::optional<Instant> date_created;
    std::string raw = "{}";  ///< the resource as received, JSON
};

/// Whom a refusal concerns; decides what may still be called (twilio.md 1.4).
enum class RefusalScope {
    contact,  ///< this number cannot be called: final for the contact
    number,   ///< our from-number or its settings are wrong: the campaign must stop
    country,  ///< this country is not enabled: final for these contacts until somebody enables it
    account,  ///< nothing will work until a person acts: the campaign must stop
};

struct Accepted {
    CarrierCall call;
};
/// Provably not placed; may be tried again.
struct NotSent {
    std::string reason;
    bool throttled = false;                   ///< the carrier asks us to slow down (429, queue full)
    std::optional<Milliseconds> retry_after;  ///< as the carrier said
};
/// The carrier understood and said no: nothing was dialled.
struct Refused {
    RefusalScope scope = RefusalScope::account;
    std::optional<std::int64_t> error_code;
    std::int64_t http_status = 0;
    std::string message;
};
/// Nobody can say whether it was placed: it must never be posted again.
struct Unknown {
    std::string reason;
};
using PlaceResult = std::variant<Accepted, NotSent, Refused, Unknown>;

/// Asked and not answered, for questions that change nothing: ask again later.
struct NoAnswer {
    std::string reason;
};
struct NoSuchCall {};
using FetchResult = std::variant<CarrierCall, NoSuchCall, NoAnswer>;
using ListResult = std::variant<std::vector<CarrierCall>, NoAnswer>;

/// A part of a long list.
struct CarrierPage {
    std::vector<CarrierCall> calls;
    std::string next;  ///< what to ask for the part after it; empty: this was the last
};
using PageResult = std::variant<CarrierPage, NoAnswer>;

}  // namespace carillon
