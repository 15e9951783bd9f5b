// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/client.hpp"

namespace carillon::http {
namespace {

Url parsed(std::string_view text) {
    const auto url = parse_url(text);
    EXPECT_TRUE(url.has_value()) << text;
    return url.has_value() ? *url : Url{};
}

TEST(ParseUrl, TakesAUrlApart) {
    const auto url = parsed("https://user:pa%3Ass@api.example.com:8443/2010/Calls.json?To=%2B1&x#rc=5");

    EXPECT_TRUE(url.tls);
    EXPECT_EQ(url.host, "api.example.com");
    EXPECT_EQ(url.port, 8443);
    EXPECT_EQ(url.target, "/2010/Calls.json?To=%2B1&x");
    EXPECT_EQ(url.user_info, "user:pa:ss");
}

TEST(ParseUrl, FillsInPortAndPath) {
    EXPECT_EQ(parsed("http://localhost").port, 80);
    EXPECT_EQ(parsed("https://localhost").port, 443);
    EXPECT_EQ(parsed("http://localhost:/").port, 80);
    EXPECT_EQ(parsed("http://localhost").target, "/");
    EXPECT_EQ(parsed("http://localhost?a=b").target, "/?a=b");
    EXPECT_FALSE(parsed("HTTP://localhost").tls);
}

TEST(ParseUrl, TakesAddressesWithoutTheirBrackets) {
    EXPECT_EQ(parsed("http://[::1]:3000/x").host, "::1");
    EXPECT_EQ(parsed("http://127.0.0.1:3000").host, "127.0.0.1");
}

TEST(ParseUrl, IsNotMisledByANameThatBeginsLikeAnAddress) {
    const auto url = parse_url("http://127.0.0.1.example.com/path");
    EXPECT_TRUE(!url || url->host == "127.0.0.1.example.com");
}

/// What one reader takes for a name and another for an address, neither may be asked.
TEST(ParseUrl, RefusesANameThatEndsInANumber) {
    for (const auto* host : {"127.1",
                             "0x7f.1",
                             "0X7F.0.0.0x1",
                             "0x",
                             "2130706433",
                             "0177.0.0.1",
                             "127.0.0.1.",
                             "1.2.3.4.5",
                             "example.256",
                             "256.1.1.1",
                             ".",
                             "example.com.."})
        EXPECT_TRUE(parse_url("https://" + std::string{host} + "/").has_error()) << host;
    for (const auto* host : {"127.0.0.1", "1.example", "0x7f.example", "example.com.", "x1", "example.0xg"})
        EXPECT_TRUE(parse_url("https://" + std::string{host} + "/").has_value()) << host;
}

TEST(ParseUrl, RefusesWhatCannotBeAsked) {
    for (const auto* text : {"",
                             "localhost:3000",
                             "/path",
                             "ftp://example.com/",
                             "http://",
                             "http:///path",
                             "http://exa mple.com/",
                             "http://example.com:0/",
                             "http://example.com:70000/",
                             "http://exa%6Dple.com/",
                             "http://a/b c",
                             "http://a/\r\nX: y",
                             "mailto:a@b"}) {
        const auto url = parse_url(text);
        ASSERT_TRUE(url.has_error()) << text;
        EXPECT_EQ(url.error().code, Errc::invalid) << text;
        EXPECT_FALSE(url.error().message.empty()) << text;
    }
}

}  // namespace
}  // namespace carillon::http
