// SPDX-License-Identifier: MIT
// Where accepted calls wait for their turn and then do what their scripts say: dialled at the account's rate,
// rung, answered or not, ended, or hung up in between. Runs on: the loop.
#pragma once

#include <deque>

#include "clock.hpp"
#include "simulator/announcer.hpp"
#include "simulator/call_book.hpp"
#include "simulator/ledger.hpp"
#include "simulator/timeline.hpp"

namespace carillon::simulator {

class Switchboard {
public:
    Switchboard(const FakeTwilioConfig& config,
                Clock& clock,
                Timeline& timeline,
                Ledger& ledger,
                Announcer& announcer,
                CallBook& book);

    /// How long a call put in now will wait to be dialled, as far as the rate goes.
    [[nodiscard]] Milliseconds queue_time() const;
    /// More than the configured hours of calls are waiting (22005).
    [[nodiscard]] bool is_full() const;

    void put(CallPtr call);
    /// Ends a queued or ringing call as canceled, and a live one as completed when `even_if_answered`.
    /// Returns whether it did. Requires: the call is not over.
    bool hang_up(const CallPtr& call, bool even_if_answered);

private:
    void dial_soon();
    void dial_what_may_go();
    [[nodiscard]] bool has_free_line() const;
    void dial(const CallPtr& call);
    void schedule(const CallPtr& call, std::size_t index, Tick dialled);
    void play(const CallPtr& call, std::size_t index, Tick dialled);
    [[nodiscard]] Tick after_dial(Milliseconds own_time, Tick dialled) const;
    void pick_up(const CallPtr& call, const ScriptedEvent& event, Tick dialled);
    void tell_verdict(const CallPtr& call);
    void reach(const CallPtr& call, Progress progress, CallbackFate fate);
    void end(const CallPtr& call);

    const FakeTwilioConfig& config_;
    Clock& clock_;
    Timeline& timeline_;
    Ledger& ledger_;
    Announcer& announcer_;
    CallBook& book_;

    std::deque<CallPtr> queue_;
    Tick next_turn_;  ///< no call is dialled before
    bool turn_is_scheduled_ = false;
    std::int64_t lines_in_use_ = 0;
};

}  // namespace carillon::simulator
