// SPDX-License-Identifier: MIT
// What calls take of the account's day, and what is kept of why they were placed.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Usage : public StoreTest {
protected:
    AccountUse use(Instant now = noon) { return await(store->survey({now, decisions.day_of(now)})).account; }
    Settled complete(const Call& call, std::int64_t seconds) {
        NewCallback end = callback(call, "completed", 3);
        end.duration_seconds = seconds;
        return settle(std::move(end));
    }
    const std::string from = some_settings().from_number;
    const std::int64_t longest = some_settings().time_limit_seconds / 60;
    const Refused refused_number = [] {
        Refused refused;
        refused.scope = RefusalScope::contact;
        refused.error_code = 21211;
        return refused;
    }();
};
INSTANTIATE_TEST_SUITE_P(Engines, Usage, testing::ValuesIn(all_engines()), testing::PrintToStringParamName());

TEST_P(Usage, CountsACallWithAllThatItMayTakeUntilItEnds) {
    decisions.price_micros = 10'000;
    const Call call = accepted();
    EXPECT_EQ(use().today.calls, 1);
    EXPECT_EQ(use().today.minutes, longest);
    EXPECT_EQ(use().today.spend_micros, longest * 10'000);
    EXPECT_EQ(use().from_numbers.at(from).open_calls, 1);
    EXPECT_EQ(use().from_numbers.at(from).calls_today, 1);

    complete(call, 61);

    EXPECT_EQ(use().today.calls, 1);
    EXPECT_EQ(use().today.minutes, 2);
    EXPECT_EQ(use().today.spend_micros, 20'000);
    EXPECT_EQ(use().from_numbers.at(from).open_calls, 0);
}

TEST_P(Usage, GivesBackWhatWasProvablyNotPlaced) {
    const Call refused = submitting(1);
    (void)await(store->record_placing(refused.id, refused_number, noon));
    const Call held_back = claimed(2);
    await(store->withdraw_claim(held_back.id, {ContactStatus::pending, noon, {}, false}, noon));
    EXPECT_EQ(use().today.calls, 0);
    EXPECT_EQ(use().today.minutes, 0);
}

TEST_P(Usage, KeepsTheReserveOfACallOfWhichNobodyKnows) {
    (void)unresolved();
    EXPECT_EQ(use().today.calls, 1);
    EXPECT_EQ(use().today.minutes, longest);
}

TEST_P(Usage, BelongsToTheDayOfTheClaim) {
    const Call call = accepted();
    const Instant tomorrow = noon + Seconds{86'400};
    EXPECT_EQ(use(tomorrow).today.calls, 0);
    EXPECT_EQ(use(tomorrow).open_calls, 1);
    complete(call, 3'600);
    EXPECT_EQ(use(tomorrow).today.minutes, 0);
    EXPECT_EQ(use().today.minutes, 60);
}

TEST_P(Usage, EndsATurnAtALimitAndLeavesTheOthersWhereTheyAre) {
    decisions.most_calls_a_day = 2;
    const CampaignId id = running().id;
    add(id, 1, 5);
    ClaimDue wanted;
    wanted.turns = {{id, 5}};
    for (int i = 0; i < 5; ++i) wanted.tokens.push_back(token(i));
    wanted.now = noon;

    const auto claims = await(store->claim_due(wanted));

    EXPECT_EQ(claims.calls.size(), 2U);
    ASSERT_TRUE(claims.limit);
    EXPECT_EQ(claims.limit->words, "enough for today");
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::pending), 3);
    EXPECT_EQ(contacts(id).back().next_attempt_at, noon);
    EXPECT_EQ(
        await(store->open_call({number(9), some_settings(), token(9), std::nullopt, noon})).error().code,
        Errc::busy);
}

TEST_P(Usage, ShowsTheRulesWhenANumberWasCalled) {
    const Call first = accepted(1);
    complete(first, 5);
    const CampaignId other = running("Other").id;
    add(other, 1, 1);
    (void)claim(other, 1, noon + Seconds{60});
    ASSERT_EQ(decisions.last_inquiry.number.called_at.size(), 1U);
    EXPECT_EQ(decisions.last_inquiry.number.called_at.front(), noon);
}

TEST_P(Usage, ForgetsCallsToANumberThatNeverRangOrAreAWeekOld) {
    const Call refused = submitting(1);
    (void)await(store->record_placing(refused.id, refused_number, noon));
    const Call old = accepted(2);
    complete(old, 5);
    const CampaignId other = running("Other").id;
    add(other, 1, 2);
    const Instant in_a_week = noon + Seconds{7 * 86'400};
    (void)claim(other, 1, in_a_week);
    EXPECT_TRUE(decisions.last_inquiry.number.called_at.empty());
    (void)claim(other, 1, in_a_week);
    EXPECT_TRUE(decisions.last_inquiry.number.called_at.empty());
}

TEST_P(Usage, LetsANumberRestAndForgivesWhatWasBefore) {
    CampaignSettings settings = some_settings();
    settings.from_pool.numbers = {from};
    settings.from_pool.rest = RestRule{};
    const CampaignId id = draft("Pool", settings).id;
    add(id, 1, 3);
    move(id, CampaignMove::start);
    const auto call_one = [&](Instant at) {
        const Call call = claim(id, 1, at).at(0).call;
        await(store->record_submitting(call.id, at));
        (void)await(store->record_placing(call.id, accepted_as(sid(static_cast<int>(call.id.value()))), at));
        decisions.rest.reset();
        return this->call(call.id);
    };
    const Call first = call_one(noon);
    decisions.rest = Rest{noon + Seconds{600}, "short calls"};
    complete(first, 5);
    EXPECT_EQ(decisions.last_from_calls.size(), 1U);
    EXPECT_EQ(use().from_numbers.at(from).resting_until, noon + Seconds{600});
    EXPECT_EQ(use().from_numbers.at(from).rest_reason, "short calls");

    const Call second = call_one(noon + Seconds{599});
    complete(second, 5);
    EXPECT_TRUE(decisions.last_from_calls.empty()) << "it was submitted before the rest was over";
    const Call third = call_one(noon + Seconds{600});
    complete(third, 5);
    EXPECT_EQ(decisions.last_from_calls.size(), 1U);
}

TEST_P(Usage, KeepsTheEvidenceUnderWhichACallWasSubmitted) {
    EXPECT_EQ(claimed(1).evidence, "{}");
    EXPECT_EQ(submitting(2).evidence, R"({"rules":"all","number":")" + number(2).e164() + R"("})");
}

TEST_P(Usage, ShowsAContactWithWhatIsKnownOfItsNumber) {
    const Call call = accepted(1);
    suppress(number(2));
    const CampaignId id = running("Other").id;
    add(id, 1, 2);
    const auto record = await(store->find_contact_record(*call.contact_id, {noon, noon}));
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->number.is_being_called);
    EXPECT_EQ(record->last_from_number, from);
    EXPECT_FALSE(await(store->find_contact_record(ContactId{999}, {noon, noon})));

    ListContactRecords wanted;
    wanted.campaign_id = id;
    wanted.status = ContactStatus::blocked;
    wanted.now = noon;
    const auto blocked = await(store->list_contact_records(wanted));
    ASSERT_EQ(blocked.items.size(), 1U);
    EXPECT_TRUE(blocked.items.at(0).number.is_suppressed);
}

}  // namespace
}  // namespace carillon::store::test
