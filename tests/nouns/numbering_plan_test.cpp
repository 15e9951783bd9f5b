// SPDX-License-Identifier: MIT
#include "numbering_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon {
namespace {

struct Written {
    const char* text;
    const char* default_country;
    const char* e164;
};

}  // namespace

TEST(NumberingPlan, MakesE164OfWhatPeopleWrite) {
    for (const Written& each : {Written{"(415) 555-2671", "US", "+14155552671"},
                                Written{"415.555.2671", "US", "+14155552671"},
                                Written{"1-415-555-2671", "US", "+14155552671"},
                                Written{"+1 (415) 555-2671", "", "+14155552671"},
                                Written{" +44 20 7946 0018 ", "", "+442079460018"},
                                Written{"020 7946 0018", "GB", "+442079460018"},
                                Written{"044 668 18 00", "CH", "+41446681800"},
                                Written{"011 44 20 7946 0018", "US", "+442079460018"}}) {
        const auto number = normalize_phone_number(each.text, each.default_country);
        ASSERT_TRUE(number) << each.text << ": " << number.error().message;
        EXPECT_EQ(number->e164(), each.e164);
    }
}

TEST(NumberingPlan, LetsFictionalNumbersThroughWhenTheyAreInternational) {
    EXPECT_TRUE(normalize_phone_number("+15559876543", ""));  // the guide's curl
    EXPECT_TRUE(normalize_phone_number("+15005550006", ""));  // Twilio's test number
}

TEST(NumberingPlan, SaysWhatIsWrong) {
    const auto sentence = [](const char* text, const char* country) {
        const auto number = normalize_phone_number(text, country);
        return number ? "taken as " + number->e164() : number.error().message;
    };
    EXPECT_THAT(sentence("415 555 2671", ""), testing::HasSubstr("no country code"));
    EXPECT_THAT(sentence("hello", "US"), testing::HasSubstr("not a phone number"));
    EXPECT_THAT(sentence("", "US"), testing::HasSubstr("not a phone number"));
    EXPECT_THAT(sentence("+1415", ""), testing::HasSubstr("length"));
    EXPECT_THAT(sentence("+999123456789", ""), testing::HasSubstr("country code"));
    EXPECT_THAT(sentence("555 2671", "US"), testing::HasSubstr("not a valid number in US"));
    EXPECT_THAT(sentence("415 555 2671 ext. 12", "US"), testing::HasSubstr("extension"));
}

TEST(NumberingPlan, WhatItMadeOfANumberStaysWhatItIs) {
    EXPECT_EQ(normalize_phone_number("+32 (0)2 511 11 11", "").value().e164(), "+3225111111");
    const auto number = normalize_phone_number("+320 06 68 12345", "");
    ASSERT_FALSE(number) << number->e164();
    EXPECT_THAT(number.error().message, testing::HasSubstr("in two ways"));
}

TEST(NumberingPlan, KnowsTheCountryAndTheKindOfANumber) {
    const auto facts = [](const char* e164) { return facts_of(PhoneNumber::from_e164(e164).value()); };
    const auto expect = [&](const char* e164, const char* country, NumberKind kind) {
        EXPECT_EQ(facts(e164).country, country) << e164;
        EXPECT_EQ(facts(e164).kind, kind) << e164;
    };
    expect("+14155552671", "US", NumberKind::ordinary);
    expect("+18765557890", "JM", NumberKind::ordinary);  // +1, and not the US
    expect("+41446681800", "CH", NumberKind::ordinary);
    expect("+41900123456", "CH", NumberKind::premium_rate);
    expect("+19005551234", "US", NumberKind::premium_rate);
    expect("+41840123456", "CH", NumberKind::shared_cost);
    expect("+870773111632", "", NumberKind::international);  // Inmarsat
    expect("+881612345678", "", NumberKind::international);  // Iridium
    expect("+15551234567", "US", NumberKind::ordinary);      // a test number
    expect("+12111111111", "", NumberKind::unknown);
}

}  // namespace carillon
