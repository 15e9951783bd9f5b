// SPDX-License-Identifier: MIT
// A database file as a whole: copied while others use it, verified, and prepared to take another's place.
// What is never done here is to write to the file that is copied. docs/decisions/0011 says how and why.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "instant.hpp"

namespace carillon::store {

struct TableCount {
    std::string table;
    std::int64_t rows = 0;
    bool operator==(const TableCount&) const = default;
};

struct CopiedDatabase {
    std::vector<TableCount> rows;  ///< of the tables that people fill
    Instant known_until;           ///< the latest instant of which a row knows
    [[nodiscard]] std::int64_t rows_of(std::string_view table) const;
};

/// Copies the database as it stands at one moment into the empty file `to`, and reads the copy through.
/// `is_in_use`: others may write meanwhile. Throws Damaged when the copy is not whole, and std::runtime_error
/// with a sentence when `from` is no database of Carillon's that this version can read.
CopiedDatabase copy_sqlite(const std::filesystem::path& from,
                           const std::filesystem::path& to,
                           bool is_in_use);

/// Brings a copy up to date and notes in it that it is behind the world. Afterwards it is one file, without a
/// log. Nobody else may have it open.
void mark_as_restored(const std::filesystem::path& copy, Instant now);

/// Whoever asked not to be called must not be called because a backup is older than that: enters the
/// suppressions of `from` that `into` lacks. Returns how many. Throws as `copy_sqlite`.
std::int64_t carry_suppressions(const std::filesystem::path& from, const std::filesystem::path& into);

/// Whoever lost a key must not get it back because a backup is older than that, and who got one keeps it:
/// `into` revokes what `from` revoked, and takes over what was made since. Returns how many rows that
/// changed; none when `from` is older than API keys. Throws as `copy_sqlite`.
std::int64_t carry_api_keys(const std::filesystem::path& from, const std::filesystem::path& into);

}  // namespace carillon::store
