// SPDX-License-Identifier: MIT
// `carillon check --webhook`: posts to STATUS_CALLBACK_URL what Twilio would post, signed as Twilio signs,
// and says what came of it. The running server keeps nothing of it.
#pragma once

#include <string>

#include "config.hpp"
#include "http/client.hpp"

namespace carillon::cli {

struct ProbeVerdict {
    bool is_well = false;
    std::string sentence;
};

/// What the answer to a probe means for Twilio's callbacks. `sent`: the value that a server of ours gives
/// back.
[[nodiscard]] ProbeVerdict judge_probe(const std::string& sent, const http::Exchange& exchange);

/// Asks the URL of the configuration, over the way that Twilio's callbacks take.
[[nodiscard]] ProbeVerdict probe_webhook(const Config& config);

}  // namespace carillon::cli
