// SPDX-License-Identifier: MIT
// The client over real sockets against a scripted other end.
#pragma once

#include <gtest/gtest.h>

#include "twilio/client.hpp"
#include "twilio/scripted_twilio.hpp"

namespace carillon::twilio {

inline const std::string sid = "CA0123456789abcdef0123456789abcdef";

inline std::string call_json(const std::string& status) {
    return R"({"sid": ")" + sid + R"(", "status": ")" + status + R"("})";
}

inline std::string error_json(int code) {
    return R"({"code": )" + std::to_string(code) + R"(, "message": "no"})";
}

inline TwilioAccess access_to(std::string base_url) {
    TwilioAccess access;
    access.account_sid = "AC0123456789abcdef0123456789abcdef";
    access.auth_token = Secret{"the auth token"};
    access.api_base_url = std::move(base_url);
    return access;
}

inline CallRequest a_call() {
    CallRequest request;
    request.to = "+15558675310";
    request.from = "+15017122661";
    request.twiml_url = "https://agent.example/twiml?name=J%C3%BCrgen M";
    request.status_callback_url = "https://dialer.example.com/twilio-status?call=42#rc=5&rp=ct,rt,5xx";
    request.status_callback_events = {"initiated", "ringing", "answered", "completed"};
    request.status_callback_method = "POST";
    request.timeout_seconds = 30;
    request.time_limit_seconds = 3600;
    return request;
}

class ClientTest : public testing::Test {
protected:
    static http::ClientLimits short_limits() {
        http::ClientLimits limits;
        limits.answer = std::chrono::milliseconds{200};
        return limits;
    }

    ScriptedTwilio twilio_;
    http::Client http_{twilio_.loop().get_executor(), http::ClientLimits{}};
    Client client_{http_, access_to(twilio_.base_url())};
};

}  // namespace carillon::twilio
