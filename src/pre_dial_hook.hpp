// SPDX-License-Identifier: MIT
// The URL that is asked before each call of a campaign, and what it may answer: values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "instant.hpp"

namespace carillon {

struct PreDialHook {
    /// What becomes of a contact when nobody knows what the hook would have said.
    enum class OnFailure {
        hold,  ///< it waits, and the hook is asked again
        call,  ///< it is called
    };
    std::string url;
    std::int64_t timeout_ms = 3000;  ///< for everything, from the name's lookup to the whole answer
    OnFailure on_failure = OnFailure::hold;
    bool operator==(const PreDialHook&) const = default;
};

struct HookAllows {};
struct HookRefuses {
    std::string reason;
    std::optional<Seconds> retry_after;  ///< none: not any more
};
/// No answer in time, or none that says yes or no.
struct HookFails {
    std::string reason;
};
using HookAnswer = std::variant<HookAllows, HookRefuses, HookFails>;

}  // namespace carillon
