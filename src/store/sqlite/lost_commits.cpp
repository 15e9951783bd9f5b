// SPDX-License-Identifier: MIT
// The two formats are SQLite's "WAL-mode File Format". A log is big-endian; its checksums run over words in
// the byte order that its magic number names. The index is in the machine's own, but for the salts, which are
// copied from the log.
#include "store/sqlite/lost_commits.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <vector>

#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {
namespace {

using Word = std::uint32_t;
using Pair = std::array<Word, 2>;
using Bytes = std::vector<unsigned char>;

Word word_at(const Bytes& bytes, std::size_t at, bool big_endian) {
    Word word = 0;
    for (std::size_t i = 0; i < 4; ++i) word = word << 8U | bytes.at(at + (big_endian ? i : 3 - i));
    return word;
}

Pair pair_at(const Bytes& bytes, std::size_t at, bool big_endian) {
    return {word_at(bytes, at, big_endian), word_at(bytes, at + 4, big_endian)};
}

/// Over `size` bytes, a multiple of eight, going on from `sum`.
Pair checksum(const Bytes& bytes, std::size_t size, bool big_endian, Pair sum) {
    for (std::size_t at = 0; at < size; at += 8) {
        sum[0] += word_at(bytes, at, big_endian) + sum[1];
        sum[1] += word_at(bytes, at + 4, big_endian) + sum[0];
    }
    return sum;
}

/// False at the end of the file.
bool read(std::ifstream& file, Bytes& bytes) {
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return static_cast<std::size_t>(file.gcount()) == bytes.size();
}

struct Index {
    Word committed_frames = 0;
    Pair salts{};
    bool operator==(const Index&) const = default;
};

/// None: there is none, or it was being written when its process died.
std::optional<Index> read_index(const std::filesystem::path& file) {
    constexpr std::size_t header = 48, is_made = 12, frames = 16, salts = 32, sum = 40;
    constexpr bool big_endian = std::endian::native == std::endian::big;
    std::ifstream stream{file, std::ios::binary};
    Bytes bytes(2 * header);  // it is there twice
    if (!read(stream, bytes) || std::memcmp(bytes.data(), bytes.data() + header, header) != 0) return {};
    if (bytes.at(is_made) == 0 || checksum(bytes, sum, big_endian, {}) != pair_at(bytes, sum, big_endian))
        return {};
    return Index{word_at(bytes, frames, big_endian), pair_at(bytes, salts, true)};
}

struct Log {
    bool is_readable = false;  ///< its header is
    Index index;               ///< as SQLite would make it from this log
};

/// None: there is no log, or an empty one.
std::optional<Log> read_log(const std::filesystem::path& file) {
    constexpr Word magic = 0x377F0682;  // the last bit: whether checksums are big-endian
    constexpr std::size_t page_size = 8, salts = 16, sum_of_header = 24;
    constexpr std::size_t pages_after_commit = 4, salts_of_frame = 8, sum_of_frame = 16, frame_header = 24;
    std::ifstream stream{file, std::ios::binary};
    Bytes header(32);
    if (!read(stream, header)) return {};
    const bool big_endian = (word_at(header, 0, true) & 1U) != 0;
    Pair sum = checksum(header, sum_of_header, big_endian, {});
    const Word size = word_at(header, page_size, true);
    Log log;
    log.index.salts = pair_at(header, salts, true);
    log.is_readable = (word_at(header, 0, true) & ~1U) == magic &&
                      sum == pair_at(header, sum_of_header, true) && size >= 512 && size <= 65536;
    if (!log.is_readable) return log;

    Bytes frame(frame_header), page(size);
    for (Word number = 1; read(stream, frame) && read(stream, page); ++number) {
        sum = checksum(frame, salts_of_frame, big_endian, sum);
        sum = checksum(page, size, big_endian, sum);
        if (pair_at(frame, salts_of_frame, true) != log.index.salts ||
            sum != pair_at(frame, sum_of_frame, true))
            break;
        if (word_at(frame, pages_after_commit, true) != 0) log.index.committed_frames = number;
    }
    return log;
}

}  // namespace

std::string find_lost_commits(const std::filesystem::path& database) {
    const auto index = read_index(beside(database, "-shm"));
    if (!index || index->committed_frames == 0) return {};
    const auto log = read_log(beside(database, "-wal"));
    if (!log) return {};
    const bool is_another = log->is_readable && log->index.salts != index->salts;  // begun since
    const bool is_whole = log->is_readable && log->index.committed_frames >= index->committed_frames;
    if (is_another || is_whole) return {};
    if (read_index(beside(database, "-shm")) != index) return {};  // somebody writes it at this moment
    return "its log (-wal) is broken: of " + std::to_string(index->committed_frames) +
           " pages that were committed to it, " + std::to_string(log->index.committed_frames) +
           " can be read";
}

}  // namespace carillon::store::sqlite
