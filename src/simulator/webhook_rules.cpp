// SPDX-License-Identifier: MIT
#include "simulator/webhook_rules.hpp"

#include <charconv>
#include <optional>
#include <variant>

namespace carillon::simulator {
namespace {

/// Cuts `text` at the first `separator`; gives what was before it and leaves what came after.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto taken = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return taken;
}

std::optional<int> parse_within(std::string_view text, int low, int high) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < low || value > high) return std::nullopt;
    return value;
}

void read_policies(WebhookRules& rules, std::string_view list) {
    rules.retry_connect = false;
    while (!list.empty()) {
        const auto policy = take_until(list, ',');
        if (policy == "4xx") rules.retry_4xx = true;
        if (policy == "5xx") rules.retry_5xx = true;
        if (policy == "ct") rules.retry_connect = true;
        if (policy == "rt") rules.retry_read = true;
        if (policy == "all") rules.retry_any = true;
    }
}

void read_override(WebhookRules& rules, std::string_view key, std::string_view value) {
    if (key == "rp") read_policies(rules, value);
    if (key == "rc") rules.retries = parse_within(value, 0, 5).value_or(rules.retries);
    const auto timeout = parse_within(value, 100, key == "ct" ? 10'000 : 15'000);
    if (!timeout) return;
    if (key == "ct") rules.connect_timeout = Milliseconds{*timeout};
    if (key == "rt") rules.read_timeout = Milliseconds{*timeout};
    if (key == "tt") rules.total_timeout = Milliseconds{*timeout};
}

}  // namespace

WebhookRules read_webhook_rules(std::string_view url) {
    WebhookRules rules;
    auto fragment = url.substr(without_fragment(url).size());
    if (!fragment.empty()) fragment.remove_prefix(1);
    while (!fragment.empty()) {
        auto value = take_until(fragment, '&');
        const auto key = take_until(value, '=');
        read_override(rules, key, value);
    }
    return rules;
}

std::string_view without_fragment(std::string_view url) {
    return url.substr(0, url.find('#'));
}

bool is_delivered(const http::Exchange& exchange) {
    const auto* answer = std::get_if<http::Answer>(&exchange);
    return answer != nullptr && answer->status / 100 == 2;
}

bool may_retry(const WebhookRules& rules, const http::Exchange& exchange) {
    if (is_delivered(exchange)) return false;
    if (rules.retry_any) return true;
    if (std::holds_alternative<http::NotWritten>(exchange)) return rules.retry_connect;
    if (const auto* broken = std::get_if<http::Broken>(&exchange))
        return rules.retry_read && broken->timed_out;
    const auto hundred = std::get<http::Answer>(exchange).status / 100;
    return (hundred == 4 && rules.retry_4xx) || (hundred == 5 && rules.retry_5xx);
}

}  // namespace carillon::simulator
