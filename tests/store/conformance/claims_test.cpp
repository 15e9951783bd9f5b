// SPDX-License-Identifier: MIT
// Claiming: who is rung next, and that nobody is claimed who must not be.
#include "call_lifetime.hpp"
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Claims : public StoreTest {
protected:
    std::vector<std::string> numbers(const std::vector<ClaimedCall>& claimed) {
        std::vector<std::string> all;
        for (const ClaimedCall& each : claimed) all.push_back(each.call.to_number);
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Claims,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

using Numbers = std::vector<std::string>;

TEST_P(Claims, RecordTheCallBeforeAnybodyIsAsked) {
    const Campaign campaign = running();
    add(campaign.id, 1, 1);

    const ClaimedCall claimed = claim(campaign.id, 1).at(0);

    const Call stored = call(claimed.call.id);
    EXPECT_EQ(stored.state, CallState::claimed);
    EXPECT_EQ(stored.status, CallStatus::pending);
    EXPECT_EQ(stored.token, token(1));
    EXPECT_EQ(stored.from_number, campaign.settings.from_number);
    EXPECT_EQ(stored.to_number, number(1).e164());
    EXPECT_EQ(stored.attempt, 1);
    EXPECT_EQ(stored.settings_version, campaign.settings_version);
    EXPECT_NE(stored.settings.find("agent.example"), std::string::npos);
    EXPECT_FALSE(stored.submitted_at);
    EXPECT_EQ(claimed.settings, campaign.settings);

    const Contact contact = this->contact(stored);
    EXPECT_EQ(contact.status, ContactStatus::in_progress);
    EXPECT_EQ(contact.last_call_id, stored.id);
    EXPECT_EQ(contact.attempts, 0);
    EXPECT_FALSE(contact.next_attempt_at);
    ASSERT_TRUE(claimed.contact);
    EXPECT_EQ(claimed.contact->status, ContactStatus::in_progress);
    EXPECT_EQ(claimed.contact->last_call_id, stored.id);
}

TEST_P(Claims, TakeThePriorityFirstThenTheLongestDueThenTheFirstUploaded) {
    const CampaignId id = running().id;
    add(id, {person(1), person(2)}, noon - Seconds{5});
    add(id, {person(3), person(4)}, noon - Seconds{9});
    add(id, {person(5, 10)}, noon);
    add(id, {person(6, -10)}, noon - Seconds{99});

    const Numbers wanted{
        number(5).e164(), number(3).e164(), number(4).e164(), number(1).e164(), number(2).e164()};
    EXPECT_EQ(numbers(claim(id, 5)), wanted);
}

TEST_P(Claims, LeaveAloneWhoIsNotDueYetWhateverTheirPriority) {
    const CampaignId id = running().id;
    add(id, {person(1, 10)}, noon + Seconds{1});
    add(id, {person(2)}, noon);

    EXPECT_EQ(numbers(claim(id, 5)), Numbers{number(2).e164()});
    EXPECT_EQ(numbers(claim(id, 5, noon + Seconds{1})), Numbers{number(1).e164()});
}

TEST_P(Claims, GiveEachTurnNoMoreThanItsCount) {
    const CampaignId first = running("First").id;
    const CampaignId second = running("Second").id;
    add(first, 1, 9);
    add(second, 11, 19);
    ClaimDue wanted;
    wanted.turns = {{first, 2}, {second, 3}};
    for (int i = 0; i < 5; ++i) wanted.tokens.push_back(token(i));
    wanted.now = noon;

    const auto claimed = await(store->claim_due(wanted)).calls;

    EXPECT_EQ(claimed.size(), 5U);
    EXPECT_EQ(campaign(first).counts.of(ContactStatus::in_progress), 2);
    EXPECT_EQ(campaign(second).counts.of(ContactStatus::in_progress), 3);
}

TEST_P(Claims, TakeNobodyFromACampaignThatDoesNotRun) {
    const CampaignId paused = running().id;
    const CampaignId drafted = draft().id;
    add(paused, 1, 1);
    add(drafted, 2, 2);
    move(paused, CampaignMove::pause);

    EXPECT_TRUE(claim(paused, 5).empty());
    EXPECT_TRUE(claim(drafted, 5).empty());
}

TEST_P(Claims, NeverTakeAContactTwice) {
    const CampaignId id = running().id;
    add(id, 1, 3);

    EXPECT_EQ(claim(id, 2).size(), 2U);
    EXPECT_EQ(claim(id, 2).size(), 1U);
    EXPECT_EQ(claim(id, 2).size(), 0U);
}

TEST_P(Claims, PutBackWhoseNumberHasAnOpenCallInAnotherCampaign) {
    const Call open = accepted(1);
    const CampaignId id = running("Other").id;
    add(id, 1, 2);

    EXPECT_EQ(numbers(claim(id, 5)), Numbers{number(2).e164()});

    const Contact waiting = contacts(id).at(0);
    EXPECT_EQ(waiting.status, ContactStatus::pending);
    EXPECT_EQ(waiting.next_attempt_at, noon + number_busy_delay);
    settle(callback(open, "completed", 3));
    EXPECT_EQ(numbers(claim(id, 5, noon + number_busy_delay)), Numbers{number(1).e164()});
}

/// Nobody knows whether the carrier took it; if it did, the person rings or talks for so long at most.
TEST_P(Claims, PutBackWhoseNumberMayStillRingForACallThatWasGivenUp) {
    const Call lost = unresolved(1);
    const CampaignId id = running("Other").id;
    add(id, 1, 1);
    const Instant over = noon + longest_time(lost);

    EXPECT_TRUE(claim(id, 5, over - Milliseconds{1}).empty());
    EXPECT_EQ(contacts(id).at(0).next_attempt_at, over - Milliseconds{1} + number_busy_delay);
    EXPECT_EQ(claim(id, 5, over + number_busy_delay).size(), 1U);
}

/// How long ago it was given up, only an even clock can say.
TEST_P(Claims, HoldANumberAnewAfterTheClockWasSetAhead) {
    const Call lost = unresolved(1);
    const CampaignId id = running("Other").id;
    add(id, 1, 1);
    const Instant set_ahead = noon + Seconds{7'200};
    ClaimDue wanted;
    wanted.turns = {{id, 1}};
    wanted.tokens = {token(99)};
    wanted.now = set_ahead + longest_time(lost) - Milliseconds{1};
    wanted.clock_even_since = set_ahead;

    EXPECT_TRUE(await(store->claim_due(wanted)).calls.empty());
    wanted.now += number_busy_delay;
    EXPECT_EQ(await(store->claim_due(wanted)).calls.size(), 1U);
}

TEST_P(Claims, TakeAContactWhoseCallWasGivenUpAtOnceWhenAPersonSaysSo) {
    const Call lost = unresolved(1);
    ASSERT_TRUE(await(store->requeue_contact(*lost.contact_id, noon)));

    EXPECT_EQ(claim(*lost.campaign_id, 5).size(), 1U);
}

TEST_P(Claims, TakeOnlyWhoseTimeZoneHasItsHourTheUrgentOnesOfAllOfThemFirst) {
    const CampaignId id = running().id;
    const char* zones[] = {"Europe/Zurich", "Asia/Kolkata", "America/New_York"};
    std::vector<NewContact> people;
    for (int i = 1; i <= 9; ++i) {
        people.push_back(person(i, i % 2));
        people.back().time_zone = zones[i % 3];
    }
    add(id, people, noon);
    std::vector<std::int64_t> open;
    const Workload seen = await(store->survey({noon}));
    for (const WaitingZone& each : seen.campaigns.at(0).waiting)
        if (each.zones.text() != "Asia/Kolkata") open.push_back(each.zone_set_id);
    ClaimDue wanted;
    wanted.turns = {{id, 4, open}};
    for (int i = 0; i < 4; ++i) wanted.tokens.push_back(token(100 + i));
    wanted.now = noon;

    // 1, 4 and 7 are in Kolkata; 3, 5 and 9 are urgent.
    const Numbers expected{number(3).e164(), number(5).e164(), number(9).e164(), number(2).e164()};
    EXPECT_EQ(numbers(await(store->claim_due(wanted)).calls), expected);
}

TEST_P(Claims, AskWhatKeepsAContactFromBeingCalledBeforeTheyTakeIt) {
    const CampaignId id = running().id;
    add(id, 1, 2);
    ContactStep step;
    step.status = ContactStatus::blocked;
    step.reason = "country: CH";
    decisions.instead_of_none = step;

    EXPECT_TRUE(claim(id, 5).empty());

    EXPECT_EQ(campaign(id).counts.of(ContactStatus::blocked), 2);
    EXPECT_EQ(contacts(id).at(0).reason, "country: CH");
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_P(Claims, TakeANumberOnceWhenTwoTurnsOfOneClaimHaveIt) {
    const CampaignId first = running("First").id;
    const CampaignId second = running("Second").id;
    add(first, 1, 1);
    add(second, 1, 1);
    ClaimDue wanted;
    wanted.turns = {{first, 1}, {second, 1}};
    wanted.tokens = {token(1), token(2)};
    wanted.now = noon;

    EXPECT_EQ(await(store->claim_due(wanted)).calls.size(), 1U);
}

TEST_P(Claims, CountTheAttemptOfARetry) {
    const Call first = accepted();
    settle(callback(first, "busy", 3));

    const auto second = claim(*first.campaign_id, 1, noon + Seconds{5} + retry_delay);

    EXPECT_EQ(second.at(0).call.attempt, 2);
    EXPECT_NE(second.at(0).call.id, first.id);
}

TEST_P(Claims, FailWholeWhenThereAreFewerTokensThanCalls) {
    const CampaignId id = running().id;
    add(id, 1, 3);
    ClaimDue wanted;
    wanted.turns = {{id, 3}};
    wanted.tokens = {token(1)};
    wanted.now = noon;

    EXPECT_THROW((void)await(store->claim_due(wanted)), std::logic_error);
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::pending), 3);
}

}  // namespace
}  // namespace carillon::store::test
