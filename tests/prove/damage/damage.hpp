// SPDX-License-Identifier: MIT
// Ways in which a database file comes to harm: bits that flip, pages that are lost or change places, files
// that are cut off, the log of another database, another file altogether. A seed decides which and where.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace carillon::test {

struct DamageDone {
    std::string kind;  ///< "flip a bit", …
    std::string what;  ///< one line: the kind, the file's part, and where
};

/// Copies `in`, with its log and the log's index where it has them, to `out`, and damages the copy.
DamageDone copy_damaged(const std::filesystem::path& in,
                        const std::filesystem::path& out,
                        std::uint64_t seed);

}  // namespace carillon::test
