// SPDX-License-Identifier: MIT
#include "api/access.hpp"

#include <gmock/gmock.h>

namespace carillon::api {
namespace {

using testing::HasSubstr;

http::Request with(std::vector<http::Header> headers) {
    http::Request request;
    request.headers = std::move(headers);
    return request;
}

Config with_key(const char* key) {
    Config config;
    config.api_key = Secret{key};
    return config;
}

bool may_use(Access access, const http::Request& request, const Config& config) {
    return !find_refusal(access, request, config);
}

TEST(Access, WithoutAKeyBelongsToThisMachine) {
    for (const char* host :
         {"localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:3000", "127.1.2.3", "[::1]", "[::1]:3000"})
        EXPECT_TRUE(may_use(Access::operator_key, with({{"Host", host}}), Config{})) << host;
}

TEST(Access, WithoutAKeyRefusesEveryOtherName) {
    for (const char* host : {"",
                             "carillon.example.com",
                             "abc.ngrok-free.app",
                             "localhost.evil.example",
                             "127.0.0.1.evil.example",
                             "127.evil",
                             "[::1].evil.example",
                             "[::2]",
                             "10.0.0.1",
                             "192.168.1.2:3000"}) {
        const auto refusal = find_refusal(Access::operator_key, with({{"Host", host}}), Config{});
        ASSERT_TRUE(refusal) << host;
        EXPECT_EQ(refusal->code, Errc::forbidden);
        EXPECT_THAT(refusal->message, HasSubstr("CARILLON_API_KEY"));
    }
}

TEST(Access, WithoutAKeyRefusesWhatCameThroughAProxyOrFromAForeignPage) {
    for (const http::Header& sign : std::vector<http::Header>{{"X-Forwarded-For", "1.2.3.4"},
                                                              {"x-forwarded-proto", "https"},
                                                              {"X-FORWARDED-HOST", "localhost"},
                                                              {"Forwarded", "for=1.2.3.4"},
                                                              {"Origin", "https://evil.example"},
                                                              {"Origin", "http://localhost.evil.example"},
                                                              {"Origin", "null"}})
        EXPECT_FALSE(may_use(Access::operator_key, with({{"Host", "localhost"}, sign}), Config{}))
            << sign.first;
    EXPECT_TRUE(may_use(
        Access::operator_key, with({{"Host", "localhost"}, {"Origin", "http://localhost:5173"}}), Config{}));
}

TEST(Access, LeavesWebhookAndLivenessOpenToATunnel) {
    const auto tunnelled = with({{"Host", "abc.ngrok-free.app"}, {"X-Forwarded-For", "1.2.3.4"}});

    EXPECT_TRUE(may_use(Access::carrier_signature, tunnelled, Config{}));
    EXPECT_TRUE(may_use(Access::open, tunnelled, Config{}));
    EXPECT_FALSE(may_use(Access::probe, tunnelled, Config{}));
    EXPECT_TRUE(may_use(Access::probe, tunnelled, with_key("secret")));
}

TEST(Access, AsksForTheKeyOnceThereIsOne) {
    const Config config = with_key("secret");

    EXPECT_TRUE(may_use(Access::operator_key,
                        with({{"Host", "calls.example.com"}, {"Authorization", "Bearer secret"}}),
                        config));
    EXPECT_TRUE(may_use(Access::operator_key, with({{"Authorization", "bearer secret"}}), config));
    EXPECT_TRUE(may_use(Access::operator_key, with({{"X-API-Key", "secret"}}), config));
    for (const http::Header& wrong : std::vector<http::Header>{{"Host", "localhost"},
                                                               {"Authorization", "Bearer "},
                                                               {"Authorization", "Bearer secreT"},
                                                               {"Authorization", "Bearer secret2"},
                                                               {"Authorization", "Basic secret"},
                                                               {"X-API-Key", ""},
                                                               {"X-API-Key", "secre"}}) {
        const auto refusal = find_refusal(Access::operator_key, with({wrong}), config);
        ASSERT_TRUE(refusal) << wrong.second;
        EXPECT_EQ(refusal->code, Errc::unauthorized);
    }
}

}  // namespace
}  // namespace carillon::api
