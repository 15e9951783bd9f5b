// SPDX-License-Identifier: MIT
// Signatures were computed with another program's HMAC.
#include "events/signature.hpp"

#include <gtest/gtest.h>

namespace carillon::events {
namespace {

constexpr const char* body = R"({"type":"call.ended"})";

TEST(Signature, IsStandardWebhooks) {
    EXPECT_EQ(sign(Secret{"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, "msg_1", "1700000000", body),
              "v1,HQ48X0oIJxGmDozO3hq0HPewoM1rsLM9zu4cRfPftFY=");
    EXPECT_EQ(sign(Secret{"whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"}, "msg_1", "1700000000", body),
              "v1,ddK8HO7pUAPXA7zoddzk11E7B5cxYBQrJ6ajizcOqRY=");
}

TEST(Signature, HasASecretOfItsOwnEachTime) {
    const Secret one = new_secret();

    EXPECT_TRUE(is_secret(one.reveal()));
    EXPECT_EQ(one.reveal().size(), 50U);
    EXPECT_NE(one.reveal(), new_secret().reveal());
}

TEST(Signature, TakesNoSecretThatIsNone) {
    for (const char* text : {"",
                             "whsec_",
                             "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4",
                             "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4",              // 21 bytes
                             "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh",           // no padding
                             "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eH h",          // a blank
                             "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n\n\n\n",  // OpenSSL would not mind
                             "whpk_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"})
        EXPECT_FALSE(is_secret(text)) << text;
    EXPECT_FALSE(is_secret("whsec_" + std::string(88, 'A')));  // 66 bytes
}

}  // namespace
}  // namespace carillon::events
