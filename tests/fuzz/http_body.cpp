// SPDX-License-Identifier: MIT
// Where a body ends: the same whatever the pieces, within bounded memory; and what was sent well arrives.
#include <array>
#include <charconv>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "http/body_decoder.hpp"

namespace carillon::fuzz {
namespace {

constexpr std::size_t trailer_limit = 300;  ///< small, so that inputs reach it
constexpr std::size_t longest_line = 300;   ///< no line that a decoder waits for is longer

struct Decoded {
    std::string data;
    std::size_t consumed = 0;
    bool done = false;
    bool broken = false;
    bool operator==(const Decoded&) const = default;
};

Decoded decode(http::BodyDecoder decoder, const std::vector<std::string_view>& pieces) {
    Decoded decoded;
    std::string unread;
    for (const auto piece : pieces) {
        unread += piece;
        while (!unread.empty() && !decoder.done() && !decoder.broken()) {
            const auto step = decoder.advance(unread);
            claim(step.data.size() <= step.consumed && step.consumed <= unread.size(),
                  "a step takes what it was shown");
            if (step.consumed == 0) break;
            decoded.data += step.data;
            decoded.consumed += step.consumed;
            unread.erase(0, step.consumed);
        }
        const bool waits = !decoder.done() && !decoder.broken();
        claim(!waits || unread.size() <= longest_line, "no more is kept than a line");
    }
    decoded.done = decoder.done();
    decoded.broken = decoder.broken();
    return decoded;
}

Decoded decode_all_ways(const http::BodyDecoder& decoder, std::string_view text) {
    const auto arrivals = arrivals_of(text);
    const Decoded whole = decode(decoder, arrivals.front());
    for (const auto& pieces : arrivals)
        claim(decode(decoder, pieces) == whole, "a body is the same in whatever pieces it comes");
    claim(!(whole.done && whole.broken), "a body is not whole and broken");
    return whole;
}

/// The text as a peer that knows the rules may send it.
std::string in_chunks(std::string_view text) {
    std::string sent;
    Dice dice(text);
    while (!text.empty()) {
        const auto size = std::min(text.size(), 1 + dice.roll(40));
        std::array<char, 16> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
        sent.append(dice.roll(3), '0')
            .append(digits.data(), end)
            .append(dice.roll(2) == 0 ? "" : ";a=\"b\"")
            .append("\r\n");
        sent.append(text.substr(0, size)).append("\r\n");
        text.remove_prefix(size);
    }
    return sent.append("0\r\n").append(dice.roll(2) == 0 ? "" : "X-Trailer: y\r\n").append("\r\n");
}

}  // namespace

void http_body(std::string_view input) {
    const Decoded strict = decode_all_ways(http::BodyDecoder::chunked(trailer_limit), input);
    const Decoded lenient = decode_all_ways(http::BodyDecoder::chunked(trailer_limit, true), input);
    if (!strict.broken) claim(lenient == strict, "who overlooks padding takes all that is strictly well");
    claim(lenient.data.starts_with(strict.data), "who overlooks padding reads on, and reads nothing else");

    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, input.size(), input.size() + 1}) {
        const Decoded counted = decode_all_ways(http::BodyDecoder::of_length(length), input);
        claim(counted.data == input.substr(0, length) && counted.done == (length <= input.size()),
              "a body of so many bytes has so many");
    }
    const Decoded open = decode_all_ways(http::BodyDecoder::until_closed(), input);
    claim(open.data == input && !open.done, "a body without an end takes all");

    const std::string sent = in_chunks(input) + "GET /";
    const Decoded arrived = decode_all_ways(http::BodyDecoder::chunked(trailer_limit), sent);
    claim(arrived.done && arrived.data == input && arrived.consumed == sent.size() - 5,
          "what is sent in chunks arrives, and what follows is left alone");
}

}  // namespace carillon::fuzz
