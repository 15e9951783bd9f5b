// SPDX-License-Identifier: MIT
// application/x-www-form-urlencoded: what Twilio takes and what Twilio posts. Order and repeated names are
// kept, because StatusCallbackEvent is sent repeated and the signature is made over every pair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carillon::twilio {

/// The same shape as a decoded query (`http::Request::query`), so that a GET callback's query is a form too.
using Form = std::vector<std::pair<std::string, std::string>>;

/// Percent-encoded as Twilio's own Node client sends forms: a space is %20 and `+` is %2B.
[[nodiscard]] std::string encode_form(const Form& form);

/// `+` and %20 are both a space. A bad escape (`%zz`, a `%` at the end) is kept as it stands: the signature
/// decides whether a body is Twilio's, and refusing a signed one for its spelling would lose a callback.
[[nodiscard]] Form decode_form(std::string_view text);

/// The first value with this name.
[[nodiscard]] std::optional<std::string_view> find_value(const Form& form, std::string_view name);

}  // namespace carillon::twilio
