// SPDX-License-Identifier: MIT
#include "store/sqlite/file_header.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace carillon::store::sqlite {
namespace {

// Offsets as in SQLite's description of its file format; numbers are big-endian.
using Bytes = std::array<unsigned char, 100>;
constexpr char magic[] = "SQLite format 3";  // with its final zero
constexpr std::size_t write_version_at = 18, user_version_at = 60, application_id_at = 68;
constexpr unsigned char write_ahead_log = 2;

std::uint32_t number_at(const Bytes& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8U | bytes.at(at + i);
    return number;
}

}  // namespace

std::optional<FileHeader> read_header(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file) || std::filesystem::file_size(file) == 0) return std::nullopt;
    std::ifstream stream{file, std::ios::binary};
    Bytes bytes{};
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (stream.gcount() == 0) throw std::runtime_error("It cannot be read.");

    FileHeader header;
    header.is_sqlite = std::memcmp(bytes.data(), magic, sizeof magic) == 0;
    header.has_log = bytes.at(write_version_at) == write_ahead_log;
    header.identity = number_at(bytes, user_version_at);
    header.application_id = number_at(bytes, application_id_at);
    return header;
}

}  // namespace carillon::store::sqlite
