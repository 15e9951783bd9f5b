// SPDX-License-Identifier: MIT
// The files that the page at /docs loads, embedded by cmake/embed_files.py: our own from docs_page/, and the
// viewer when scripts/fetch-docs-viewer had fetched it before the build.
#pragma once

#include <span>
#include <string_view>

namespace carillon::api {

struct Asset {
    std::string_view name;
    std::string_view content_type;
    std::string_view text;
    std::string_view digest;  ///< of the text, for its ETag
};

[[nodiscard]] std::span<const Asset> docs_assets();

/// Null when this build has none of that name.
[[nodiscard]] const Asset* find_docs_asset(std::string_view name);

}  // namespace carillon::api
