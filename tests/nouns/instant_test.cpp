// SPDX-License-Identifier: MIT
#include "instant.hpp"

#include <gtest/gtest.h>

namespace carillon {

TEST(Instant, IsWrittenAsRfc3339WithMilliseconds) {
    EXPECT_EQ(to_rfc3339(from_unix_ms(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(to_rfc3339(from_unix_ms(1'795'345'657'125)), "2026-11-22T11:07:37.125Z");
    EXPECT_EQ(to_rfc3339(from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
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
