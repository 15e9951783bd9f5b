// SPDX-License-Identifier: MIT
// Where files cost no disk: what these attacks are about is what SQLite is asked to write, and in which
// order.
#pragma once

#include <filesystem>

namespace carillon::test {

[[nodiscard]] inline std::filesystem::path fast_directory() {
    const std::filesystem::path memory{"/dev/shm"};
    return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

}  // namespace carillon::test
