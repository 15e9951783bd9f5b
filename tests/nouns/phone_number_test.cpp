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

TEST(MaskedMessage, HidesPhoneNumbersAndNothingElse) {
    EXPECT_EQ(masked_numbers("The number +15005550001 is not valid. See errors/21211."),
              "The number +1******0001 is not valid. See errors/21211.");
    EXPECT_EQ(masked_numbers("15005550001"), "+1******0001");
    EXPECT_EQ(masked_numbers("%2B15005550001 and +442071838750"), "%2B+1******0001 and +4*******8750");
    EXPECT_EQ(masked_numbers("+1234567"), "+1**4567");
    EXPECT_EQ(masked_numbers("HTTP 400, error 21211, 2026-11-22"), "HTTP 400, error 21211, 2026-11-22");
    EXPECT_EQ(masked_numbers("/Calls/CA0123456789abcdef0123456789abcdef.json"),
              "/Calls/CA0123456789abcdef0123456789abcdef.json");
    EXPECT_EQ(masked_numbers(""), "");
}

TEST(MaskedMessage, HidesWholeWhatIsNoNumberByItsShape) {
    EXPECT_EQ(masked_numbers("to 05551234567!"), "to ************!");
    EXPECT_EQ(masked_numbers("+12345678901234567"), "******************");
}

}  // namespace carillon
