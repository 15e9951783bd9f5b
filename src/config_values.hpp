// SPDX-License-Identifier: MIT
// The forms that values of settings take as text. Pure; what a value means stands in config_setting.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"

namespace carillon {

/// A whole number and its unit: 250ms, 30s, 2m, 6h, 1d. At most ten years, so that no sum overflows.
[[nodiscard]] std::optional<Milliseconds> parse_duration(std::string_view text);
/// The largest unit that says it exactly.
[[nodiscard]] std::string duration_text(Milliseconds duration);

/// `30s,2m,5m`: one to twenty whole seconds, each longer than the one before.
[[nodiscard]] std::optional<std::vector<Seconds>> parse_schedule(std::string_view text);
[[nodiscard]] std::string schedule_text(const std::vector<Seconds>& schedule);

[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text,
                                                        std::int64_t least,
                                                        std::int64_t most);
[[nodiscard]] std::optional<double> parse_rate(std::string_view text);
[[nodiscard]] std::string rate_text(double rate);
[[nodiscard]] std::optional<bool> parse_toggle(std::string_view text);

/// Twilio's ids: two capitals and 32 hex digits.
[[nodiscard]] bool is_sid(std::string_view text, std::string_view prefix);
/// Visible ASCII without blanks, `least` characters or more: catches quotes' remains, line ends,
/// placeholders.
[[nodiscard]] bool is_secret_text(std::string_view text, std::size_t least);
[[nodiscard]] bool is_ip_address(std::string_view text);
[[nodiscard]] bool is_loopback_address(std::string_view text);

/// Absolute, http or https, with a host and without a fragment.
[[nodiscard]] bool is_web_url(std::string_view text);
/// The URL's host: empty when it is not a URL.
[[nodiscard]] std::string host_of(std::string_view url);
[[nodiscard]] bool is_loopback_url(std::string_view url);
/// The URL's path ends so.
[[nodiscard]] bool has_path_ending(std::string_view url, std::string_view ending);
/// How this machine itself reaches a server that listens on `bind`: `http://127.0.0.1:3000`.
[[nodiscard]] std::string web_origin(const std::string& bind, std::uint16_t port);
/// A URL, or what was meant to be one, without the `user:password@` that it may carry.
[[nodiscard]] std::string without_credentials(std::string_view url);

}  // namespace carillon
