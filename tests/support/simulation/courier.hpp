// SPDX-License-Identifier: MIT
// Carries the simulated carrier's status callbacks to Carillon as Twilio would (best effort, five retries
// within fifteen seconds, never in a sure order), and writes down every try and its answer.
#pragma once

#include <functional>
#include <memory>

#include "support/simulation/call_at_carrier.hpp"
#include "support/simulation/event_log.hpp"
#include "support/simulation/faults.hpp"
#include "support/simulation/timeline.hpp"

namespace carillon::test {

/// How Carillon took a posted callback.
enum class Heard {
    acknowledged,  ///< 200
    unavailable,   ///< 503: it could not be stored
    refused,       ///< nobody listens
    cut,           ///< the connection broke before an answer came
};

/// Where callbacks are posted to.
class Webhook {
public:
    virtual ~Webhook() = default;
    /// `answered` is told once, now or later.
    virtual void post(twilio::Form form, CallToken token, std::function<void(Heard)> answered) = 0;
};

class Courier {
public:
    Courier(const FakeClock& clock, Timeline& timeline, Faults& faults, EventLog& log, std::uint64_t seed)
        : clock_(clock), timeline_(timeline), faults_(faults), log_(log), dice_(seed, 2) {}

    void connect(Webhook& webhook) { webhook_ = &webhook; }
    /// The call got this far: the carrier tells us, if we asked for that, sooner or later, or never.
    void announce(const std::shared_ptr<CallAtCarrier>& call, std::string_view word);
    /// The carrier knows who picked up.
    void announce_verdict(const std::shared_ptr<CallAtCarrier>& call);
    /// How many callbacks are on their way.
    [[nodiscard]] std::int64_t under_way() const { return under_way_; }

private:
    struct Parcel {
        std::shared_ptr<CallAtCarrier> call;
        std::string word;
        std::int64_t sequence_number;
        twilio::Form form;
        Tick first_sent{};
        int attempt = 0;
        bool was_refused_with_503 = false;
    };
    void send(const std::shared_ptr<CallAtCarrier>& call, std::string_view word, Milliseconds after);
    void send(const std::shared_ptr<CallAtCarrier>& call,
              std::string_view word,
              std::int64_t sequence_number,
              const twilio::Form& form,
              Milliseconds after);
    [[nodiscard]] Milliseconds draw_delay();
    void deliver(Parcel parcel);
    void take_answer(Parcel parcel, Heard heard);

    const FakeClock& clock_;
    Timeline& timeline_;
    Faults& faults_;
    EventLog& log_;
    Dice dice_;
    Webhook* webhook_ = nullptr;
    std::int64_t under_way_ = 0;
};

}  // namespace carillon::test
