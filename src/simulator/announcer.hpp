// SPDX-License-Identifier: MIT
// Turns a call's progress into the callbacks that were subscribed to, and does to them what the script says:
// sends, loses, delays, doubles or swaps them. Runs on: the loop.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "clock.hpp"
#include "simulator/courier.hpp"
#include "simulator/identifiers.hpp"
#include "simulator/ledger.hpp"
#include "simulator/timeline.hpp"

namespace carillon::simulator {

class Announcer {
public:
    Announcer(const FakeTwilioConfig& config,
              Clock& clock,
              Timeline& timeline,
              Ledger& ledger,
              Identifiers& identifiers,
              std::shared_ptr<Courier> courier);

    /// The call has just reached `call->progress`.
    void announce(const CallPtr& call, CallbackFate fate);
    /// It is known by now who picked up.
    void announce_verdict(const CallPtr& call);

private:
    void send(const CallPtr& call, CallbackMessage message, CallbackFate fate);
    void send_late(const CallPtr& call, CallbackMessage message);
    /// Sends what was waiting for the callback after it.
    void release_overtaken(const CallPtr& call);

    const FakeTwilioConfig& config_;
    Clock& clock_;
    Timeline& timeline_;
    Ledger& ledger_;
    Identifiers& identifiers_;
    std::shared_ptr<Courier> courier_;
    std::map<std::string, CallbackMessage> overtaken_;  ///< by call: at most one waits
};

}  // namespace carillon::simulator
