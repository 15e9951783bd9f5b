// SPDX-License-Identifier: MIT
#include "http/message.hpp"

#include <gtest/gtest.h>

namespace carillon::http {
namespace {

TEST(Message, FindsAHeaderWhateverItsCase) {
    Request request;
    request.headers = {{"X-Twilio-Signature", "abc"}, {"x-twilio-signature", "second"}};

    EXPECT_EQ(request.header("x-TWILIO-signature"), "abc");
    EXPECT_EQ(request.header("Host"), "");
}

TEST(Message, TellsAMissingParameterFromAnEmptyOne) {
    Request request;
    request.query = {{"cursor", ""}, {"limit", "10"}, {"limit", "20"}};

    EXPECT_EQ(request.parameter("limit"), "10");
    EXPECT_EQ(request.parameter("cursor"), "");
    EXPECT_EQ(request.parameter("Limit"), std::nullopt);
}

}  // namespace
}  // namespace carillon::http
