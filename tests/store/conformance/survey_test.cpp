// SPDX-License-Identifier: MIT
// What the dialer sees before it decides whose turn it is.
#include <map>

#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Survey : public StoreTest {
protected:
    Workload survey(Instant unknown_since = noon) { return await(store->survey({unknown_since})); }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Survey,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Survey, ShowsRunningCampaignsAloneInTheOrderOfTheirIds) {
    const CampaignId first = running("First").id;
    (void)draft("Draft");
    const CampaignId second = running("Second").id;
    move(running("Paused").id, CampaignMove::pause);

    const Workload seen = survey();

    ASSERT_EQ(seen.campaigns.size(), 2U);
    EXPECT_EQ(seen.campaigns[0].id, first);
    EXPECT_EQ(seen.campaigns[1].id, second);
    EXPECT_EQ(seen.campaigns[0].settings, some_settings());
    EXPECT_EQ(seen.campaigns[0].settings_version, 1);
}

TEST_P(Survey, ShowsWhenTheNextContactIsDueWhateverItsPriority) {
    const CampaignId id = running().id;
    EXPECT_TRUE(survey().campaigns.at(0).waiting.empty());
    add(id, {person(1, 5)}, noon + Seconds{9});
    add(id, {person(2, 1)}, noon + Seconds{4});

    ASSERT_EQ(survey().campaigns.at(0).waiting.size(), 1U);
    EXPECT_EQ(survey().campaigns.at(0).waiting.at(0).next_due_at, noon + Seconds{4});
    (void)claim(id, 2, noon + Seconds{9});
    EXPECT_TRUE(survey().campaigns.at(0).waiting.empty());
}

TEST_P(Survey, ShowsEachTimeZoneInWhichSomebodyWaits) {
    const CampaignId id = running().id;
    NewContact zurich = person(1), kolkata = person(2), another = person(3);
    zurich.time_zone = "Europe/Zurich";
    kolkata.time_zone = "Asia/Kolkata";
    another.time_zone = "Asia/Kolkata";
    add(id, {zurich}, noon + Seconds{9});
    add(id, {kolkata}, noon + Seconds{4});
    add(id, {another}, noon + Seconds{6});

    std::map<std::string, Instant> due;
    const Workload seen = survey();
    for (const WaitingZone& each : seen.campaigns.at(0).waiting)
        due.emplace(each.zones.text(), each.next_due_at);

    const std::map<std::string, Instant> expected{{"Asia/Kolkata", noon + Seconds{4}},
                                                  {"Europe/Zurich", noon + Seconds{9}}};
    EXPECT_EQ(due, expected);
}

TEST_P(Survey, CountsOpenCallsByCampaignAndInAll) {
    const Call first = accepted(1);
    const Call second = accepted(2);
    settle(callback(second, "completed", 3));
    add(*first.campaign_id, 3, 3);
    (void)claim(*first.campaign_id, 1);
    OpenCall adhoc{number(50), some_settings(), token(50), std::nullopt, noon};
    (void)await(store->open_call(adhoc));

    const Workload seen = survey();

    EXPECT_EQ(seen.account.open_by_campaign.begin()->second, 2);
    EXPECT_EQ(seen.account.open_calls, 3);
}

TEST_P(Survey, StopsCountingAnUnknownCallThatIsOverByAnyMeasure) {
    const Call lost = unknown();

    EXPECT_EQ(survey(noon).account.open_calls, 1);
    EXPECT_EQ(survey(noon + Seconds{1}).account.open_calls, 0);
    EXPECT_TRUE(survey(noon + Seconds{1}).account.open_by_campaign.empty());
    EXPECT_EQ(call(lost.id).state, CallState::unknown);
}

TEST_P(Survey, ShowsTheEarliestCheck) {
    EXPECT_FALSE(survey().next_check_at);
    (void)unknown(1);
    const Call second = accepted(2);
    await(store->postpone_check(second.id, noon + Seconds{1}));

    EXPECT_EQ(survey().next_check_at, noon + Seconds{1});
}

}  // namespace
}  // namespace carillon::store::test
