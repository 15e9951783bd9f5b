// SPDX-License-Identifier: MIT
#include "http/gzip.hpp"

#include <array>
#include <new>

#include <zlib.h>

namespace carillon::http {
namespace {

constexpr std::size_t piece_size = 64 * 1024;
constexpr int gzip_alone = 16;  // zlib's manual, deflateInit2 and inflateInit2: added to the window's bits
// The first level takes a third of the time of the sixth, zlib's own choice, for a fifth more bytes of CSV.
constexpr int quick = 1;
constexpr int usual_memory = 8;

Bytef* bytes_of(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
}

}  // namespace

struct Gzip::Stream {
    Stream() {
        if (deflateInit2(
                &zlib, quick, Z_DEFLATED, MAX_WBITS + gzip_alone, usual_memory, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc{};
    }
    ~Stream() { deflateEnd(&zlib); }

    std::string run(std::string_view piece, int flush) {
        zlib.next_in = bytes_of(piece);
        zlib.avail_in = static_cast<uInt>(piece.size());
        std::string packed;
        std::array<char, piece_size> room;
        do {
            zlib.next_out = reinterpret_cast<Bytef*>(room.data());
            zlib.avail_out = static_cast<uInt>(room.size());
            deflate(&zlib, flush);
            packed.append(room.data(), room.size() - zlib.avail_out);
        } while (zlib.avail_out == 0);
        return packed;
    }

    z_stream zlib{};
};

Gzip::Gzip() : stream_(std::make_unique<Stream>()) {}
Gzip::~Gzip() = default;

std::string Gzip::pack(std::string_view piece) {
    return stream_->run(piece, Z_NO_FLUSH);
}

std::string Gzip::finish() {
    return stream_->run({}, Z_FINISH);
}

struct Gunzip::Stream {
    Stream() {
        if (inflateInit2(&zlib, MAX_WBITS + gzip_alone) != Z_OK) throw std::bad_alloc{};
    }
    ~Stream() { inflateEnd(&zlib); }

    z_stream zlib{};
};

Gunzip::Gunzip() : stream_(std::make_unique<Stream>()) {}
Gunzip::~Gunzip() = default;

Result<std::string> Gunzip::unpack(std::string_view& packed) {
    z_stream& zlib = stream_->zlib;
    std::string content(piece_size, '\0');
    zlib.next_out = reinterpret_cast<Bytef*>(content.data());
    zlib.avail_out = static_cast<uInt>(content.size());
    while (!packed.empty() && zlib.avail_out > 0) {
        if (is_complete_) inflateReset(&zlib);
        zlib.next_in = bytes_of(packed);
        zlib.avail_in = static_cast<uInt>(packed.size());
        const int state = inflate(&zlib, Z_NO_FLUSH);
        packed.remove_prefix(packed.size() - zlib.avail_in);
        is_complete_ = state == Z_STREAM_END;
        if (state == Z_MEM_ERROR) throw std::bad_alloc{};
        if (state != Z_OK && state != Z_STREAM_END)
            return Error{Errc::invalid, "The body is not gzip, or it is damaged."};
    }
    content.erase(content.size() - zlib.avail_out);
    return content;
}

}  // namespace carillon::http
