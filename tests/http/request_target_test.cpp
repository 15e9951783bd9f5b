// SPDX-License-Identifier: MIT
#include "http/request_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(ParseTarget, DecodesPathAndQuery) {
    const auto target = parse_target("/v1/caf%C3%A9+1?name=a+b%2Bc&empty=&flag&&last=%3d");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/v1/caf\xC3\xA9+1");
    EXPECT_THAT(target->query,
                ElementsAre(Pair("name", "a b+c"), Pair("empty", ""), Pair("flag", ""), Pair("last", "=")));
    EXPECT_FALSE(target->authority);
}

TEST(ParseTarget, TakesTheUrlThatAProxyIsSent) {
    const auto target = parse_target("HTTP://example.com:3000/v1?x=1");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "example.com:3000");
    EXPECT_EQ(target->path, "/v1");
    EXPECT_THAT(target->query, ElementsAre(Pair("x", "1")));
    EXPECT_EQ(parse_target("http://example.com")->path, "/");
    EXPECT_EQ(parse_target("http://example.com?x=1")->path, "/");
}

TEST(ParseTarget, TakesTheStarOfOptions) {
    EXPECT_EQ(parse_target("*")->path, "*");
}

TEST(ParseTarget, RefusesBrokenEscapesAndWhatIsNoPath) {
    for (const auto* text : {"/a%2",
                             "/a%",
                             "/a%zz",
                             "/a%-1",
                             "/%00",
                             "/?a=%g1",
                             "/?%=1",
                             "example.com:443",
                             "",
                             "?a=b",
                             "/a#b",
                             "ftp://example.com/"}) {
        EXPECT_TRUE(parse_target(text).has_error()) << text;
    }
}

}  // namespace
}  // namespace carillon::http
