// SPDX-License-Identifier: MIT
#include "number_zones.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "number_zones_table.hpp"
#include "time_zone.hpp"

namespace carillon {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> zones(std::string_view e164) {
    const auto found = zones_of(PhoneNumber::from_e164(e164).value());
    return {found.begin(), found.end()};
}

}  // namespace

TEST(NumberZones, FollowTheLongestPrefix) {
    EXPECT_THAT(zones("+14155552671"), ElementsAre("America/Los_Angeles"));
    EXPECT_THAT(zones("+12125550100"), ElementsAre("America/New_York"));
    EXPECT_THAT(zones("+18765550100"), ElementsAre("America/Jamaica"));
    EXPECT_THAT(zones("+41446681800"), ElementsAre("Europe/Zurich"));
}

TEST(NumberZones, AreSeveralWhereTheNumberDoesNotTell) {
    EXPECT_THAT(zones("+442079460000"), ElementsAre("Europe/London"));
    EXPECT_THAT(zones("+447400123456"), Contains("Europe/Isle_of_Man"));
    EXPECT_THAT(zones("+15555550100"), Contains("Pacific/Honolulu"));  // an area code that does not exist
}

TEST(NumberZones, AreNoneWhereNobodyKnows) {
    EXPECT_THAT(zones("+9990000000"), IsEmpty());
}

TEST(NumberZones, AreZonesOfThisMachine) {
    std::size_t lines = 0;
    std::string_view table = number_zones_table();
    while (!table.empty()) {
        std::string_view line = table.substr(0, table.find('\n'));
        table.remove_prefix(line.size() + 1);
        if (line.front() == '#') continue;
        ++lines;
        line = line.substr(0, line.find('\t'));
        while (!line.empty()) {
            const auto zone = line.substr(0, line.find(' '));
            EXPECT_TRUE(is_time_zone(zone)) << zone;
            line.remove_prefix(std::min(zone.size() + 1, line.size()));
        }
    }
    EXPECT_GT(lines, 300U);
}

}  // namespace carillon
