// SPDX-License-Identifier: MIT
// All configuration of one process. Read in config.cpp only, from flags, environment and a file; every
// setting has a flag, a variable and a key. docs and `carillon serve --help` are checked against this list.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "account_limits.hpp"
#include "campaign.hpp"
#include "instant.hpp"
#include "proxies.hpp"
#include "secret.hpp"

namespace carillon {

struct TwilioAccess {
    std::string account_sid;  ///< TWILIO_ACCOUNT_SID
    Secret auth_token;        ///< TWILIO_AUTH_TOKEN; verifies webhooks, and signs requests without an API key
    Secret
        previous_auth_token;  ///< TWILIO_AUTH_TOKEN_PREVIOUS: also accepted on webhooks while tokens rotate
    std::string api_key;      ///< TWILIO_API_KEY (SK…), optional
    Secret api_secret;        ///< TWILIO_API_SECRET
    std::string api_base_url = "https://api.twilio.com";  ///< TWILIO_API_BASE_URL
};

struct Config {
    TwilioAccess twilio;
    std::string from_number;          ///< TWILIO_FROM_NUMBER
    std::string twiml_url;            ///< WONDERFUL_TWIML_URL
    std::string status_callback_url;  ///< STATUS_CALLBACK_URL: public, as Twilio sees it. Empty with a
                                      ///< carrier on loopback: derived from the bound port

    std::uint16_t port = 3000;                  ///< PORT; 0 takes a free one
    std::string bind = "127.0.0.1";             ///< CARILLON_BIND
    std::string database = "carillon.db";       ///< CARILLON_DB
    std::string tls_certificate;                ///< CARILLON_TLS_CERT: a PEM file; empty: plain HTTP
    std::string tls_key;                        ///< CARILLON_TLS_KEY
    Proxies trusted_proxies;                    ///< CARILLON_TRUSTED_PROXIES
    Secret api_key;                             ///< CARILLON_API_KEY
    std::int64_t key_requests_per_second = 50;  ///< CARILLON_KEY_REQUESTS_PER_SECOND, of a key that says none
    std::int64_t key_failures_per_minute = 10;  ///< CARILLON_KEY_FAILURES_PER_MINUTE, of one address
    bool insecure_webhooks = false;  ///< --insecure-webhooks: no signature is asked of /twilio-status

    std::vector<Seconds> webhook_schedule{
        ///< CARILLON_WEBHOOK_SCHEDULE, the delays after failed deliveries: what Standard Webhooks recommends
        Seconds{5},
        Seconds{300},
        Seconds{1'800},
        Seconds{7'200},
        Seconds{18'000},
        Seconds{36'000},
        Seconds{50'400},
        Seconds{72'000},
        Seconds{86'400}};

    bool allow_private_hooks =
        false;  ///< CARILLON_ALLOW_PRIVATE_HOOKS: hooks and probes may reach private addresses, and by http

    double calls_per_second = 1.0;  ///< CARILLON_CALLS_PER_SECOND, the account's (Twilio's default is 1)
    AccountLimits limits;           ///< CARILLON_MAX_…, _PRICES_PER_MINUTE, _TIME_ZONE
    Milliseconds max_queue_time{
        10'000};  ///< CARILLON_MAX_QUEUE_TIME: above this queue_time at Twilio we slow down
    std::vector<Seconds> reconcile_schedule{
        ///< CARILLON_RECONCILE_SCHEDULE, ages of an unknown call at which Twilio is asked
        Seconds{30},
        Seconds{120},
        Seconds{300},
        Seconds{900},
        Seconds{3600},
        Seconds{21600},
        Seconds{90000}};
    Seconds poll_margin{
        60};  ///< CARILLON_POLL_MARGIN: how long past its longest possible end a call is polled
    Milliseconds restore_wait{
        60'000};  ///< CARILLON_RESTORE_WAIT: after a restore, before Twilio's lists are believed to be whole
    std::uint64_t max_upload_bytes = 512ull * 1024 * 1024;  ///< CARILLON_MAX_UPLOAD_BYTES
    Milliseconds drain{10'000};       ///< CARILLON_DRAIN: how long a stop waits for requests under way
    std::string log_level = "info";   ///< CARILLON_LOG_LEVEL
    std::string log_format = "text";  ///< CARILLON_LOG_FORMAT

    /// What a campaign gets where it does not say: the guide's and ours.
    [[nodiscard]] CampaignSettings default_settings() const;
};

}  // namespace carillon
