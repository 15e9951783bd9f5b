// SPDX-License-Identifier: MIT
// Forms as Twilio takes and posts them.
#include "twilio/form.hpp"

#include <gtest/gtest.h>

#include "percent_encoding.hpp"

namespace carillon::twilio {
namespace {

TEST(Form, SendsThePlusOfANumberEscaped) {
    EXPECT_EQ(encode_form({{"To", "+15558675310"}}), "To=%2B15558675310");
}

TEST(Form, SendsARepeatedNameOncePerValueInOrder) {
    const Form form{{"StatusCallbackEvent", "initiated"}, {"To", "1"}, {"StatusCallbackEvent", "ringing"}};

    EXPECT_EQ(encode_form(form), "StatusCallbackEvent=initiated&To=1&StatusCallbackEvent=ringing");
}

TEST(Form, LeavesOnlyUnreservedBytesBare) {
    EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(percent_encoded(" +%&=#/?:@,;'()*!"), "%20%2B%25%26%3D%23%2F%3F%3A%40%2C%3B%27%28%29%2A%21");
    EXPECT_EQ(percent_encoded("J\xC3\xBCrgen"), "J%C3%BCrgen");
}

TEST(Form, ReadsPlusAndEscapeAsASpaceAlike) {
    const Form expected{{"Timestamp", "Sun, 22 Nov 2026 08:36:01 +0000"}};

    EXPECT_EQ(decode_form("Timestamp=Sun,+22+Nov+2026+08:36:01+%2B0000"), expected);
    EXPECT_EQ(decode_form("Timestamp=Sun%2C%2022%20Nov%202026%2008%3A36%3A01%20%2b0000"), expected);
}

TEST(Form, KeepsOrderRepetitionAndEmptyValues) {
    const Form expected{{"b", "2"}, {"a", "1"}, {"b", ""}, {"c", ""}, {"", "x"}, {"d", "e=f"}};

    EXPECT_EQ(decode_form("b=2&a=1&b=&c&=x&d=e=f"), expected);
}

TEST(Form, KeepsABadEscapeAsItStands) {
    const Form expected{{"a", "%zz"}, {"b", "50%"}, {"c", "%4"}, {"d", "%%41"}};
    const Form got = decode_form("a=%zz&b=50%&c=%4&d=%25%2541");

    EXPECT_EQ(got, expected);
}

TEST(Form, HasNoPairsInNothing) {
    EXPECT_TRUE(decode_form("").empty());
    EXPECT_TRUE(decode_form("&&&").empty());
}

TEST(Form, ReadsBackWhatItWrites) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    const Form form{{every_byte, every_byte}, {"", ""}, {"a", every_byte}};

    EXPECT_EQ(decode_form(encode_form(form)), form);
}

TEST(Form, FindsTheFirstValueOfAName) {
    const Form form{{"a", "1"}, {"b", ""}, {"a", "2"}};

    EXPECT_EQ(find_value(form, "a"), "1");
    EXPECT_EQ(find_value(form, "b"), "");
    EXPECT_EQ(find_value(form, "A"), std::nullopt);
}

}  // namespace
}  // namespace carillon::twilio
