// SPDX-License-Identifier: MIT
#include "config_setting.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "config_values.hpp"
#include "phone_number.hpp"
#include "time_zone.hpp"
#include "twiml_url.hpp"

namespace carillon {
namespace {

using Text = std::string_view;
constexpr std::size_t shortest_api_key = 16;
constexpr std::size_t shortest_carrier_secret = 8;

template <class Value>
bool take(Value& into, const std::optional<Value>& value) {
    if (value) into = *value;
    return value.has_value();
}

bool take_if(bool fits, std::string& into, Text text) {
    if (fits) into = text;
    return fits;
}

bool take_secret(Secret& into, Text text, std::size_t least) {
    const bool fits = is_secret_text(text, least);
    if (fits) into = Secret{std::string{text}};
    return fits;
}

/// A duration between two others, in whatever unit the setting keeps.
template <class Duration>
bool take_duration(Duration& into, Text text, Milliseconds least, Milliseconds most) {
    const auto duration = parse_duration(text);
    const bool fits = duration && *duration >= least && *duration <= most;
    if (fits) into = std::chrono::duration_cast<Duration>(*duration);
    return fits;
}

template <class Integer>
bool take_integer(Integer& into, Text text, std::int64_t least, std::int64_t most) {
    const auto number = parse_integer(text, least, most);
    if (number) into = static_cast<Integer>(*number);
    return number.has_value();
}

bool is_log_level(Text text) {
    constexpr std::array<Text, 6> levels{"trace", "debug", "info", "warn", "error", "off"};
    return std::find(levels.begin(), levels.end(), text) != levels.end();
}

/// Twilio does not call hosts with an underscore (its validator refuses them: twilio.md, status callbacks).
bool is_callback_url(Text text) {
    return is_web_url(text) && host_of(text).find('_') == std::string::npos;
}

using enum SettingKind;
using Milli = Milliseconds;

// clang-format off
constexpr std::array table{
    ConfigSetting{"Twilio", "TWILIO_ACCOUNT_SID", text, "AC and 32 hex digits",
        "The account that places the calls.",
        [](Text t, Config& c) { return take_if(is_sid(t, "AC"), c.twilio.account_sid, t); },
        [](const Config& c) { return c.twilio.account_sid; }},
    ConfigSetting{"Twilio", "TWILIO_AUTH_TOKEN", secret, "8 or more visible characters without blanks",
        "Proves that callbacks come from Twilio; signs our requests when there is no API key.",
        [](Text t, Config& c) { return take_secret(c.twilio.auth_token, t, shortest_carrier_secret); },
        [](const Config& c) { return c.twilio.auth_token.reveal(); }},
    ConfigSetting{"Twilio", "TWILIO_AUTH_TOKEN_PREVIOUS", secret, "8 or more visible characters without blanks",
        "Also accepted on callbacks, while the token is being rotated.",
        [](Text t, Config& c) { return take_secret(c.twilio.previous_auth_token, t, shortest_carrier_secret); },
        [](const Config& c) { return c.twilio.previous_auth_token.reveal(); }},
    ConfigSetting{"Twilio", "TWILIO_API_KEY", text, "SK and 32 hex digits",
        "Signs our requests instead of the auth token; needs TWILIO_API_SECRET.",
        [](Text t, Config& c) { return take_if(is_sid(t, "SK"), c.twilio.api_key, t); },
        [](const Config& c) { return c.twilio.api_key; }},
    ConfigSetting{"Twilio", "TWILIO_API_SECRET", secret, "8 or more visible characters without blanks",
        "The secret of TWILIO_API_KEY.",
        [](Text t, Config& c) { return take_secret(c.twilio.api_secret, t, shortest_carrier_secret); },
        [](const Config& c) { return c.twilio.api_secret.reveal(); }},
    ConfigSetting{"Twilio", "TWILIO_API_BASE_URL", text, "an absolute http:// or https:// URL",
        "Where Twilio's API is; `carillon fake-twilio` prints one.",
        [](Text t, Config& c) { return take_if(is_web_url(t), c.twilio.api_base_url, t); },
        [](const Config& c) { return c.twilio.api_base_url; }},
    ConfigSetting{"Calls", "TWILIO_FROM_NUMBER", text, "a phone number in E.164 form, such as +15551234567",
        "The number that calls, where a campaign does not say.",
        [](Text t, Config& c) { return take_if(PhoneNumber::from_e164(t).has_value(), c.from_number, t); },
        [](const Config& c) { return c.from_number; }},
    ConfigSetting{"Calls", "WONDERFUL_TWIML_URL", text, "an absolute http:// or https:// URL; it may hold {{name}}, {{variable}} and {{variable|default}}",
        "The agent that takes answered calls, where a campaign does not say.",
        [](Text t, Config& c) { return take_if(TwimlUrl::parse(t).has_value(), c.twiml_url, t); },
        [](const Config& c) { return c.twiml_url; }},
    ConfigSetting{"Calls", "STATUS_CALLBACK_URL", text, "an absolute http:// or https:// URL without a fragment, its host without an underscore",
        "This server's /twilio-status as Twilio reaches it. A fake Twilio on this machine needs none.",
        [](Text t, Config& c) { return take_if(is_callback_url(t), c.status_callback_url, t); },
        [](const Config& c) { return c.status_callback_url; }},
    ConfigSetting{"Calls", "CARILLON_CALLS_PER_SECOND", text, "a number from 0.001 to 5000",
        "The account's rate. Twilio's default is 1: stay at or below what your account has.",
        [](Text t, Config& c) { return take(c.calls_per_second, parse_rate(t)); },
        [](const Config& c) { return rate_text(c.calls_per_second); }},
    ConfigSetting{"Calls", "CARILLON_MAX_CONCURRENT_CALLS", text, "a whole number from 1 to 100000",
        "How many calls of the account may be open at one moment.",
        [](Text t, Config& c) { return take_integer(c.limits.max_concurrent_calls, t, 1, 100'000); },
        [](const Config& c) { return std::to_string(c.limits.max_concurrent_calls); }},
    ConfigSetting{"Calls", "CARILLON_MAX_QUEUE_TIME", text, "a duration from 100ms to 1h, such as 10s",
        "Calls that wait longer than this at Twilio make us slower.",
        [](Text t, Config& c) { return take_duration(c.max_queue_time, t, Milli{100}, Milli{3'600'000}); },
        [](const Config& c) { return duration_text(c.max_queue_time); }},
    ConfigSetting{"Calls", "CARILLON_RECONCILE_SCHEDULE", text, "up to 20 rising durations of whole seconds, such as 30s,2m,5m,15m,1h,6h,25h",
        "Ages of a call whose answer was lost, at which Twilio is asked about it.",
        [](Text t, Config& c) { return take(c.reconcile_schedule, parse_schedule(t)); },
        [](const Config& c) { return schedule_text(c.reconcile_schedule); }},
    ConfigSetting{"Calls", "CARILLON_POLL_MARGIN", text, "a duration from 1s to 1d, such as 60s",
        "How long past its longest possible end a silent call is asked about.",
        [](Text t, Config& c) { return take_duration(c.poll_margin, t, Milli{1'000}, Milli{86'400'000}); },
        [](const Config& c) { return duration_text(c.poll_margin); }},
    ConfigSetting{"Calls", "CARILLON_RESTORE_WAIT", text, "a duration from 0s to 1h, such as 60s",
        "How long after a restore Twilio is asked what was called since the backup; a call appears in its lists a moment late.",
        [](Text t, Config& c) { return take_duration(c.restore_wait, t, Milli{0}, Milli{3'600'000}); },
        [](const Config& c) { return duration_text(c.restore_wait); }},
    ConfigSetting{"Limits", "CARILLON_MAX_CONCURRENT_CALLS_PER_FROM_NUMBER", text, "a whole number from 0 to 100000; 0 is no limit",
        "How many calls from one number may be open at one moment.",
        [](Text t, Config& c) { return take_integer(c.limits.max_concurrent_calls_per_from_number, t, 0, 100000); },
        [](const Config& c) { return std::to_string(c.limits.max_concurrent_calls_per_from_number); }},
    ConfigSetting{"Limits", "CARILLON_MAX_CALLS_PER_NUMBER_PER_DAY", text, "a whole number from 0 to 50; 0 is no limit",
        "How often one number is called in any 24 hours, by all campaigns together.",
        [](Text t, Config& c) { return take_integer(c.limits.max_calls_per_number_per_day, t, 0, 50); },
        [](const Config& c) { return std::to_string(c.limits.max_calls_per_number_per_day); }},
    ConfigSetting{"Limits", "CARILLON_MAX_CALLS_PER_NUMBER_PER_WEEK", text, "a whole number from 0 to 50; 0 is no limit",
        "How often one number is called in any 7 days, by all campaigns together.",
        [](Text t, Config& c) { return take_integer(c.limits.max_calls_per_number_per_week, t, 0, 50); },
        [](const Config& c) { return std::to_string(c.limits.max_calls_per_number_per_week); }},
    ConfigSetting{"Limits", "CARILLON_MAX_CALLS_PER_DAY", text, "a whole number from 0 to 100000000; 0 is no limit",
        "How many calls the account places on one day.",
        [](Text t, Config& c) { return take_integer(c.limits.max_calls_per_day, t, 0, 100000000); },
        [](const Config& c) { return std::to_string(c.limits.max_calls_per_day); }},
    ConfigSetting{"Limits", "CARILLON_MAX_MINUTES_PER_DAY", text, "a whole number from 0 to 100000000; 0 is no limit",
        "How many begun minutes the calls of one day may take; a call under way counts with its whole time limit.",
        [](Text t, Config& c) { return take_integer(c.limits.max_minutes_per_day, t, 0, 100000000); },
        [](const Config& c) { return std::to_string(c.limits.max_minutes_per_day); }},
    ConfigSetting{"Limits", "CARILLON_MAX_SPEND_PER_DAY", text, "an amount such as 250 or 12.50; 0 is no limit",
        "What the minutes of one day may cost by CARILLON_PRICES_PER_MINUTE; a call under way counts with its whole time limit.",
        [](Text t, Config& c) { return take(c.limits.max_spend_per_day, parse_amount(t)); },
        [](const Config& c) { return amount_text(c.limits.max_spend_per_day); }},
    ConfigSetting{"Limits", "CARILLON_PRICES_PER_MINUTE", text, "prefixes of numbers and their prices, such as 1=0.014,41=0.03,4179=0.32",
        "What a minute costs in your account's currency; the longest prefix counts.",
        [](Text t, Config& c) { return take(c.limits.prices, PriceTable::parse(t)); },
        [](const Config& c) { return c.limits.prices.text(); }},
    ConfigSetting{"Limits", "CARILLON_TIME_ZONE", text, "an IANA time zone, such as Europe/Zurich",
        "Where the days of these limits begin at midnight.",
        [](Text t, Config& c) { return take_if(is_time_zone(t), c.limits.time_zone, t); },
        [](const Config& c) { return c.limits.time_zone; }},
    ConfigSetting{"Server", "PORT", text, "a port from 0 to 65535; 0 takes a free one",
        "Where the server listens.",
        [](Text t, Config& c) { return take_integer(c.port, t, 0, 65'535); },
        [](const Config& c) { return std::to_string(c.port); }},
    ConfigSetting{"Server", "CARILLON_BIND", text, "an IP address, such as 127.0.0.1 or 0.0.0.0",
        "The address it listens on; any but loopback needs CARILLON_API_KEY.",
        [](Text t, Config& c) { return take_if(is_ip_address(t), c.bind, t); },
        [](const Config& c) { return c.bind; }},
    ConfigSetting{"Server", "CARILLON_TLS_CERT", text, "a path",
        "The certificate chain, in PEM, for a server that speaks TLS itself; SIGHUP reads it and its key again.",
        [](Text t, Config& c) { return take_if(!t.empty(), c.tls_certificate, t); },
        [](const Config& c) { return c.tls_certificate; }},
    ConfigSetting{"Server", "CARILLON_TLS_KEY", text, "a path",
        "The key of CARILLON_TLS_CERT, in PEM, without a passphrase.",
        [](Text t, Config& c) { return take_if(!t.empty(), c.tls_key, t); },
        [](const Config& c) { return c.tls_key; }},
    ConfigSetting{"Server", "CARILLON_TRUSTED_PROXIES", text, "addresses and networks, such as 127.0.0.1,10.0.0.0/8",
        "Proxies whose X-Forwarded-For is believed when the log or a limit asks who a client is.",
        [](Text t, Config& c) { return take(c.trusted_proxies, Proxies::parse(t)); },
        [](const Config& c) { return c.trusted_proxies.text(); }},
    ConfigSetting{"Server", "CARILLON_API_KEY", secret, "16 or more visible characters without blanks",
        "A key with all scopes, beside those of `carillon keys`: `Authorization: Bearer <key>`.",
        [](Text t, Config& c) { return take_secret(c.api_key, t, shortest_api_key); },
        [](const Config& c) { return c.api_key.reveal(); }},
    ConfigSetting{"Server", "CARILLON_KEY_REQUESTS_PER_SECOND", text, "a whole number from 1 to 10000",
        "How many requests a second an API key may make that does not say; twice as many at once.",
        [](Text t, Config& c) { return take_integer(c.key_requests_per_second, t, 1, 10000); },
        [](const Config& c) { return std::to_string(c.key_requests_per_second); }},
    ConfigSetting{"Server", "CARILLON_KEY_FAILURES_PER_MINUTE", text, "a whole number from 1 to 10000",
        "How many wrong API keys a minute one address may show.",
        [](Text t, Config& c) { return take_integer(c.key_failures_per_minute, t, 1, 10000); },
        [](const Config& c) { return std::to_string(c.key_failures_per_minute); }},
    ConfigSetting{"Server", "CARILLON_INSECURE_WEBHOOKS", toggle, "true or false",
        "Take callbacks without a signature: anyone who reaches the server can then forge them.",
        [](Text t, Config& c) { return take(c.insecure_webhooks, parse_toggle(t)); },
        [](const Config& c) { return std::string{c.insecure_webhooks ? "true" : "false"}; }},
    ConfigSetting{"Server", "CARILLON_ALLOW_PRIVATE_HOOKS", toggle, "true or false",
        "Let pre-dial hooks, webhooks and agent probes reach private addresses, and by plain http: for tests.",
        [](Text t, Config& c) { return take(c.allow_private_hooks, parse_toggle(t)); },
        [](const Config& c) { return std::string{c.allow_private_hooks ? "true" : "false"}; }},
    ConfigSetting{"Server", "CARILLON_WEBHOOK_SCHEDULE", text, "up to 20 rising durations of whole seconds, such as 5s,5m,30m,2h,5h,10h,14h,20h,24h",
        "How long after its first, second, … failed attempt a webhook is told again.",
        [](Text t, Config& c) { return take(c.webhook_schedule, parse_schedule(t)); },
        [](const Config& c) { return schedule_text(c.webhook_schedule); }},
    ConfigSetting{"Server", "CARILLON_MAX_UPLOAD_BYTES", text, "a whole number of bytes from 1024 to 1099511627776",
        "The largest upload that is read.",
        [](Text t, Config& c) { return take_integer(c.max_upload_bytes, t, 1024, 1'099'511'627'776); },
        [](const Config& c) { return std::to_string(c.max_upload_bytes); }},
    ConfigSetting{"Server", "CARILLON_DRAIN", text, "a duration from 0s to 1h, such as 10s",
        "How long a stop waits for what is under way.",
        [](Text t, Config& c) { return take_duration(c.drain, t, Milli{0}, Milli{3'600'000}); },
        [](const Config& c) { return duration_text(c.drain); }},
    ConfigSetting{"Server", "CARILLON_LOG_LEVEL", text, "trace, debug, info, warn, error or off",
        "How much is logged on stderr.",
        [](Text t, Config& c) { return take_if(is_log_level(t), c.log_level, t); },
        [](const Config& c) { return c.log_level; }},
    ConfigSetting{"Server", "CARILLON_LOG_FORMAT", text, "text or json",
        "How a line of the log is written: key=value, or a JSON object.",
        [](Text t, Config& c) { return take_if(t == "text" || t == "json", c.log_format, t); },
        [](const Config& c) { return c.log_format; }},
    ConfigSetting{"Database", "CARILLON_DB", text, "a path",
        "The SQLite file; made when it does not exist.",
        [](Text t, Config& c) { return take_if(!t.empty(), c.database, t); },
        [](const Config& c) { return c.database; }},
};
// clang-format on

}  // namespace

std::span<const ConfigSetting> config_settings() {
    return table;
}

std::string key_of(const ConfigSetting& setting) {
    constexpr std::string_view ours = "CARILLON_";
    std::string key{setting.variable};
    if (key.starts_with(ours)) key.erase(0, ours.size());
    std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
    return key;
}

std::string flag_of(const ConfigSetting& setting) {
    std::string flag = "--" + key_of(setting);
    std::replace(flag.begin(), flag.end(), '_', '-');
    return setting.kind == SettingKind::secret ? flag + "-file" : flag;
}

}  // namespace carillon
