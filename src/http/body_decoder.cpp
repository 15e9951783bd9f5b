// SPDX-License-Identifier: MIT
#include "http/body_decoder.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "http/line.hpp"

namespace carillon::http {
namespace {

/// A chunk's size with its extensions; nobody sends extensions, and nobody needs them this long.
constexpr std::size_t longest_size_line = 256;

/// `1*HEXDIG [ chunk-ext ]`; the extension is not looked into. Blanks belong to an extension: alone they are
/// padding, which some servers send and no grammar has.
std::optional<std::uint64_t> parse_chunk_size(std::string_view line, bool may_be_padded) {
    std::uint64_t size = 0;
    const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (failure != std::errc{}) return std::nullopt;
    auto rest = line.substr(static_cast<std::size_t>(end - line.data()));
    const bool is_padded = !rest.empty() && rest.find_first_not_of(" \t") == std::string_view::npos;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (is_padded ? !may_be_padded : !rest.empty() && rest.front() != ';') return std::nullopt;
    return size;
}

}  // namespace

BodyDecoder BodyDecoder::of_length(std::uint64_t length) {
    return BodyDecoder(length == 0 ? State::done : State::counted, length, 0);
}

BodyDecoder BodyDecoder::chunked(std::size_t trailer_limit, bool may_be_padded) {
    BodyDecoder decoder(State::chunk_size, 0, trailer_limit);
    decoder.may_be_padded_ = may_be_padded;
    return decoder;
}

BodyDecoder BodyDecoder::until_closed() {
    return BodyDecoder(State::open_end, 0, 0);
}

BodyDecoder::Step BodyDecoder::advance(std::string_view bytes) {
    switch (state_) {
        case State::counted:
        case State::chunk_data:
            return take_data(bytes);
        case State::open_end:
            return {bytes.size(), bytes};
        case State::chunk_size:
            return take_chunk_size(bytes);
        case State::chunk_end:
            return take_chunk_end(bytes);
        case State::trailers:
            return take_trailer(bytes);
        case State::done:
        case State::broken:
            break;
    }
    return {};
}

BodyDecoder::Step BodyDecoder::take_data(std::string_view bytes) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size()));
    remaining_ -= count;
    if (remaining_ == 0) state_ = state_ == State::counted ? State::done : State::chunk_end;
    return {count, bytes.substr(0, count)};
}

BodyDecoder::Step BodyDecoder::take_chunk_size(std::string_view bytes) {
    const auto line = first_line(bytes);
    if (!line && bytes.size() <= longest_size_line) return {};
    if (!line || line->size() > longest_size_line || !is_clean_line(*line)) return fail();
    const auto size = parse_chunk_size(*line, may_be_padded_);
    if (!size) return fail();
    remaining_ = *size;
    state_ = *size == 0 ? State::trailers : State::chunk_data;
    return {line->size() + 2, {}};
}

BodyDecoder::Step BodyDecoder::take_chunk_end(std::string_view bytes) {
    if (!std::string_view("\r\n").starts_with(bytes.substr(0, 2))) return fail();
    if (bytes.size() < 2) return {};
    state_ = State::chunk_size;
    return {2, {}};
}

BodyDecoder::Step BodyDecoder::take_trailer(std::string_view bytes) {
    const auto line = first_line(bytes);
    const auto length = line ? line->size() + 2 : bytes.size();
    if (length > trailer_limit_ || (line && !line->empty() && !is_field_line(*line))) return fail();
    if (!line) return {};
    trailer_limit_ -= length;
    if (line->empty()) state_ = State::done;
    return {length, {}};
}

BodyDecoder::Step BodyDecoder::fail() {
    state_ = State::broken;
    return {};
}

}  // namespace carillon::http
