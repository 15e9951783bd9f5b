// SPDX-License-Identifier: MIT
#include "dialer/rules/turns.hpp"

#include <gtest/gtest.h>

namespace carillon::dialer::rules {
namespace {

using Counts = std::vector<std::pair<std::int64_t, std::int64_t>>;

Counts dealt(const std::vector<Applicant>& applicants, std::int64_t slots, std::int64_t last_served) {
    Counts counts;
    for (const Share& share : deal(applicants, slots, CampaignId{last_served}))
        counts.emplace_back(share.campaign_id.value(), share.count);
    return counts;
}

}  // namespace

TEST(Turns, GoRoundSoThatALargeCampaignCannotStarveASmallOne) {
    const std::vector<Applicant> applicants{{CampaignId{1}, 1000}, {CampaignId{2}, 1}, {CampaignId{3}, 2}};
    EXPECT_EQ(dealt(applicants, 3, 0), (Counts{{1, 1}, {2, 1}, {3, 1}}));
    EXPECT_EQ(dealt(applicants, 10, 0), (Counts{{1, 7}, {2, 1}, {3, 2}}));
}

TEST(Turns, BeginAfterTheLastOneServed) {
    const std::vector<Applicant> applicants{{CampaignId{1}, 9}, {CampaignId{2}, 9}, {CampaignId{3}, 9}};
    EXPECT_EQ(dealt(applicants, 1, 1), (Counts{{2, 1}}));
    EXPECT_EQ(dealt(applicants, 1, 3), (Counts{{1, 1}}));
    EXPECT_EQ(dealt(applicants, 2, 2), (Counts{{3, 1}, {1, 1}}));
}

TEST(Turns, AreNeverMoreThanTheRoom) {
    EXPECT_EQ(dealt({{CampaignId{1}, 2}}, 10, 0), (Counts{{1, 2}}));
    EXPECT_EQ(dealt({{CampaignId{1}, 2}}, 0, 0), Counts{});
    EXPECT_EQ(dealt({{CampaignId{1}, 2}}, -3, 0), Counts{});
    EXPECT_EQ(dealt({}, 3, 0), Counts{});
}

TEST(Turns, AreFairOverTimeWithOneSlotARound) {
    const std::vector<Applicant> applicants{{CampaignId{1}, 1'000'000}, {CampaignId{2}, 1'000'000}};
    std::int64_t last = 0;
    Counts totals{{1, 0}, {2, 0}};
    for (int i = 0; i < 100; ++i) {
        last = dealt(applicants, 1, last).front().first;
        ++totals[static_cast<std::size_t>(last - 1)].second;
    }
    EXPECT_EQ(totals, (Counts{{1, 50}, {2, 50}}));
}

}  // namespace carillon::dialer::rules
