// SPDX-License-Identifier: MIT
// What a campaign's circuit breaker is shown, and that its word counts in the same transaction.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Circuit : public StoreTest {
protected:
    /// A call to the next person that was placed and ended so: "rejected", "not_sent", or a callback's word.
    Settled ended(const std::string& how, Instant placed_at, std::optional<Instant> ended_at = std::nullopt) {
        const Call call = placed(placed_at);
        return end(call, how, ended_at.value_or(placed_at));
    }
    Call placed(Instant at) {
        const int i = ++person_;
        add(id_, i, i, at);
        const Call call = claim(id_, 1, at).at(0).call;
        EXPECT_EQ(await(store->record_submitting(call.id, at)), Submission::go);
        return call;
    }
    Settled end(const Call& call, const std::string& how, Instant at) {
        if (how == "rejected")
            return await(
                store->record_placing(call.id, Refused{RefusalScope::contact, 21211, 400, "no"}, at));
        if (how == "not_sent") return await(store->record_placing(call.id, NotSent{"no way", false, {}}, at));
        Call known = await(store->record_placing(call.id, accepted_as(sid(person_)), at)).call.value();
        NewCallback word = callback(known, how);
        word.received_at = at;
        return settle(std::move(word));
    }
    /// What the breaker saw at a refusal now.
    RecentCalls seen(Instant now) {
        decisions.last_recent.reset();
        ended("rejected", now);
        return decisions.last_recent.value();
    }
    void set_breaker(std::optional<CircuitBreaker> breaker) {
        const Campaign campaign = this->campaign(id_);
        ChangeCampaign change{id_, campaign.settings_version, campaign.name, campaign.settings, noon};
        change.settings.circuit_breaker = breaker;
        ASSERT_TRUE(await(store->change_campaign(std::move(change))));
    }

    CampaignId id_ = running().id;
    int person_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Circuit,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Circuit, IsShownTheCallsThatToldSomethingWithTheOneThatFailed) {
    for (const char* how : {"completed", "busy", "rejected", "not_sent"}) ended(how, noon);
    const RecentCalls recent = seen(noon + Seconds{1});
    EXPECT_EQ(recent.ended, 4);
    EXPECT_EQ(recent.failed, 2);
}

TEST_P(Circuit, IsShownItsOwnCampaignsCallsOnly) {
    const CampaignId other = running("Other").id;
    const CampaignId mine = id_;
    id_ = other;
    ended("rejected", noon);
    id_ = mine;
    EXPECT_EQ(seen(noon).ended, 1);
}

TEST_P(Circuit, IsShownNoCallThatEndedBeforeTheWindow) {
    set_breaker(CircuitBreaker{0.5, 60, 1});
    ended("rejected", noon);
    ended("completed", noon, noon + Seconds{40});
    EXPECT_EQ(seen(noon + Seconds{60}).ended, 3) << "the window's edge belongs to it";
    EXPECT_EQ(seen(noon + Seconds{61}).ended, 3);
    EXPECT_EQ(seen(noon + Seconds{101}).ended, 3);
    EXPECT_EQ(seen(noon + Seconds{101}).failed, 4);
}

TEST_P(Circuit, IsShownNoCallPlacedBeforeTheCampaignRanAgain) {
    ended("rejected", noon);
    const Call late = placed(noon);
    move(id_, CampaignMove::pause, noon + Seconds{10});
    move(id_, CampaignMove::resume, noon + Seconds{20});
    end(late, "rejected", noon + Seconds{25});
    EXPECT_EQ(decisions.last_recent->ended, 0) << "the trouble of before was mended";
    EXPECT_EQ(seen(noon + Seconds{30}).ended, 1);
}

TEST_P(Circuit, LooksAtAThousandCallsAtMost) {
    for (int i = 0; i < 1'004; ++i) ended("completed", noon + Milliseconds{i});
    const RecentCalls recent = seen(noon + Seconds{2});
    EXPECT_EQ(recent.ended, 1'000);
    EXPECT_EQ(recent.failed, 1);
}

TEST_P(Circuit, IsAskedOnlyWhenACallFailsAndItIsThere) {
    ended("completed", noon);
    ended("busy", noon);
    ended("not_sent", noon);
    EXPECT_FALSE(decisions.last_recent);
    set_breaker(std::nullopt);
    ended("rejected", noon);
    EXPECT_FALSE(decisions.last_recent);
}

TEST_P(Circuit, PausesTheCampaignTogetherWithTheFailure) {
    decisions.why_it_breaks = "circuit breaker: enough";
    const Settled settled = ended("rejected", noon);
    ASSERT_EQ(campaign(id_).status, CampaignStatus::completed) << "whose last contact it was is over";
    EXPECT_EQ(settled.paused_campaign, std::nullopt);

    add(id_, 500, 501);
    const Settled again = ended("rejected", noon);
    EXPECT_EQ(again.paused_campaign, id_);
    EXPECT_EQ(again.pause_reason, "circuit breaker: enough");
    EXPECT_EQ(campaign(id_).status, CampaignStatus::paused);
    EXPECT_EQ(campaign(id_).reason, "circuit breaker: enough");

    move(id_, CampaignMove::resume, noon + Seconds{1});
    EXPECT_EQ(campaign(id_).reason, "");
}

}  // namespace
}  // namespace carillon::store::test
