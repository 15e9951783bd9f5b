// SPDX-License-Identifier: MIT
// What the fake really did, one JSON object per line, appended and never changed: the oracle of the tests.
// A line is written before anybody outside can see the effect of its fact. Every kind of line and its fields:
// docs/fake-twilio.md. It holds whole phone numbers: they belong to nobody.
#pragma once

#include <string>
#include <string_view>

#include "clock.hpp"
#include "http/client.hpp"
#include "simulator/callback_message.hpp"
#include "simulator/refusal.hpp"
#include "simulator/simulated_call.hpp"

namespace carillon::simulator {

class Ledger {
public:
    /// Throws std::runtime_error with a sentence when the file cannot be opened; so does every line that
    /// cannot be written.
    Ledger(const std::string& path, Clock& clock);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    void started(const FakeTwilioConfig& config);
    void request(const SimulatedCall& call);
    /// The call's token, To and From as far as the request had them.
    void refused(const Refusal& refusal, std::string_view to, std::string_view from, std::string_view token);
    /// On the way in: there is no call (yet).
    void request_fault(std::string_view kind, const ScriptRequest& request, std::string_view token);
    void fault(std::string_view kind, const SimulatedCall& call);
    void callback_fault(std::string_view kind, const SimulatedCall& call, const CallbackMessage& message);
    void warning(const Warning& warning, const SimulatedCall& call);
    void dialled(const SimulatedCall& call);
    void status(const SimulatedCall& call);
    void verdict(const SimulatedCall& call);
    void ended(const SimulatedCall& call);
    void update(const SimulatedCall& call, std::string_view asked, bool changed);
    void callback(const SimulatedCall& call,
                  const CallbackMessage& message,
                  int attempt,
                  const http::Exchange& exchange);
    void undelivered(const SimulatedCall& call, const CallbackMessage& message, std::string_view why);

private:
    class Line;
    void write(const Line& line);

    Clock& clock_;
    int file_ = -1;
};

}  // namespace carillon::simulator
