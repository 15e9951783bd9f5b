// SPDX-License-Identifier: MIT
// One call as the simulated carrier has it: what it was asked for, what will become of it, where it stands,
// and what it says of itself in callbacks and answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carrier_call.hpp"
#include "clock.hpp"
#include "support/ledger.hpp"
#include "support/simulation/dice.hpp"
#include "twilio/form.hpp"

namespace carillon::test {

/// What happens once it is dialled.
struct Course {
    struct Event {
        Milliseconds after_dial;
        std::string_view word;  ///< as in callbacks
    };
    std::vector<Event> events;  ///< the last one, and only it, is an end
    std::int64_t talk_seconds = 0;
    int sip_response_code = 200;
    std::string_view answered_by;
    std::optional<Milliseconds> verdict_after_pick_up;  ///< told beside the status, perhaps after the end
};
/// `least_luck`: from 1 (anything may happen) to 100 (somebody picks up).
[[nodiscard]] Course draw_course(const CallRequest& request, std::int64_t least_luck, Dice& dice);

struct CallAtCarrier {
    LedgerCall facts;
    CallRequest request;
    Course course;
    std::string_view status = "queued";  ///< as in answers; never `initiated`
    Instant created_at{};
    Tick dial_at{};
    Tick picked_up_at{};
    Tick listed_from{};   ///< lists lag
    Tick fetched_from{};  ///< and so may fetches
    bool awaits_verdict = false;
    std::int64_t next_sequence_number = 0;
    Tick tells_until = Tick::max();  ///< every later one of its callbacks is lost

    [[nodiscard]] bool is_over() const { return !facts.ending.empty(); }
};

[[nodiscard]] bool is_end(std::string_view word);
/// Whether the request subscribed to the event that has this word.
[[nodiscard]] bool is_subscribed(const CallRequest& request, std::string_view word);
[[nodiscard]] CallToken token_of(const CallRequest& request);

[[nodiscard]] twilio::Form callback_form(const CallAtCarrier& call,
                                         std::string_view word,
                                         std::int64_t sequence_number,
                                         Instant at);
[[nodiscard]] twilio::Form verdict_form(const CallAtCarrier& call);
[[nodiscard]] CarrierCall resource_of(const CallAtCarrier& call);

}  // namespace carillon::test
