// SPDX-License-Identifier: MIT
// Files as bytes.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace carillon::store::test {

inline std::string read_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Into the same file, whatever its names.
inline void write_file(const std::filesystem::path& file, const std::string& content) {
    std::ofstream{file, std::ios::binary} << content;
}

}  // namespace carillon::store::test
