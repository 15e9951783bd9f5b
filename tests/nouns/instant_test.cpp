// SPDX-License-Identifier: MIT
#include "instant.hpp"

#include <gtest/gtest.h>

namespace carillon {

TEST(Instant, IsWrittenAsRfc3339WithMilliseconds) {
    EXPECT_EQ(to_rfc3339(from_unix_ms(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(to_rfc3339(from_unix_ms(1'795'345'657'125)), "2026-11-22T11:07:37.125Z");
    EXPECT_EQ(to_rfc3339(from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Instant, IsReadFromRfc3339WithItsZone) {
    const Instant at = from_unix_ms(1'795'345'657'125);
    EXPECT_EQ(parse_rfc3339(to_rfc3339(at)), at);
    EXPECT_EQ(parse_rfc3339("2026-11-22T12:07:37.125+01:00"), at);
    EXPECT_EQ(parse_rfc3339("2026-11-22t05:37:37.1259-05:30"), at);
    EXPECT_EQ(parse_rfc3339("2026-11-22T11:07:37Z"), at - Milliseconds{125});
    for (const char* wrong : {"",
                              "2026-11-22",
                              "2026-11-22T11:07:37",
                              "2026-11-22 11:07:37Z",
                              "2026-11-22T11:07Z",
                              "2026-02-29T11:07:37Z",
                              "2026-11-22T24:00:00Z",
                              "2026-11-22T11:60:00Z",
                              "2026-11-22T11:07:37.Z",
                              "2026-11-22T11:07:37,5Z",
                              "2026-11-22T11:07:37+0100",
                              "2026-11-22T11:07:37+24:00",
                              "2026-11-22T11:07:37ZZ",
                              "2026-11-22T11:07:37Europe/Zurich"})
        EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
}

TEST(Instant, IsWrittenAndReadAsTwilioWritesIt) {
    const Instant instant = from_unix_ms(1'795'345'657'000);
    EXPECT_EQ(to_rfc2822(instant), "Sun, 22 Nov 2026 11:07:37 +0000");
    EXPECT_EQ(parse_rfc2822("Sun, 22 Nov 2026 11:07:37 +0000"), instant);
    EXPECT_EQ(parse_rfc2822("Sun, 22 Nov 2026 12:37:37 +0130"), instant);
    EXPECT_EQ(parse_rfc2822("Sun, 22 Nov 2026 11:07:37 GMT"), instant);
    EXPECT_EQ(to_rfc2822(*parse_rfc2822("Tue, 31 Aug 2010 20:36:28 +0000")),
              "Tue, 31 Aug 2010 20:36:28 +0000");
}

TEST(Instant, IsNotReadFromAnythingElse) {
    for (const char* text : {"",
                             "soon",
                             "2026-11-22T11:07:37Z",
                             "Sun, 31 Feb 2026 11:07:37 +0000",
                             "Sun, 22 Nov 2026 25:07:37 +0000",
                             "Sun, 22 Nov 2026 11:07:37",
                             "Sun, 22 Foo 2026 11:07:37 +0000"})
        EXPECT_FALSE(parse_rfc2822(text)) << text;
}

}  // namespace carillon
