// SPDX-License-Identifier: MIT
#include "contact_zones.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace carillon {
namespace {

PhoneNumber number(const char* e164) {
    return PhoneNumber::from_e164(e164).value();
}

TEST(ContactZones, AreWhatTheRowSays) {
    EXPECT_EQ(ContactZones::find(number("+41446681800"), "Asia/Kolkata").text(), "Asia/Kolkata");
}

TEST(ContactZones, AreElseWhatTheNumberTells) {
    EXPECT_EQ(ContactZones::find(number("+41446681800"), "").text(), "Europe/Zurich");
    const auto mobile = ContactZones::find(number("+15551234567"), "").names();  // anywhere in North America
    EXPECT_GT(mobile.size(), 3U);
    EXPECT_TRUE(std::is_sorted(mobile.begin(), mobile.end()));
}

TEST(ContactZones, AreUnknownWhereNobodyKnows) {
    EXPECT_TRUE(ContactZones::find(number("+9991234567"), "").empty());
    EXPECT_TRUE(ContactZones{}.names().empty());
}

}  // namespace
}  // namespace carillon
