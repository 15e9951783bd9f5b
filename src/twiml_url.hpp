// SPDX-License-Identifier: MIT
// The agent's URL with {{placeholders}}: how a contact's variables reach the agent.
// `{{name}}`, `{{phone}}`, `{{any_variable}}`; `{{variable|default}}` when some contacts lack it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace carillon {

using Variables = std::map<std::string, std::string, std::less<>>;

class TwimlUrl {
public:
    /// Fails with: Errc::invalid when the text is not an absolute http(s) URL or a placeholder is not closed,
    /// empty, or stands in the scheme or host.
    [[nodiscard]] static Result<TwimlUrl> parse(std::string_view text);

    /// The placeholders without default for which `variables` has no value (or an empty one), in order of
    /// appearance.
    [[nodiscard]] std::vector<std::string> missing(const Variables& variables) const;

    /// The URL for one contact; values are percent-encoded (all but RFC 3986 unreserved). Requires: nothing
    /// is missing.
    [[nodiscard]] std::string fill(const Variables& variables) const;

private:
    struct Piece {
        std::string literal;      ///< what precedes the placeholder
        std::string placeholder;  ///< empty in the last piece
        bool has_default = false;
        std::string default_value;
    };
    std::vector<Piece> pieces_;
};

/// A contact's variables, with its `name` and `phone` laid over them. `json` is an object of strings.
[[nodiscard]] Variables variables_of(std::string_view json, std::string_view name, std::string_view phone);

}  // namespace carillon
