// SPDX-License-Identifier: MIT
#include "phone_number.hpp"

#include <gtest/gtest.h>

namespace carillon {

TEST(PhoneNumber, TakesTheShapeOfE164AndNothingElse) {
    for (const char* good : {"+15559876543", "+4930123456", "+1555123", "+123456789012345"})
        EXPECT_TRUE(PhoneNumber::from_e164(good)) << good;
    for (const char* bad : {"",
                            "+",
                            "15559876543",
                            "+05559876543",
                            "+1 5559876543",
                            "+155512",
                            "+1234567890123456",
                            "+1555987654a",
                            " +15559876543",
                            "client:joe"})
        EXPECT_FALSE(PhoneNumber::from_e164(bad)) << bad;
}

TEST(PhoneNumber, ShowsItsEndsOnlyWhenMasked) {
    EXPECT_EQ(PhoneNumber::from_e164("+14155552671")->masked(), "+1******2671");
    EXPECT_EQ(PhoneNumber::from_e164("+1555123")->masked(), "+1**5123");
}

}  // namespace carillon
