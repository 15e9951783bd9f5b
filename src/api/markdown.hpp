// SPDX-License-Identifier: MIT
// As much Markdown as our own texts use, as HTML: headings, paragraphs, lists, fenced code, `code` and
// **strong**.
#pragma once

#include <string>
#include <string_view>

namespace carillon::api {

/// Text for HTML, between tags or in a quoted attribute.
[[nodiscard]] std::string escaped(std::string_view text);

[[nodiscard]] std::string markdown_to_html(std::string_view text);

}  // namespace carillon::api
