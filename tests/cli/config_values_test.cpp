// SPDX-License-Identifier: MIT
// The forms of values: what is taken, what is not, and that what we write is what we read.
#include "config_values.hpp"

#include <string>

#include <gtest/gtest.h>

namespace carillon {
namespace {

TEST(Duration, IsAWholeNumberAndAUnit) {
    EXPECT_EQ(parse_duration("250ms"), Milliseconds{250});
    EXPECT_EQ(parse_duration("30s"), Milliseconds{30'000});
    EXPECT_EQ(parse_duration("2m"), Milliseconds{120'000});
    EXPECT_EQ(parse_duration("25h"), Milliseconds{90'000'000});
    EXPECT_EQ(parse_duration("1d"), Milliseconds{86'400'000});
    EXPECT_EQ(parse_duration("0s"), Milliseconds{0});
}

TEST(Duration, RefusesAnythingElse) {
    for (const char* text : {"",
                             "30",
                             "s",
                             "-5s",
                             "1.5h",
                             "30 s",
                             "30S",
                             "30sec",
                             "1h30m",
                             "99999999999999999999s",
                             "9223372036854775807d",
                             "4000d"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Duration, IsWrittenInTheLargestUnitThatSaysItExactly) {
    for (const char* text : {"250ms", "30s", "90s", "2m", "25h", "2d", "0s"})
        EXPECT_EQ(duration_text(*parse_duration(text)), text);
    EXPECT_EQ(duration_text(Milliseconds{120'000}), "2m");
}

TEST(Schedule, RisesAndIsReadBackAsWritten) {
    const std::string text = "30s,2m,5m,15m,1h,6h,25h";
    const auto schedule = parse_schedule(text);
    ASSERT_TRUE(schedule);
    EXPECT_EQ(schedule->size(), 7U);
    EXPECT_EQ(schedule->back(), Seconds{90'000});
    EXPECT_EQ(schedule_text(*schedule), text);
}

TEST(Schedule, RefusesWhatCannotBeFollowed) {
    std::string long_one = "1s";
    for (int second = 2; second <= 21; ++second) long_one += "," + std::to_string(second) + "s";
    for (const std::string& text : {std::string{},
                                    std::string{"30s,"},
                                    std::string{",30s"},
                                    std::string{"2m,30s"},
                                    std::string{"30s,30s"},
                                    std::string{"0s,30s"},
                                    std::string{"500ms"},
                                    long_one})
        EXPECT_EQ(parse_schedule(text), std::nullopt) << text;
}

TEST(Rate, HasBounds) {
    EXPECT_EQ(parse_rate("1"), 1.0);
    EXPECT_EQ(parse_rate("0.5"), 0.5);
    EXPECT_EQ(rate_text(*parse_rate("0.5")), "0.5");
    EXPECT_EQ(rate_text(30), "30");
    for (const char* text : {"", "0", "-1", "5001", "nan", "inf", "1,5", "fast", "1/s"})
        EXPECT_EQ(parse_rate(text), std::nullopt) << text;
}

TEST(Sid, IsAPrefixAndThirtyTwoHexDigits) {
    EXPECT_TRUE(is_sid("AC0123456789abcdef0123456789ABCDEF", "AC"));
    EXPECT_FALSE(is_sid("ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "AC"));
    EXPECT_FALSE(is_sid("AC0123456789abcdef0123456789abcde", "AC"));
    EXPECT_FALSE(is_sid("SK0123456789abcdef0123456789abcdef", "AC"));
}

TEST(SecretText, HasNoBlanksAndNoLineEnds) {
    EXPECT_TRUE(is_secret_text("0123456789abcdef", 16));
    EXPECT_FALSE(is_secret_text("0123456789abcde", 16));
    EXPECT_FALSE(is_secret_text("0123456789abcdef\n", 16));
    EXPECT_FALSE(is_secret_text("0123456789 abcdef", 16));
}

TEST(Loopback, IsThisMachineAlone) {
    for (const char* url :
         {"http://127.0.0.1:4010", "http://localhost/x", "http://[::1]:4010", "http://127.8.8.8"})
        EXPECT_TRUE(is_loopback_url(url)) << url;
    for (const char* url : {"https://api.twilio.com",
                            "http://127.0.0.1.example.com",
                            "http://localhost.example.com",
                            "http://10.0.0.1",
                            "http://127.0.0.1@example.com",
                            "127.0.0.1"})
        EXPECT_FALSE(is_loopback_url(url)) << url;
    EXPECT_TRUE(is_loopback_address("::1"));
    EXPECT_FALSE(is_loopback_address("0.0.0.0"));
}

TEST(WebUrl, IsAbsoluteWithAHostAndWithoutAFragment) {
    EXPECT_TRUE(is_web_url("https://calls.example.com/twilio-status?x=1"));
    for (const char* url : {"",
                            "calls.example.com",
                            "/twilio-status",
                            "ftp://example.com",
                            "https://",
                            "https:///x",
                            "https://example.com/#rc=5",
                            "https://exa mple.com"})
        EXPECT_FALSE(is_web_url(url)) << url;
}

TEST(WebUrl, LosesItsCredentialsWhenShown) {
    EXPECT_EQ(without_credentials("https://user:secret@example.com/x"), "https://example.com/x");
    EXPECT_EQ(without_credentials("https://example.com/x"), "https://example.com/x");
    EXPECT_EQ(without_credentials("ftp://user:secret@example.com/x"), "ftp://example.com/x");
    EXPECT_EQ(without_credentials("http://user:se@cret@exa mple.com?x=@"), "http://exa mple.com?x=@");
    EXPECT_EQ(without_credentials("http://example.com/a@b"), "http://example.com/a@b");
    EXPECT_EQ(without_credentials("not a url"), "not a url");
}

TEST(WebOrigin, NamesAnAddressThatCanBeDialledFromHere) {
    EXPECT_EQ(web_origin("127.0.0.1", 3000), "http://127.0.0.1:3000");
    EXPECT_EQ(web_origin("0.0.0.0", 3000), "http://127.0.0.1:3000");
    EXPECT_EQ(web_origin("::1", 80), "http://[::1]:80");
    EXPECT_EQ(web_origin("::", 80), "http://[::1]:80");
}

}  // namespace
}  // namespace carillon
