// SPDX-License-Identifier: MIT
// Text of strangers: whether it is text at all, how to show it when it is not, and the little that reading
// headers and fields needs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace carillon::api {

/// UTF-8 as RFC 3629 has it (no surrogates, nothing overlong), without NUL.
[[nodiscard]] bool is_text(std::string_view bytes);

/// The beginning of a value for an error report: always text, at most `limit` bytes and then an ellipsis.
[[nodiscard]] std::string shortened(std::string_view bytes, std::size_t limit = 120);

/// ASCII letters only, as header names and media types want it.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace carillon::api
