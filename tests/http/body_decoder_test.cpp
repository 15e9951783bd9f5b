// SPDX-License-Identifier: MIT
#include "http/body_decoder.hpp"

#include <string>

#include <gtest/gtest.h>

namespace carillon::http {
namespace {

struct Decoded {
    std::string data;
    bool done;
    bool broken;
    std::string rest;
};

/// Shows the decoder `bytes` in pieces of `size`, as a network would.
Decoded decode(BodyDecoder decoder, std::string_view bytes, std::size_t size) {
    std::string data;
    std::string unread;
    while (!decoder.done() && !decoder.broken()) {
        const auto step = decoder.advance(unread);
        data += step.data;
        unread.erase(0, step.consumed);
        if (step.consumed > 0 || decoder.broken()) continue;
        if (bytes.empty()) break;
        unread += bytes.substr(0, size);
        bytes.remove_prefix(std::min(size, bytes.size()));
    }
    return {data, decoder.done(), decoder.broken(), unread + std::string(bytes)};
}

Decoded decode_chunks(std::string_view bytes) {
    return decode(BodyDecoder::chunked(1024), bytes, bytes.size());
}

TEST(BodyDecoder, ReadsSoManyBytesAndNoMore) {
    for (const std::size_t size : {1U, 3U, 100U}) {
        const auto decoded = decode(BodyDecoder::of_length(5), "helloGET /", size);

        EXPECT_EQ(decoded.data, "hello");
        EXPECT_TRUE(decoded.done);
        EXPECT_EQ(decoded.rest, "GET /");
    }
    EXPECT_TRUE(BodyDecoder::of_length(0).done());
}

TEST(BodyDecoder, ReadsChunksHoweverTheyAreCutUp) {
    const std::string text =
        "4\r\nWiki\r\n00B;name=\"va;lue\"\r\npedia in\r\nc\r\n0\r\nX-Trailer: 1\r\n\r\nnext";

    for (std::size_t size = 1; size <= text.size(); ++size) {
        const auto decoded = decode(BodyDecoder::chunked(1024), text, size);

        EXPECT_EQ(decoded.data, "Wikipedia in\r\nc");
        EXPECT_TRUE(decoded.done);
        EXPECT_EQ(decoded.rest, "next");
    }
}

TEST(BodyDecoder, ReadsAnEmptyChunkedBodyByteByByte) {
    const auto decoded = decode(BodyDecoder::chunked(1024), "0\r\n\r\n", 1);

    EXPECT_TRUE(decoded.done);
    EXPECT_EQ(decoded.data, "");
}

TEST(BodyDecoder, RefusesChunksThatAreNotExactlyThat) {
    for (const auto* text : {"g\r\n",
                             "\r\n",
                             "-1\r\n",
                             "+1\r\na\r\n0\r\n\r\n",
                             "0x1\r\na\r\n0\r\n\r\n",
                             " 1\r\na\r\n0\r\n\r\n",
                             "1 2\r\na\r\n",
                             "10000000000000000\r\n",  // one more than 64 bits
                             "1\r\nab\r\n0\r\n\r\n",
                             "1\r\na\n0\r\n\r\n",
                             "1\r\na\r0\r\n\r\n",
                             "1;a\nb\r\na\r\n0\r\n\r\n",
                             "1;a\rb\r\na\r\n0\r\n\r\n",  // a lone CR or LF in an extension
                             "0\r\nX: a\nb\r\n\r\n"}) {
        EXPECT_TRUE(decode_chunks(text).broken) << text;
    }
}

TEST(BodyDecoder, RefusesALineOfChunkSizeThatDoesNotEnd) {
    EXPECT_TRUE(decode_chunks("1;" + std::string(300, 'x')).broken);
    EXPECT_TRUE(decode_chunks("1;" + std::string(300, 'x') + "\r\na\r\n0\r\n\r\n").broken);
}

TEST(BodyDecoder, BoundsTheTrailersTogether) {
    std::string many = "0\r\n";
    for (int count = 0; count < 200; ++count) many += "X: 1\r\n";

    EXPECT_TRUE(decode_chunks(many + "\r\n").broken);
    EXPECT_TRUE(decode_chunks("0\r\nX: " + std::string(2000, 'x')).broken);
    EXPECT_TRUE(decode_chunks("0\r\nX: " + std::string(900, 'x') + "\r\n\r\n").done);
}

TEST(BodyDecoder, SaysWhatIsStillToCome) {
    auto decoder = BodyDecoder::of_length(10);
    decoder.advance("123");

    EXPECT_EQ(decoder.remaining(), 7U);
}

TEST(BodyDecoder, TakesAllWhereTheConnectionEndsTheBody) {
    const auto decoded = decode(BodyDecoder::until_closed(), "all of it", 2);

    EXPECT_EQ(decoded.data, "all of it");
    EXPECT_FALSE(decoded.done);
    EXPECT_TRUE(BodyDecoder::until_closed().ends_with_connection());
}

}  // namespace
}  // namespace carillon::http
