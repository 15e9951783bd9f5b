// SPDX-License-Identifier: MIT
// `POST Calls.json`: from the form to a refusal, a fault or a call, and what of it the caller gets to see.
// Runs on: the loop.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "clock.hpp"
#include "http/message.hpp"
#include "simulator/call_book.hpp"
#include "simulator/courier.hpp"
#include "simulator/create_form.hpp"
#include "simulator/identifiers.hpp"
#include "simulator/ledger.hpp"
#include "simulator/switchboard.hpp"

namespace carillon::simulator {

class Intake {
public:
    Intake(const FakeTwilioConfig& config,
           Clock& clock,
           Ledger& ledger,
           Identifiers& identifiers,
           CallBook& book,
           Switchboard& switchboard,
           std::shared_ptr<Courier> courier);

    boost::asio::awaitable<http::Response> create(twilio::Form form);

private:
    http::Response refuse(const Refusal& refusal, const twilio::Form& form);
    http::Response spoil(const CallScript& script, const ScriptRequest& request, const NewCall& asked);
    CallPtr accept(AcceptedForm form, CallScript script);
    boost::asio::awaitable<http::Response> reply(CallPtr call, std::string body);

    const FakeTwilioConfig& config_;
    Clock& clock_;
    Ledger& ledger_;
    Identifiers& identifiers_;
    CallBook& book_;
    Switchboard& switchboard_;
    std::shared_ptr<Courier> courier_;
};

}  // namespace carillon::simulator
