// SPDX-License-Identifier: MIT
// Webhooks and what they are told: who gets what, in which order, and what becomes of it.
#include <gmock/gmock.h>

#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Outbox : public StoreTest {
protected:
    WebhookId webhook(std::vector<EventKind> kinds = {}, std::optional<CampaignId> campaign = {}) {
        CreateWebhook wanted;
        wanted.url = "https://crm.example/events";
        wanted.kinds = std::move(kinds);
        wanted.campaign_id = campaign;
        wanted.secret = Secret{"whsec_first"};
        wanted.most = 3;
        wanted.now = noon;
        return await(store->create_webhook(std::move(wanted))).value().id;
    }
    std::vector<Delivery> all(WebhookId id, std::optional<DeliveryStatus> status = {}) {
        return await(store->list_deliveries({id, status})).items;
    }
    std::vector<std::string> kinds(WebhookId id) {
        std::vector<std::string> words;
        for (const Delivery& each : all(id)) words.emplace_back(to_text(each.event.kind));
        return words;
    }
    std::vector<std::int64_t> due(Instant now = noon) {
        std::vector<std::int64_t> ids;
        for (const auto& each : await(store->find_due_deliveries({now, 10})).deliveries)
            ids.push_back(each.id.value());
        return ids;
    }
    void record(const Delivery& delivery,
                DeliveryStatus status,
                std::optional<Instant> next = {},
                bool disable = false) {
        RecordAttempt attempt;
        attempt.id = delivery.id;
        attempt.attempts = delivery.attempts;
        attempt.status = status;
        attempt.next_attempt_at = next;
        attempt.answer_status = 500;
        attempt.error = "it answered 500";
        attempt.disable_webhook = disable;
        attempt.now = noon + Seconds{1};
        await(store->record_attempt(std::move(attempt)));
    }
    /// A campaign of one contact whose call has ended: its call.ended, its contact.done, and the campaign's
    /// end.
    Call ended(int i = 1) {
        const Call call = accepted(i);
        NewCallback end = callback(call, "completed", 3);
        end.received_at = noon;
        settle(end);
        return call;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Outbox,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Outbox, HoldsForEachWebhookWhatItAskedFor) {
    const WebhookId everything = webhook();
    const WebhookId calls = webhook({EventKind::call_ended});
    const CampaignId other = draft("Other").id;
    const WebhookId of_other = webhook({}, other);
    ended();
    move(other, CampaignMove::start);

    EXPECT_THAT(
        kinds(everything),
        ElementsAre(
            "campaign.started", "call.ended", "contact.done", "campaign.completed", "campaign.started"));
    EXPECT_THAT(kinds(calls), ElementsAre("call.ended"));
    EXPECT_THAT(kinds(of_other), ElementsAre("campaign.started"));
}

TEST_P(Outbox, HoldsNothingOfWhatWasBefore) {
    ended();
    EXPECT_THAT(all(webhook()), IsEmpty());
}

TEST_P(Outbox, LetsNothingOfAContactOvertakeWhatCameBefore) {
    const WebhookId id = webhook({EventKind::call_ended, EventKind::contact_done});
    ended(1);
    ended(2);
    const auto deliveries = all(id);
    ASSERT_THAT(deliveries, SizeIs(4));
    EXPECT_THAT(due(), ElementsAre(1, 3)) << "the first of each contact";

    record(deliveries[0], DeliveryStatus::waiting, noon + Seconds{5});
    EXPECT_THAT(due(), ElementsAre(3)) << "it is tried again later, and the next still waits for it";
    EXPECT_EQ(await(store->find_due_deliveries({noon, 10})).next_due_at, noon + Seconds{5});

    record(all(id)[0], DeliveryStatus::delivered);
    record(deliveries[2], DeliveryStatus::dead);
    EXPECT_THAT(due(noon + Seconds{1}), ElementsAre(2, 4));
}

TEST_P(Outbox, GivesACourierAllThatSendingTakes) {
    const WebhookId id = webhook({EventKind::call_ended});
    const Call call = ended();

    const auto parcel = await(store->find_parcel(DeliveryId{1})).value();

    EXPECT_EQ(parcel.webhook.id, id);
    EXPECT_EQ(parcel.webhook.secret.reveal(), "whsec_first");
    EXPECT_EQ(parcel.delivery.message_id.size(), 36U);
    EXPECT_EQ(parcel.record.call.value().id, call.id);
    EXPECT_EQ(parcel.record.contact.value().id, call.contact_id);
}

TEST_P(Outbox, IgnoresAnAnswerThatComesTooLate) {
    const WebhookId id = webhook({EventKind::call_ended});
    ended();
    const Delivery delivery = all(id).at(0);
    record(delivery, DeliveryStatus::waiting, noon + Seconds{5});

    record(delivery, DeliveryStatus::dead);

    EXPECT_EQ(all(id).at(0).status, DeliveryStatus::waiting);
    EXPECT_EQ(all(id).at(0).attempts, 1);
}

TEST_P(Outbox, SendsADeadOneAgainUnderItsName) {
    const WebhookId id = webhook({EventKind::call_ended, EventKind::contact_done});
    ended();
    const auto deliveries = all(id);
    record(deliveries[0], DeliveryStatus::dead);
    ASSERT_THAT(all(id, DeliveryStatus::dead), SizeIs(1));

    const auto again = await(store->resend_delivery(deliveries[0].id, noon + Seconds{9}));

    EXPECT_EQ(again.value().status, DeliveryStatus::waiting);
    EXPECT_EQ(again.value().message_id, deliveries[0].message_id);
    EXPECT_EQ(again.value().attempts, 0);
    EXPECT_THAT(due(noon + Seconds{9}), ElementsAre(2)) << "one at a time";
    record(deliveries[1], DeliveryStatus::delivered);
    EXPECT_THAT(due(noon + Seconds{9}), ElementsAre(1));
}

TEST_P(Outbox, HastensWhatWaitsForItsNextAttemptOnly) {
    const WebhookId id = webhook({EventKind::call_ended, EventKind::contact_done});
    ended();
    record(all(id)[0], DeliveryStatus::waiting, noon + Seconds{500});

    EXPECT_TRUE(await(store->resend_delivery(DeliveryId{1}, noon)));
    EXPECT_THAT(due(), ElementsAre(1));
    EXPECT_EQ(await(store->resend_delivery(DeliveryId{2}, noon)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->resend_delivery(DeliveryId{99}, noon)).error().code, Errc::not_found);
}

TEST_P(Outbox, TellsNothingToOneThatIsDisabledAndKeepsNothingNewForIt) {
    const WebhookId id = webhook({EventKind::call_ended});
    ended(1);
    ended(2);
    record(all(id)[0], DeliveryStatus::dead, {}, true);

    ended(3);

    EXPECT_THAT(due(), IsEmpty());
    EXPECT_FALSE(await(store->find_parcel(DeliveryId{2})));
    EXPECT_EQ(await(store->find_webhook(id)).value().disabled_reason, "it answered 500");
    EXPECT_THAT(all(id), SizeIs(2));
    EXPECT_FALSE(await(store->enable_webhook(id, noon)).value().disabled_at);
    EXPECT_THAT(due(), ElementsAre(2)) << "what waited goes on";
}

TEST_P(Outbox, KeepsTheOldSecretForAWhile) {
    const WebhookId id = webhook();

    const auto rotated =
        await(store->rotate_secret({id, Secret{"whsec_second"}, noon + Seconds{60}})).value();

    EXPECT_EQ(rotated.secret.reveal(), "whsec_second");
    EXPECT_EQ(rotated.old_secret.reveal(), "whsec_first");
    EXPECT_EQ(rotated.old_secret_until, noon + Seconds{60});
}

TEST_P(Outbox, TakesNoMoreWebhooksThanMayBe) {
    for (int i = 0; i < 3; ++i) webhook();
    CreateWebhook wanted;
    wanted.most = 3;
    EXPECT_EQ(await(store->create_webhook(wanted)).error().code, Errc::conflict);
    wanted.campaign_id = CampaignId{99};
    EXPECT_EQ(await(store->create_webhook(wanted)).error().code, Errc::not_found);
}

TEST_P(Outbox, ForgetsADeletedWebhookAndThenItsDeliveries) {
    const WebhookId id = webhook();
    ended();

    EXPECT_TRUE(await(store->delete_webhook(id, noon)));

    EXPECT_FALSE(await(store->find_webhook(id)));
    EXPECT_THAT(await(store->list_webhooks()), IsEmpty());
    EXPECT_THAT(due(), IsEmpty());
    EXPECT_EQ(await(store->delete_webhook(id, noon)).error().code, Errc::not_found);
    DeleteOld nothing_else;
    nothing_else.limit = 3;
    for (std::int64_t gone = 1; gone > 0;) gone = await(store->delete_old(nothing_else));
    EXPECT_THAT(all(id), IsEmpty());
    EXPECT_NE(webhook(), id);
}

TEST_P(Outbox, LetsGoOfWhatIsOldAPortionAtATime) {
    const WebhookId id = webhook({EventKind::call_ended});
    for (int i = 1; i <= 4; ++i) ended(i);
    const auto deliveries = all(id);
    record(deliveries[0], DeliveryStatus::delivered);
    record(deliveries[1], DeliveryStatus::dead);
    DeleteOld old;
    old.now = noon + Seconds{10};
    old.limit = 2;
    EXPECT_EQ(await(store->delete_old(old)), 0);

    old.events_before = old.delivered_before = old.now;
    old.give_up_before = noon;
    int portions = 0;
    for (std::int64_t gone = 1; gone > 0; ++portions) gone = await(store->delete_old(old));

    EXPECT_GT(portions, 3);
    EXPECT_THAT(all(id), SizeIs(3)) << "the dead one stays, and what still waits";
    const auto log = await(store->find_event_range());
    EXPECT_EQ(log.oldest, log.newest) << "the newest stays: its id must not be given out again";

    old.give_up_before = noon + Seconds{1};
    EXPECT_EQ(await(store->delete_old(old)), 2);
    EXPECT_THAT(all(id, DeliveryStatus::dead), SizeIs(3));
}

}  // namespace
}  // namespace carillon::store::test
