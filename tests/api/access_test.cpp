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

const Instant noon = from_unix_ms(1'700'000'000'000);
const std::string secret(64, 'a');

ApiKey known_key() {
    ApiKey key;
    key.id = ApiKeyId{7};
    key.name = "crm";
    key.secret_sha256 = sha256_hex(secret);
    key.scopes = {Scope::read, Scope::upload};
    return key;
}

TEST(Access, WithoutAKeyBelongsToThisMachine) {
    for (const char* host :
         {"localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:3000", "127.1.2.3", "[::1]", "[::1]:3000"})
        EXPECT_FALSE(find_stranger(with({{"Host", host}}))) << host;
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
        const auto refusal = find_stranger(with({{"Host", host}}));
        ASSERT_TRUE(refusal) << host;
        EXPECT_EQ(refusal->code, Errc::forbidden);
        EXPECT_THAT(refusal->message, HasSubstr("carillon keys create"));
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
        EXPECT_TRUE(find_stranger(with({{"Host", "localhost"}, sign}))) << sign.first;
    EXPECT_FALSE(find_stranger(with({{"Host", "localhost"}, {"Origin", "http://localhost:5173"}})));
}

TEST(Access, ReadsTheKeyFromEitherHeader) {
    EXPECT_EQ(presented_key(with({{"Authorization", "Bearer secret"}})), "secret");
    EXPECT_EQ(presented_key(with({{"authorization", "bearer  secret "}})), "secret");
    EXPECT_EQ(presented_key(with({{"X-API-Key", "secret"}})), "secret");
    EXPECT_EQ(presented_key(with({{"Authorization", "Basic secret"}})), "");
    EXPECT_EQ(presented_key(with({{"Host", "localhost"}})), "");
}

TEST(Access, KnowsTheConfiguredKeyAndItMayDoAll) {
    const Secret configured{"secret"};

    const auto caller = recognise("secret", configured, std::nullopt, noon);

    ASSERT_TRUE(caller.has_value());
    EXPECT_EQ(caller->name, "configured key");
    EXPECT_TRUE(caller->scopes.allow(Scope::admin));
    for (const char* wrong : {"", "secreT", "secret2", "secre", "sha256", "carillon_7_secret"}) {
        const auto refused = recognise(wrong, configured, std::nullopt, noon);
        ASSERT_TRUE(refused.has_error()) << wrong;
        EXPECT_EQ(refused.error().code, Errc::unauthorized);
    }
    EXPECT_TRUE(recognise("", Secret{}, std::nullopt, noon).has_error());
}

TEST(Access, KnowsAKeyByItsSecretAndItsNumber) {
    const std::string shown = api_key_text(ApiKeyId{7}, secret);

    const auto caller = recognise(shown, Secret{}, known_key(), noon);

    ASSERT_TRUE(caller.has_value()) << caller.error().message;
    EXPECT_EQ(caller->name, "crm");
    EXPECT_EQ(caller->key_id, ApiKeyId{7});
    EXPECT_EQ(caller->scopes, (Scopes{Scope::read, Scope::upload}));
    const std::string other(64, 'b');
    EXPECT_TRUE(recognise(api_key_text(ApiKeyId{7}, other), Secret{}, known_key(), noon).has_error());
    EXPECT_TRUE(recognise(api_key_text(ApiKeyId{8}, secret), Secret{}, known_key(), noon).has_error());
    EXPECT_TRUE(recognise(shown, Secret{}, std::nullopt, noon).has_error());
    EXPECT_TRUE(recognise(sha256_hex(secret), Secret{}, known_key(), noon).has_error());
}

/// Only who holds the secret is told what became of the key.
TEST(Access, TellsAnExpiredOrRevokedKeyFromAWrongOne) {
    ApiKey key = known_key();
    key.revoked_at = noon;
    const auto revoked = recognise(api_key_text(ApiKeyId{7}, secret), Secret{}, key, noon);
    const auto guessed = recognise(api_key_text(ApiKeyId{7}, std::string(64, 'b')), Secret{}, key, noon);

    EXPECT_THAT(revoked.error().message, HasSubstr("was revoked at"));
    EXPECT_THAT(guessed.error().message, HasSubstr("none that this server knows"));
}

TEST(Access, SaysWhichScopeIsLacking) {
    EXPECT_FALSE(find_lack({Scope::admin}, Scope::dial));
    EXPECT_FALSE(find_lack({Scope::read, Scope::dial}, Scope::dial));
    const auto lack = find_lack({Scope::read, Scope::upload}, Scope::dial);
    ASSERT_TRUE(lack);
    EXPECT_EQ(lack->code, Errc::forbidden);
    EXPECT_THAT(lack->message, HasSubstr("the scope dial; this one has read,upload"));
}

}  // namespace
}  // namespace carillon::api
