// SPDX-License-Identifier: MIT
// What a database holds, read with SQL of our own: as one number, to tell whether two hold the same; and what
// is wrong with it, to SQLite and to the schema's promises.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace carillon::test {

/// Of all rows of all tables; the record of migrations, which has the time in it, is left out.
[[nodiscard]] std::uint64_t digest_of(const std::filesystem::path& database);

/// A sentence, or empty: integrity_check, foreign_key_check, and the counters against the rows that they
/// count.
[[nodiscard]] std::string fault_in(const std::filesystem::path& database);

}  // namespace carillon::test
