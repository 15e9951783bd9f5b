// SPDX-License-Identifier: MIT
#include "api_key.hpp"

#include <set>

#include <gmock/gmock.h>

#include "api_key_text.hpp"

namespace carillon {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(Scopes, AreWordsInOneOrder) {
    EXPECT_EQ(to_text(parse_scopes("dial,read,read").value()), "read,dial");
    EXPECT_EQ(to_text(parse_scopes("admin").value()), "admin");
    for (const char* text : {"", ",", "read,", ",read", "write", "READ", "read, dial", "read;dial"})
        EXPECT_EQ(parse_scopes(text), std::nullopt) << text;
}

TEST(Scopes, AllowWhatTheyNameAndAdminAllowsAll) {
    const std::array all{Scope::read, Scope::upload, Scope::dial, Scope::admin};
    for (const Scope had : all)
        for (const Scope needed : all)
            EXPECT_EQ(Scopes{had}.allow(needed), had == needed || had == Scope::admin)
                << to_text(had) << " for " << to_text(needed);
    EXPECT_FALSE(Scopes{}.allow(Scope::read));
}

TEST(ApiKeyText, SaysWhoseItIsAndIsFoundByScanners) {
    const std::string secret = random_key_secret();
    const std::string text = api_key_text(ApiKeyId{17}, secret);

    EXPECT_THAT(text, MatchesRegex("carillon_17_[0-9a-f]{64}"));
    const auto parsed = parse_api_key(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->id, ApiKeyId{17});
    EXPECT_EQ(parsed->secret_sha256, sha256_hex(secret));
    EXPECT_THAT(parsed->secret_sha256, testing::Not(HasSubstr(secret)));
}

TEST(ApiKeyText, IsDigestedAsTheStandardSays) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ApiKeyText, IsNeverTheSame) {
    std::set<std::string> secrets;
    for (int i = 0; i < 100; ++i) secrets.insert(random_key_secret());
    EXPECT_EQ(secrets.size(), 100U);
}

TEST(ApiKeyText, IsNotTakenFromWhatOnlyLooksLikeIt) {
    const std::string secret(64, 'a');
    for (const std::string& text : std::vector<std::string>{"",
                                                            "carillon_",
                                                            "carillon_1",
                                                            "carillon_1_",
                                                            "carillon__" + secret,
                                                            "carillon_0_" + secret,
                                                            "carillon_-1_" + secret,
                                                            "carillon_+1_" + secret,
                                                            "carillon_99999999999999999999_" + secret,
                                                            "carillon_1_" + secret + "a",
                                                            "carillon_1_" + secret.substr(1),
                                                            "Carillon_1_" + secret,
                                                            "sk_1_" + secret})
        EXPECT_FALSE(parse_api_key(text)) << text;
}

TEST(ApiKey, IsGoodUntilItExpiresOrIsRevoked) {
    const Instant noon = from_unix_ms(1'700'000'000'000);
    ApiKey key;
    EXPECT_EQ(find_key_fault(key, noon), "");
    key.expires_at = noon + Milliseconds{1};
    EXPECT_EQ(find_key_fault(key, noon), "");
    EXPECT_THAT(find_key_fault(key, noon + Milliseconds{1}),
                HasSubstr("expired at 2023-11-14T22:13:20.001Z"));
    key.revoked_at = noon;
    EXPECT_THAT(find_key_fault(key, noon), HasSubstr("was revoked"));
}

TEST(ApiKey, HasANameThatATerminalCanShow) {
    EXPECT_TRUE(is_key_name("Zürich CRM"));
    EXPECT_TRUE(is_key_name(std::string(100, 'x')));
    for (const std::string& name :
         {std::string{}, std::string(101, 'x'), std::string{"\x1b[2J"}, std::string{"a\nb"}})
        EXPECT_FALSE(is_key_name(name));
}

}  // namespace
}  // namespace carillon
