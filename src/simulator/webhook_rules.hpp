// SPDX-License-Identifier: MIT
// How hard Twilio tries to deliver one callback, from the fragment of its URL
// (`#rc=5&rp=ct,rt,5xx&ct=2000`; twilio.md 4.3). Pure.
#pragma once

#include <string_view>

#include "http/client.hpp"
#include "instant.hpp"

namespace carillon::simulator {

struct WebhookRules {
    int retries = 1;  ///< rc
    bool retry_4xx = false;
    bool retry_5xx = false;
    bool retry_connect = true;  ///< ct: connecting or TLS failed
    bool retry_read = false;    ///< rt: no whole answer in time
    bool retry_any = false;     ///< all
    Milliseconds connect_timeout{5'000};
    Milliseconds read_timeout{15'000};
    Milliseconds total_timeout{15'000};  ///< over all tries
};

/// Values out of their bounds and unknown keys are ignored: the default stays.
[[nodiscard]] WebhookRules read_webhook_rules(std::string_view url);

/// What is requested and signed: all but the fragment.
[[nodiscard]] std::string_view without_fragment(std::string_view url);

/// Not by a redirect: Twilio follows it with a GET that has lost the parameters.
[[nodiscard]] bool is_delivered(const http::Exchange& exchange);
/// Whether the rules allow another try after this one failed, however many came before.
[[nodiscard]] bool may_retry(const WebhookRules& rules, const http::Exchange& exchange);

}  // namespace carillon::simulator
