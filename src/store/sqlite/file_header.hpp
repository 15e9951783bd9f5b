// SPDX-License-Identifier: MIT
// What the first hundred bytes of a database file say, read as bytes: before SQLite is let near a file that
// may be anything, and without the log beside it, which SQLite would lay over them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace carillon::store::sqlite {

inline constexpr std::uint32_t our_application_id = 0x4361726C;  ///< set by 0001_tables.sql

struct FileHeader {
    bool is_sqlite = false;
    bool has_log = false;        ///< its journal mode is WAL
    std::uint32_t identity = 0;  ///< `user_version`: a random number of each database; 0: none was given yet
    std::uint32_t application_id = 0;  ///< 0: no migration has reached the file itself yet
};

/// None: there is no file, or it is empty. Throws std::runtime_error when it cannot be read.
[[nodiscard]] std::optional<FileHeader> read_header(const std::filesystem::path& file);

}  // namespace carillon::store::sqlite
