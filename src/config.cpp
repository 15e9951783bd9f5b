// SPDX-License-Identifier: MIT
#include "config.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <unistd.h>

#include "config_setting.hpp"
#include "config_values.hpp"

namespace carillon {
namespace {

const ConfigSetting& setting_named(std::string_view variable) {
    const auto all = config_settings();
    return *std::find_if(
        all.begin(), all.end(), [&](const ConfigSetting& each) { return each.variable == variable; });
}

FieldError missing(std::string_view variable, const std::string& why) {
    return {std::string{variable},
            std::string{variable} + ": missing. " + why + " Set the variable, or give " +
                flag_of(setting_named(variable)) + "."};
}

/// A value for an error message: cut, escaped, and not at all when it is a secret.
std::string shown(const ConfigSetting& setting, const std::string& text) {
    constexpr std::size_t longest = 80;
    const std::string size = std::to_string(text.size()) + (text.size() == 1 ? " character" : " characters");
    if (setting.kind == SettingKind::secret) return size + ", not shown";
    std::string safe;
    for (const char c : without_credentials(text).substr(0, longest))
        safe += c >= ' ' && c != '\x7f' ? c : '?';
    return "\"" + safe + "\"" + (text.size() > longest ? "… (" + size + ")" : "");
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

bool may_sign(const TwilioAccess& twilio) {
    return !twilio.auth_token.empty() || !twilio.api_secret.empty();
}

}  // namespace

CampaignSettings Config::default_settings() const {
    CampaignSettings settings;
    settings.from_number = from_number;
    settings.twiml_url = twiml_url;
    settings.calls_per_second = calls_per_second;
    settings.max_concurrent_calls = limits.max_concurrent_calls;
    return settings;
}

std::string environment_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): read before any thread
    return value == nullptr ? std::string{} : std::string{value};
}

GivenTexts read_environment() {
    GivenTexts given;
    for (const ConfigSetting& setting : config_settings()) {
        std::string text = environment_variable(std::string{setting.variable});
        if (!text.empty()) given.emplace(setting.variable, GivenText{std::move(text), "the environment"});
    }
    return given;
}

std::vector<FieldError> unknown_environment_variables() {
    constexpr std::string_view prefix = "CARILLON_";
    // Of the file's name, and of the commands that are clients: whoever starts a server may have set them.
    constexpr std::array<std::string_view, 4> others{
        "CARILLON_CONFIG", "CARILLON_URL", "CARILLON_KEY", "CARILLON_KEY_FILE"};
    std::vector<FieldError> unknown;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const std::string_view name = text.substr(0, text.find('='));
        const auto all = config_settings();
        const bool is_known =
            std::find(others.begin(), others.end(), name) != others.end() ||
            std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.variable == name; });
        if (name.starts_with(prefix) && !is_known)
            unknown.push_back(
                {std::string{name},
                 std::string{name} + ": is no setting. `carillon serve --help` lists them all."});
    }
    return unknown;
}

ReadConfig read_config(const GivenTexts& given) {
    ReadConfig result;
    for (const auto& [variable, value] : given) {
        const ConfigSetting& setting = setting_named(variable);
        if (setting.read(value.text, result.config)) continue;
        result.problems.push_back({variable,
                                   variable + ": expected " + std::string{setting.expects} + "; got " +
                                       shown(setting, value.text) + " (from " + value.origin + ")."});
    }
    return result;
}

std::vector<FieldError> problems_for_serving(const Config& config) {
    const TwilioAccess& twilio = config.twilio;
    std::vector<FieldError> problems;
    if (twilio.account_sid.empty())
        problems.push_back(missing("TWILIO_ACCOUNT_SID", "It names the account that places the calls."));
    if (twilio.auth_token.empty() && !config.insecure_webhooks)
        problems.push_back(missing("TWILIO_AUTH_TOKEN",
                                   "Without it nobody can tell Twilio's callbacks from forged ones. (To "
                                   "accept them unsigned: --insecure-webhooks.)"));
    if (!may_sign(twilio) && config.insecure_webhooks)
        problems.push_back(missing("TWILIO_AUTH_TOKEN", "Twilio asks it, or an API key, of every request."));
    if (!twilio.api_key.empty() && twilio.api_secret.empty())
        problems.push_back(missing("TWILIO_API_SECRET", "TWILIO_API_KEY is set, and needs it."));
    if (twilio.api_key.empty() && !twilio.api_secret.empty())
        problems.push_back(missing("TWILIO_API_KEY", "TWILIO_API_SECRET is set, and needs it."));
    if (config.status_callback_url.empty() && !is_loopback_url(twilio.api_base_url))
        problems.push_back(missing("STATUS_CALLBACK_URL",
                                   "Twilio must be told where to report calls: this server's public URL, "
                                   "such as https://calls.example.com/twilio-status."));
    if (config.api_key.empty() && !is_loopback_address(config.bind))
        problems.push_back(missing(
            "CARILLON_API_KEY",
            "CARILLON_BIND is " + config.bind + ", which others can reach, and anyone could place calls."));
    if (config.tls_certificate.empty() && !config.tls_key.empty())
        problems.push_back(missing("CARILLON_TLS_CERT", "CARILLON_TLS_KEY is set, and is the key of it."));
    if (!config.tls_certificate.empty() && config.tls_key.empty())
        problems.push_back(missing("CARILLON_TLS_KEY", "CARILLON_TLS_CERT is set, and needs it."));
    if (config.limits.max_spend_per_day > 0 && config.limits.prices.empty())
        problems.push_back(
            missing("CARILLON_PRICES_PER_MINUTE",
                    "CARILLON_MAX_SPEND_PER_DAY is set, and needs to know what a minute costs."));
    return problems;
}

std::vector<std::string> advice_for_serving(const Config& config) {
    std::vector<std::string> advice;
    if (config.from_number.empty())
        advice.emplace_back("TWILIO_FROM_NUMBER is not set: every campaign must name its from_number.");
    if (config.twiml_url.empty())
        advice.emplace_back("WONDERFUL_TWIML_URL is not set: every campaign must name its twiml_url.");
    if (config.insecure_webhooks)
        advice.emplace_back(
            "Callbacks are taken without a signature: anyone who reaches the server can forge them.");
    if (config.allow_private_hooks)
        advice.emplace_back(
            "Pre-dial hooks and agent probes may reach private addresses: whoever has the API key can have "
            "this machine's network asked.");
    if (!config.status_callback_url.empty() && !has_path_ending(config.status_callback_url, "/twilio-status"))
        advice.emplace_back(
            "STATUS_CALLBACK_URL does not end in /twilio-status: whatever stands in front of this "
            "server must rewrite the path.");
    if (config.twilio.api_base_url.starts_with("http://") && !is_loopback_url(config.twilio.api_base_url))
        advice.emplace_back(
            "TWILIO_API_BASE_URL is plain http on another machine: credentials travel unencrypted.");
    return advice;
}

std::string print_config(const Config& config) {
    std::string out;
    std::string_view group;
    for (const ConfigSetting& setting : config_settings()) {
        if (setting.group != group) out += (out.empty() ? "# " : "\n# ") + std::string{setting.group} + "\n";
        group = setting.group;
        const std::string value = setting.write(config);
        if (setting.kind == SettingKind::secret)
            out += "# " + key_of(setting) + (value.empty() ? " is not set\n" : " is set (hidden)\n");
        else
            out += key_of(setting) + " = " + in_quotes(without_credentials(value)) + "\n";
    }
    return out;
}

}  // namespace carillon
