// SPDX-License-Identifier: MIT
// The log of events: what is written into it, and that it is in the order of the commits.
#include <gmock/gmock.h>

#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Events : public StoreTest {
protected:
    std::vector<EventRecord> log(ListEvents wanted = {}) { return await(store->list_events(wanted)).events; }
    std::vector<std::string> kinds(ListEvents wanted = {}) {
        std::vector<std::string> words;
        for (const auto& each : log(std::move(wanted))) words.emplace_back(to_text(each.event.kind));
        return words;
    }
    /// Everything from now on.
    ListEvents since_now() {
        ListEvents wanted;
        wanted.after = store->newest_event();
        return wanted;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Events,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Events, TellOfACallThatEndedAndThenOfItsContact) {
    const Call call = accepted(1);
    const ListEvents since = since_now();
    NewCallback end = callback(call, "completed", 3);
    end.received_at = noon + Seconds{9};

    settle(end);

    const auto events = log(since);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].event.kind, EventKind::call_ended);
    EXPECT_EQ(events[0].event.call_id, call.id);
    EXPECT_EQ(events[0].event.contact_id, call.contact_id);
    EXPECT_EQ(events[0].event.campaign_id, call.campaign_id);
    EXPECT_EQ(events[0].event.at, noon + Seconds{9});
    EXPECT_EQ(events[0].call.value().outcome, Outcome::completed);
    EXPECT_EQ(events[0].contact.value().phone, call.to_number);
    EXPECT_EQ(events[1].event.kind, EventKind::contact_done);
    EXPECT_EQ(events[1].event.status, ContactStatus::completed);
    EXPECT_EQ(events[1].event.call_id, call.id);
    EXPECT_EQ(events[2].event.kind, EventKind::campaign_completed);
    EXPECT_EQ(events[2].campaign_name, campaign(*call.campaign_id).name);
}

TEST_P(Events, AreOneForAnEndThatIsToldTwiceOrLate) {
    const Call call = accepted(1);
    settle(callback(call, "completed", 3));
    const ListEvents since = since_now();

    settle(callback(call, "completed", 3));
    settle(callback(call, "failed", 4));
    settle(callback(call, "ringing", 1));

    EXPECT_THAT(kinds(since), IsEmpty());
}

TEST_P(Events, TellEachMoveOfACampaignByItsName) {
    const CampaignId id = draft().id;
    const CampaignMove moves[] = {
        CampaignMove::start, CampaignMove::pause, CampaignMove::resume, CampaignMove::cancel};
    for (int i = 0; i < 4; ++i) move(id, moves[i], noon + Seconds{i});

    EXPECT_THAT(kinds(),
                ElementsAre("campaign.started", "campaign.paused", "campaign.resumed", "campaign.canceled"));
    const auto events = log();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(events.at(static_cast<std::size_t>(i)).event.at, noon + Seconds{i});
}

TEST_P(Events, TellThatACompletedCampaignRunsAgain) {
    const CampaignId id = running().id;
    add(id, 1, 1);
    suppress(number(1));
    const ListEvents since = since_now();

    add(id, 2, 2);

    EXPECT_THAT(kinds(since), ElementsAre("campaign.resumed"));
}

TEST_P(Events, TellWhoIsDoneWithoutACall) {
    suppress(number(1));
    const CampaignId id = running().id;
    const ListEvents since = since_now();
    add(id, 1, 2);
    suppress(number(2));

    const auto events = log(since);

    EXPECT_THAT(kinds(since), ElementsAre("contact.done", "contact.done", "campaign.completed"));
    for (const std::size_t i : {0U, 1U}) {
        EXPECT_EQ(events[i].event.status, ContactStatus::blocked);
        EXPECT_EQ(events[i].event.reason, "suppressed");
        EXPECT_EQ(events[i].event.call_id, std::nullopt);
    }
}

TEST_P(Events, KeepWhatAContactBecameWhenItIsPutBackIntoTheQueue) {
    const CampaignId id = running().id;
    add(id, 1, 1);
    suppress(number(1));
    const ContactId blocked = contacts(id).at(0).id;
    (void)await(store->remove_suppression(number(1), noon));
    ASSERT_TRUE(await(store->requeue_contact(blocked, noon)));

    ListEvents done;
    done.kinds = {EventKind::contact_done};
    const auto events = log(done);

    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].event.status, ContactStatus::blocked);
    EXPECT_EQ(events[0].contact.value().status, ContactStatus::pending);
}

TEST_P(Events, AreReadByCampaignAndKindInPages) {
    const CampaignId one = running("One").id;
    const CampaignId other = running("Other").id;
    move(one, CampaignMove::pause);
    move(other, CampaignMove::pause);
    ListEvents wanted;
    wanted.campaign_id = other;
    wanted.kinds = {EventKind::campaign_paused};
    wanted.look_at = 3;

    const auto first = await(store->list_events(wanted));
    wanted.after = first.looked_to;
    const auto second = await(store->list_events(wanted));

    EXPECT_THAT(first.events, IsEmpty());
    EXPECT_FALSE(first.is_last);
    ASSERT_EQ(second.events.size(), 1U);
    EXPECT_EQ(second.events[0].event.campaign_id, other);
    EXPECT_TRUE(second.is_last);
}

TEST_P(Events, RingOnceForACommitThatWroteThemAndNotForOthers) {
    int rings = 0;
    store->when_events_come([&] { ++rings; });
    const CampaignId id = draft().id;
    add(id, 1, 5);
    EXPECT_EQ(rings, 0);

    move(id, CampaignMove::start);

    EXPECT_EQ(rings, 1);
    EXPECT_EQ(store->newest_event(), log().back().event.id);
}

TEST_P(Events, AreKnownAgainAfterARestart) {
    running();
    const EventId newest = store->newest_event();

    reopen();

    EXPECT_EQ(store->newest_event(), newest);
    EXPECT_EQ(await(store->find_event_range()).newest, newest);
}

}  // namespace
}  // namespace carillon::store::test
