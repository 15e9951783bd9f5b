// SPDX-License-Identifier: MIT
// Where a message's body lies among the bytes that follow its head: so many bytes, or chunks, or all until
// the peer closes. Pure: it is shown bytes and says which of them are the body. Not Beast's, because
// Beast 1.81 wants all trailers in memory at once (and throws above 64 KB), and its assertions fail when an
// empty chunked body comes in pieces of a few bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace carillon::http {

class BodyDecoder {
public:
    static BodyDecoder of_length(std::uint64_t length);
    /// `may_be_padded`: blanks after a chunk's size, which some servers send, are overlooked.
    static BodyDecoder chunked(std::size_t trailer_limit, bool may_be_padded = false);
    static BodyDecoder until_closed();

    struct Step {
        std::size_t consumed = 0;  ///< how many of the bytes are dealt with; 0: show more of them at once
        std::string_view data;     ///< which of these belong to the body
    };
    /// Requires: neither done nor broken.
    Step advance(std::string_view bytes);

    [[nodiscard]] bool done() const { return state_ == State::done; }
    /// The framing makes no sense; nothing that follows can be believed.
    [[nodiscard]] bool broken() const { return state_ == State::broken; }
    [[nodiscard]] bool ends_with_connection() const { return state_ == State::open_end; }
    /// What is known to be still to come: all of a body of known length, the current chunk of a chunked one.
    [[nodiscard]] std::uint64_t remaining() const { return remaining_; }

private:
    enum class State { counted, open_end, chunk_size, chunk_data, chunk_end, trailers, done, broken };

    BodyDecoder(State state, std::uint64_t remaining, std::size_t trailer_limit)
        : state_(state), remaining_(remaining), trailer_limit_(trailer_limit) {}

    Step take_data(std::string_view bytes);
    Step take_chunk_size(std::string_view bytes);
    Step take_chunk_end(std::string_view bytes);
    Step take_trailer(std::string_view bytes);
    Step fail();

    State state_;
    std::uint64_t remaining_;
    std::size_t trailer_limit_;
    bool may_be_padded_ = false;
};

}  // namespace carillon::http
