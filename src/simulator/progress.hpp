// SPDX-License-Identifier: MIT
// How far a call at Twilio is, in Twilio's words.
#pragma once

#include <optional>
#include <string_view>

namespace carillon::simulator {

enum class Progress {
    queued,     ///< accepted, waits for its turn to be dialled
    initiated,  ///< dialled; exists in callbacks only, the resource still says queued
    ringing,
    in_progress,
    completed,  ///< the first that is an end
    busy,
    no_answer,
    failed,
    canceled,
};

/// The word in a callback's CallStatus.
[[nodiscard]] std::string_view to_text(Progress progress);
/// The word in the call resource's `status`, which knows no `initiated`.
[[nodiscard]] std::string_view resource_status(Progress progress);
[[nodiscard]] std::optional<Progress> parse_resource_status(std::string_view text);
/// The StatusCallbackEvent by which a caller subscribes to it; empty for `queued`.
[[nodiscard]] std::string_view event_name(Progress progress);

[[nodiscard]] constexpr bool is_over(Progress progress) {
    return progress >= Progress::completed;
}

}  // namespace carillon::simulator
