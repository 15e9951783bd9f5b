// SPDX-License-Identifier: MIT
// Twilio's REST API as far as calls go: who may ask, which resource is meant, what it answers. All else is
// 404, as there. Runs on: the loop.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.hpp"
#include "simulator/call_book.hpp"
#include "simulator/identifiers.hpp"
#include "simulator/intake.hpp"
#include "simulator/ledger.hpp"
#include "simulator/switchboard.hpp"

namespace carillon::simulator {

class RestApi final : public http::Handler {
public:
    RestApi(const FakeTwilioConfig& config,
            Clock& clock,
            Ledger& ledger,
            Identifiers& identifiers,
            CallBook& book,
            Switchboard& switchboard,
            Intake& intake);

    boost::asio::awaitable<http::Response> handle(const http::Request& request, http::Body& body) override;
    [[nodiscard]] http::Response refuse(int status, std::string sentence) const override;

private:
    boost::asio::awaitable<http::Response> route(const http::Request& request, twilio::Form form);
    [[nodiscard]] bool is_authorized(const http::Request& request) const;
    [[nodiscard]] http::Response list(const http::Request& request) const;
    http::Response fetch_or_update(const std::string& sid,
                                   const http::Request& request,
                                   const twilio::Form& form);
    http::Response update(const CallPtr& call, const twilio::Form& form);

    const FakeTwilioConfig& config_;
    Clock& clock_;
    Ledger& ledger_;
    Identifiers& identifiers_;
    CallBook& book_;
    Switchboard& switchboard_;
    Intake& intake_;
    std::vector<std::string> authorizations_;  ///< the Authorization headers that are accepted
};

}  // namespace carillon::simulator
