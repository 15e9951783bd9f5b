// SPDX-License-Identifier: MIT
// What the fake Twilio is told to be like: whom it reaches, how long things take, what goes wrong. Values
// only; `carillon fake-twilio` makes a flag of each field. docs/fake-twilio.md explains them for people.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "secret.hpp"

namespace carillon::simulator {

/// How calls go. The shares need not add up to 1: only their proportions count.
struct Profile {
    double answer = 0.60;     ///< share of calls that a person answers
    double busy = 0.12;       ///< share of calls that find the line busy (SIP 486)
    double no_answer = 0.15;  ///< share of calls that ring until their Timeout (SIP 487)
    double failed = 0.05;     ///< share of calls that cannot be connected (SIP 404)
    double voicemail =
        0.08;  ///< share of calls that a machine answers (AnsweredBy only with MachineDetection)

    double ring_seconds_min = 3;   ///< shortest ringing before somebody answers
    double ring_seconds_max = 20;  ///< longest ringing; an answer at or after Timeout is a no-answer
    double talk_seconds_min = 5;   ///< shortest talk
    double talk_seconds_max = 90;  ///< longest talk; TimeLimit ends it earlier

    double speed_up =
        1;  ///< ringing and talking pass this many times faster; reported durations do not change
};

/// What goes wrong, each as a probability from 0 to 1 per request or per callback. The delays are real
/// seconds (not sped up): they are set against deadlines of the client, which are real.
struct Faults {
    double drop_response = 0;        ///< call accepted, connection closed without an answer
    double reset_before_accept = 0;  ///< connection closed without an answer, nothing accepted
    double throttle_429 = 0;         ///< 429 with code 20429, nothing accepted
    double error_5xx_before = 0;     ///< 500, nothing accepted
    double error_5xx_after = 0;      ///< 500 although the call was accepted
    double truncate_body = 0;        ///< call accepted, the 201's body ends in the middle
    double slow_answer = 0;          ///< call accepted, the 201 comes after slow_answer_seconds
    double callback_lost = 0;        ///< a callback is never sent
    double callback_late = 0;        ///< a callback is sent callback_late_seconds after its time
    double callback_early = 0;       ///< the 201 is held back until the call's first callback was delivered
    double callback_doubled = 0;     ///< a callback is sent twice
    double callback_reordered = 0;   ///< a callback is sent after the one that follows it
    double list_lag = 0;             ///< a new call is missing from lists for list_lag_seconds

    double retry_after_seconds = 1;  ///< Retry-After of a 429, rounded up to whole seconds; 0: no such header
    double slow_answer_seconds = 35;   ///< how late a slow answer is
    double callback_late_seconds = 5;  ///< how late a late callback is
    double list_lag_seconds = 10;      ///< how long a lagging list misses a new call
};

struct FakeTwilioConfig {
    std::string account_sid;         ///< the one account: AC and 32 hex digits
    Secret auth_token;               ///< its password, and the key of X-Twilio-Signature
    std::string api_key;             ///< also accepted as user (SK…) together with api_secret; empty: none
    Secret api_secret;               ///< the API key's password
    std::string bind = "127.0.0.1";  ///< address to listen on
    std::uint16_t port = 0;          ///< port to listen on; 0 takes a free one
    std::string ledger =
        "fake-twilio.ndjson";  ///< file to which every fact is appended, one JSON object a line
    std::uint64_t seed = 1;  ///< of all that is random: the same seed, numbers and order give the same calls

    std::vector<std::string> from_numbers;  ///< numbers that the account owns, E.164; empty: any may call
    double calls_per_second = 1;            ///< calls dialled per real second; more are queued, as at Twilio
    std::int64_t concurrent_calls =
        0;                      ///< calls that may be under way at once, the rest stays queued; 0: any number
    double queue_hours = 24;    ///< hours of calls that may be queued; more are refused with 22005
    bool magic_endings = true;  ///< numbers whose last four digits are magic behave as documented
    std::size_t kept_calls = 100'000;      ///< ended calls kept for fetch and list; older ones are forgotten
    std::size_t callbacks_in_flight = 64;  ///< callbacks being delivered at the same time

    Profile profile;
    Faults faults;
};

/// As the clock counts.
[[nodiscard]] inline std::chrono::nanoseconds real_seconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

}  // namespace carillon::simulator
