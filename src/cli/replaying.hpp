// SPDX-License-Identifier: MIT
// Every call held against its callbacks: for `carillon replay` and `carillon check --deep`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace carillon::cli {

struct Replayed {
    std::int64_t calls = 0;
    std::int64_t callbacks = 0;
    std::int64_t differences = 0;
};

/// `tell` gets each difference as a sentence that names its call. Throws DatabaseUnusable, DatabaseDamaged.
Replayed replay_all(const std::filesystem::path& database, const std::function<void(std::string)>& tell);

}  // namespace carillon::cli
