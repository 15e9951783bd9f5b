// SPDX-License-Identifier: MIT
#include "account_limits.hpp"

#include <gtest/gtest.h>

namespace carillon {
namespace {

TEST(Amounts, AreExactToTheMillionth) {
    EXPECT_EQ(parse_amount("250"), 250'000'000);
    EXPECT_EQ(parse_amount("0.0085"), 8'500);
    EXPECT_EQ(parse_amount("1000000000"), 1'000'000'000'000'000);
    for (const char* wrong : {"", "-1", "1.", ".5", "1.0000001", "1e3", "1,5", "1000000000.1", "99999999999"})
        EXPECT_FALSE(parse_amount(wrong)) << wrong;
    EXPECT_EQ(amount_text(8'500), "0.0085");
    EXPECT_EQ(amount_text(250'000'000), "250.00");
    EXPECT_EQ(amount_text(0), "0.00");
}

TEST(Prices, GoByTheLongestPrefix) {
    const auto prices = PriceTable::parse("1=0.014,41=0.03,4179=0.32");
    ASSERT_TRUE(prices);
    EXPECT_EQ(prices->per_minute("+41446681800"), 30'000);
    EXPECT_EQ(prices->per_minute("+41791234567"), 320'000);
    EXPECT_EQ(prices->per_minute("+15551234567"), 14'000);
    EXPECT_FALSE(prices->per_minute("+4930123456"));
    EXPECT_EQ(PriceTable::parse(prices->text()), prices);
    EXPECT_TRUE(PriceTable::parse("")->empty());
}

TEST(Prices, RefuseWhatIsNone) {
    for (const char* wrong :
         {"1", "1=", "=1", "+1=1", "0=1", "1=1,1=2", "1=x", "1=1001", "1234567890123456=1"})
        EXPECT_FALSE(PriceTable::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace carillon
