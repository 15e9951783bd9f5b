// SPDX-License-Identifier: MIT
// The setting `pre_dial_hook`: null, or {"url": "https://…", "timeout_ms": 3000, "on_failure": "hold"}
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "pre_dial_hook.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json pre_dial_hook_to_json(const std::optional<PreDialHook>& hook);

/// Takes what `json` says. Whether http:// is allowed is not decided here: that is the configuration's.
/// Returns what is wrong with it, as the end of a sentence that begins with the setting's name; none: it was
/// taken.
[[nodiscard]] std::optional<std::string> read_pre_dial_hook(const nlohmann::ordered_json& json,
                                                            std::optional<PreDialHook>& hook);

}  // namespace carillon
