// SPDX-License-Identifier: MIT
#include "dialer/rules/numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::dialer::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string objection(const char* e164, const std::vector<std::string>& countries = {"US"}) {
    return number_objection(countries, PhoneNumber::from_e164(e164).value()).value_or("");
}

TEST(Numbers, OfTheCampaignsCountriesAreCalled) {
    EXPECT_EQ(objection("+14155552671"), "");
    EXPECT_EQ(objection("+41446681800", {"DE", "CH"}), "");
}

TEST(Numbers, OfOtherCountriesAreNot) {
    EXPECT_EQ(objection("+41446681800"), "country: CH is not among the campaign's (US)");
    EXPECT_EQ(objection("+18765557890"), "country: JM is not among the campaign's (US)");
    EXPECT_EQ(objection("+14155552671", {}),
              "country: the campaign's from_number and allowed_countries name none");
}

TEST(Numbers, OfASpecialKindAreCalledByNobody) {
    EXPECT_EQ(objection("+19005551234"), "number: premium rate");
    EXPECT_EQ(objection("+41840123456", {"CH"}), "number: shared cost");
    EXPECT_EQ(objection("+870773111632"), "number: satellite or international service, of no country");
    EXPECT_EQ(objection("+12111111111"), "number: in no country's numbering plan");
}

TEST(Numbers, AreOfTheCountryOfTheFromNumberWhereNothingIsSaid) {
    CampaignSettings settings;
    EXPECT_THAT(countries_of(settings), IsEmpty());
    settings.from_number = "+41446681800";
    EXPECT_THAT(countries_of(settings), ElementsAre("CH"));
    settings.allowed_countries = {"AT", "DE"};
    EXPECT_THAT(countries_of(settings), ElementsAre("AT", "DE"));
}

}  // namespace
}  // namespace carillon::dialer::rules
