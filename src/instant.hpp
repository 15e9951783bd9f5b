// SPDX-License-Identifier: MIT
// A moment in time (UTC, millisecond) and its text forms.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carillon {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Instant = std::chrono::sys_time<Milliseconds>;

[[nodiscard]] inline std::int64_t to_unix_ms(Instant instant) {
    return instant.time_since_epoch().count();
}
[[nodiscard]] inline Instant from_unix_ms(std::int64_t ms) {
    return Instant{Milliseconds{ms}};
}

/// RFC 3339 with milliseconds: 2026-11-22T11:07:37.125Z
[[nodiscard]] std::string to_rfc3339(Instant instant);

/// RFC 3339, in UTC or with an offset: 2026-11-22T12:07:37+01:00, with or without a fraction of a second (to
/// the millisecond). Empty when the text is not one: an instant without a zone is none.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// RFC 2822 as Twilio writes dates: Sun, 22 Nov 2026 11:07:37 +0000
[[nodiscard]] std::string to_rfc2822(Instant instant);

/// Twilio's RFC 2822 dates; empty when the text is not one.
[[nodiscard]] std::optional<Instant> parse_rfc2822(std::string_view text);

}  // namespace carillon
