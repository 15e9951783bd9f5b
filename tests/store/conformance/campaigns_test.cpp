// SPDX-License-Identifier: MIT
// Campaigns: their life, their counters, and the end that they reach by themselves.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Campaigns : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Campaigns,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Campaigns, AreCreatedAsDraftsWithAllOfTheirSettings) {
    CampaignSettings settings = some_settings();
    settings.calls_per_second = 2.5;
    settings.status_callback_events = {"answered", "completed"};

    const Campaign created = draft("Spring", settings);

    EXPECT_EQ(created.name, "Spring");
    EXPECT_EQ(created.status, CampaignStatus::draft);
    EXPECT_EQ(created.settings, settings);
    EXPECT_EQ(created.settings_version, 1);
    EXPECT_EQ(created.created_at, noon);
    EXPECT_EQ(created.counts.total(), 0);
    EXPECT_EQ(campaign(created.id).settings, settings);
}

CreateCampaign with_key(std::string key, std::string fingerprint) {
    CreateCampaign wanted;
    wanted.name = "Spring";
    wanted.idempotency = IdempotencyKey{std::move(key), std::move(fingerprint)};
    wanted.now = noon;
    return wanted;
}

TEST_P(Campaigns, AreCreatedOnceForOneIdempotencyKey) {
    const auto first = await(store->create_campaign(with_key("k", "f")));
    const auto second = await(store->create_campaign(with_key("k", "f")));
    const auto other = await(store->create_campaign(with_key("k2", "f")));

    EXPECT_EQ(second.value().id, first.value().id);
    EXPECT_NE(other.value().id, first.value().id);
}

TEST_P(Campaigns, RefuseAKeyThatWasUsedForAnotherRequest) {
    (void)await(store->create_campaign(with_key("k", "f")));

    const auto refused = await(store->create_campaign(with_key("k", "another")));

    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    EXPECT_EQ(await(store->list_campaigns({})).items.size(), 1U);
}

TEST_P(Campaigns, ChangeRaisesTheSettingsVersion) {
    const Campaign before = draft();
    ChangeCampaign change{before.id, before.settings_version, "Summer", before.settings, noon};
    change.settings.max_attempts = 3;

    const auto after = await(store->change_campaign(change));

    EXPECT_EQ(after.value().name, "Summer");
    EXPECT_EQ(after.value().settings.max_attempts, 3);
    EXPECT_EQ(after.value().settings_version, before.settings_version + 1);
}

TEST_P(Campaigns, RefuseAChangeOfWhatSomebodyElseChangedMeanwhile) {
    const Campaign before = draft();
    const ChangeCampaign change{before.id, before.settings_version, "Mine", before.settings, noon};
    const ChangeCampaign late{before.id, before.settings_version, "Late", before.settings, noon};
    (void)await(store->change_campaign(change));

    const auto refused = await(store->change_campaign(late));

    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(campaign(before.id).name, "Mine");
}

TEST_P(Campaigns, ThatDoNotExistAreNotFound) {
    const CampaignId nobody{77};
    const ChangeCampaign change{nobody, 1, "x", some_settings(), noon};

    EXPECT_EQ(await(store->change_campaign(change)).error().code, Errc::not_found);
    EXPECT_EQ(await(store->move_campaign({nobody, CampaignMove::start, noon})).error().code, Errc::not_found);
    EXPECT_FALSE(await(store->find_campaign(nobody)));
}

struct MoveCase {
    std::vector<CampaignMove> way;  ///< from draft to where it stands
    CampaignMove move;
    std::optional<CampaignStatus> then;  ///< none: refused
};

TEST_P(Campaigns, MoveOnlyAsTheirLifeAllows) {
    using enum CampaignMove;
    const std::vector<CampaignMove> in_draft, in_running{start}, in_paused{start, pause}, in_canceled{cancel};
    const std::vector<MoveCase> cases{
        {in_draft, start, CampaignStatus::running},
        {in_draft, pause, std::nullopt},
        {in_draft, resume, std::nullopt},
        {in_draft, cancel, CampaignStatus::canceled},
        {in_running, start, std::nullopt},
        {in_running, pause, CampaignStatus::paused},
        {in_running, resume, std::nullopt},
        {in_running, cancel, CampaignStatus::canceled},
        {in_paused, start, std::nullopt},
        {in_paused, pause, std::nullopt},
        {in_paused, resume, CampaignStatus::running},
        {in_paused, cancel, CampaignStatus::canceled},
        {in_canceled, start, std::nullopt},
        {in_canceled, pause, std::nullopt},
        {in_canceled, resume, std::nullopt},
        {in_canceled, cancel, std::nullopt},
    };
    for (const MoveCase& each : cases) {
        const CampaignId id = draft().id;
        for (const CampaignMove step : each.way) move(id, step);
        const CampaignStatus before = campaign(id).status;
        SCOPED_TRACE(std::string{to_text(before)} + " " + std::string{to_text(each.move)});

        const auto moved = await(store->move_campaign({id, each.move, noon}));

        EXPECT_EQ(moved.has_value(), each.then.has_value());
        EXPECT_EQ(campaign(id).status, each.then.value_or(before));
        if (moved.has_error()) {
            EXPECT_EQ(moved.error().code, Errc::conflict);
            EXPECT_NE(moved.error().message.find(to_text(before)), std::string::npos)
                << moved.error().message;
        }
    }
}

TEST_P(Campaigns, RememberWhenTheyStartedFirstAndWhenTheyWereCanceled) {
    const CampaignId id = draft().id;
    move(id, CampaignMove::start, noon);
    move(id, CampaignMove::pause, noon + Seconds{1});
    move(id, CampaignMove::resume, noon + Seconds{2});
    const Campaign canceled = move(id, CampaignMove::cancel, noon + Seconds{3});

    EXPECT_EQ(canceled.started_at, noon);
    EXPECT_EQ(canceled.ended_at, noon + Seconds{3});
}

TEST_P(Campaigns, WithoutContactsRunAndWait) {
    EXPECT_EQ(campaign(running().id).status, CampaignStatus::running);
}

TEST_P(Campaigns, CountTheirContactsByStatus) {
    const CampaignId id = running().id;
    add(id, 1, 3);
    (void)claim(id, 1);

    const CampaignCounts counts = campaign(id).counts;

    EXPECT_EQ(counts.of(ContactStatus::pending), 2);
    EXPECT_EQ(counts.of(ContactStatus::in_progress), 1);
    EXPECT_EQ(counts.total(), 3);
}

TEST_P(Campaigns, AreCompletedByTheEndOfTheirLastContact) {
    const Call call = accepted();

    const Settled settled = settle(callback(call, "completed", 3));

    EXPECT_EQ(settled.completed_campaign, call.campaign_id);
    const Campaign after = campaign(*call.campaign_id);
    EXPECT_EQ(after.status, CampaignStatus::completed);
    EXPECT_EQ(after.ended_at, noon + Seconds{5});
    EXPECT_EQ(after.counts.of(ContactStatus::completed), 1);
}

TEST_P(Campaigns, AreNotCompletedWhileAContactWaitsForItsRetry) {
    const Call call = accepted();

    const Settled settled = settle(callback(call, "busy", 3));

    EXPECT_FALSE(settled.completed_campaign);
    EXPECT_EQ(campaign(*call.campaign_id).status, CampaignStatus::running);
}

TEST_P(Campaigns, RunAgainWhenACompletedOneGetsAContact) {
    const Call call = accepted();
    settle(callback(call, "completed", 3));

    add(*call.campaign_id, 50, 50);

    const Campaign after = campaign(*call.campaign_id);
    EXPECT_EQ(after.status, CampaignStatus::running);
    EXPECT_FALSE(after.ended_at);
}

TEST_P(Campaigns, CompleteWhenTheyAreStartedWithNobodyLeftToCall) {
    suppress(number(1));
    const CampaignId id = draft().id;
    add(id, 1, 1);

    EXPECT_EQ(move(id, CampaignMove::start).status, CampaignStatus::completed);
}

RetireContacts expiring(CampaignId campaign, std::int64_t version) {
    return {campaign, version, std::nullopt, ContactStatus::expired, expired_reason, 3, noon};
}

TEST_P(Campaigns, ExpireTheirWaitingContactsInPortionsAndAreCompleteThen) {
    const Campaign over = running();
    add(over.id, 1, 5);
    const auto expire = [&](std::int64_t version) {
        return await(store->retire_contacts(expiring(over.id, version)));
    };

    EXPECT_EQ(expire(over.settings_version + 1), 0) << "its settings were changed since";
    EXPECT_EQ(expire(over.settings_version), 3);
    EXPECT_EQ(campaign(over.id).status, CampaignStatus::running);
    EXPECT_EQ(expire(over.settings_version), 2);

    EXPECT_EQ(campaign(over.id).counts.of(ContactStatus::expired), 5);
    EXPECT_EQ(campaign(over.id).status, CampaignStatus::completed);
    EXPECT_EQ(contacts(over.id).at(0).reason, expired_reason);
}

TEST_P(Campaigns, JudgeAgainWhomTheirSettingsHadBlocked) {
    const Campaign campaign = running();
    std::vector<NewContact> people{person(1), person(2), person(3)};
    people[0].blocked = "country: CH is not among the campaign's (US)";
    people[1].blocked = "number: premium rate";
    people[2].blocked = "calling hours: nobody knows in which time zone this contact is";
    add(campaign.id, people, noon);
    EXPECT_EQ(this->campaign(campaign.id).counts.of(ContactStatus::blocked), 3);

    ChangeCampaign change{campaign.id, campaign.settings_version, "New", campaign.settings, noon};
    EXPECT_EQ(await(store->change_campaign(change)).value().counts.of(ContactStatus::pending), 2);

    EXPECT_EQ(contacts(campaign.id).at(0).status, ContactStatus::pending);
    EXPECT_EQ(contacts(campaign.id).at(1).reason, "number: premium rate");
    EXPECT_EQ(contacts(campaign.id).at(2).next_attempt_at, noon);
}

TEST_P(Campaigns, RetireContactsOfOneZoneAlone) {
    const Campaign windowed = running();
    NewContact far = person(1);
    far.time_zone = "Asia/Kolkata";
    add(windowed.id, {far, person(2)}, noon);
    const auto zones = await(store->survey({noon})).campaigns.at(0).waiting;
    ASSERT_EQ(zones.size(), 2U);
    const auto kolkata = zones.at(0).zones.text() == "Asia/Kolkata" ? zones.at(0) : zones.at(1);

    RetireContacts order = expiring(windowed.id, windowed.settings_version);
    order.zone_set_id = kolkata.zone_set_id;
    order.status = ContactStatus::blocked;
    order.reason = "no hour";
    EXPECT_EQ(await(store->retire_contacts(order)), 1);

    EXPECT_EQ(contacts(windowed.id).at(0).status, ContactStatus::blocked);
    EXPECT_EQ(contacts(windowed.id).at(0).reason, "no hour");
    EXPECT_EQ(contacts(windowed.id).at(1).status, ContactStatus::pending);
}

TEST_P(Campaigns, DoNotExpireContactsWhileTheyArePaused) {
    const Campaign paused = running();
    add(paused.id, 1, 1);
    move(paused.id, CampaignMove::pause);

    EXPECT_EQ(await(store->retire_contacts(expiring(paused.id, paused.settings_version))), 0);
}

TEST_P(Campaigns, CancelTheirWaitingContactsInPortions) {
    const CampaignId id = running().id;
    const CampaignId other = running("Other").id;
    add(id, 1, 5);
    add(other, 11, 12);
    move(id, CampaignMove::cancel);

    EXPECT_EQ(await(store->cancel_waiting_contacts(3, noon)), 3);
    EXPECT_EQ(await(store->cancel_waiting_contacts(3, noon)), 2);
    EXPECT_EQ(await(store->cancel_waiting_contacts(3, noon)), 0);

    EXPECT_EQ(campaign(id).counts.of(ContactStatus::canceled), 5);
    EXPECT_EQ(campaign(other).counts.of(ContactStatus::pending), 2);
}

TEST_P(Campaigns, ThatAreCanceledLetNobodyWaitAgain) {
    const Call call = accepted();
    move(*call.campaign_id, CampaignMove::cancel);

    const Settled settled = settle(callback(call, "busy", 3));  // the policy says: again in an hour

    EXPECT_TRUE(settled.contact_done);
    EXPECT_EQ(contact(call).status, ContactStatus::canceled);
}

TEST_P(Campaigns, ArePausedWithTheReasonWhenCallingOnIsUseless) {
    const Call call = submitting();

    const auto settled =
        await(store->record_placing(call.id, Refused{RefusalScope::account, 20003, 401, "wrong key"}, noon));

    EXPECT_EQ(settled.paused_campaign, call.campaign_id);
    EXPECT_EQ(campaign(*call.campaign_id).status, CampaignStatus::paused);
    EXPECT_EQ(campaign(*call.campaign_id).reason, "wrong key");
    EXPECT_EQ(move(*call.campaign_id, CampaignMove::resume).reason, "");
}

}  // namespace
}  // namespace carillon::store::test
