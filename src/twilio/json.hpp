// SPDX-License-Identifier: MIT
// JSON from the other side of a socket, made safe once: bounded in depth, always valid UTF-8 when written
// again. Only for the .cpp files of this room (it includes nlohmann).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace carillon::twilio {

using Json = nlohmann::ordered_json;

/// Empty when it is not an object, or deeper than anything that Twilio sends.
[[nodiscard]] std::optional<Json> parse_object(std::string_view text);
/// Bytes that are not UTF-8 are replaced, never an exception.
template <class AnyJson>
[[nodiscard]] std::string dumped(const AnyJson& json) {
    return json.dump(-1, ' ', false, AnyJson::error_handler_t::replace);
}
/// A scalar of an object as text: Twilio writes numbers as strings, but not always. Empty when missing or
/// null.
[[nodiscard]] std::string text_at(const Json& object, const char* name);
/// A whole non-negative number in decimal digits, and nothing else.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace carillon::twilio
