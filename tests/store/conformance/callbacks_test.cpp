// SPDX-License-Identifier: MIT
// Callbacks: kept whatever they say, settled once, in whatever order they come.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Callbacks : public StoreTest {
protected:
    std::vector<Callback> kept(const Call& call) { return await(store->list_callbacks(call.id)); }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Callbacks,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Callbacks, AreKeptAsReceivedAndMoveTheCall) {
    const Call call = accepted();
    NewCallback told = callback(call, "ringing", 1);
    told.fields = R"({"CallStatus":"ringing"})";
    told.shared_fields = R"({"From":"+15551234567"})";

    const Settled settled = settle(told);

    EXPECT_TRUE(settled.applied);
    EXPECT_EQ(settled.before, CallState::accepted);
    EXPECT_EQ(settled.call->state, CallState::ringing);
    EXPECT_EQ(this->call(call.id).state, CallState::ringing);
    ASSERT_EQ(kept(call).size(), 1U);
    const Callback row = kept(call).front();
    EXPECT_EQ(row.call_sid, call.call_sid);
    EXPECT_EQ(row.twilio_status, "ringing");
    EXPECT_EQ(row.sequence_number, 1);
    EXPECT_EQ(row.fields, R"({"From":"+15551234567","CallStatus":"ringing"})");
    EXPECT_EQ(row.source, CallbackSource::webhook);
    EXPECT_EQ(row.received_at, told.received_at);
    EXPECT_TRUE(row.applied);
}

TEST_P(Callbacks, ThatComeTwiceChangeNothing) {
    const Call call = accepted();
    settle(callback(call, "ringing", 1));
    const auto asked_before = decisions.last_standing;

    const Settled again = settle(callback(call, "ringing", 1));

    EXPECT_TRUE(again.duplicate);
    EXPECT_FALSE(again.applied);
    EXPECT_EQ(again.call->id, call.id);
    EXPECT_EQ(kept(call).size(), 1U);
    EXPECT_EQ(decisions.last_standing->call.state, asked_before->call.state);
}

TEST_P(Callbacks, WithoutASequenceNumberAreAlsoKeptOnce) {
    const Call call = accepted();

    EXPECT_FALSE(settle(callback(call, "ringing")).duplicate);
    EXPECT_TRUE(settle(callback(call, "ringing")).duplicate);
}

TEST_P(Callbacks, OfAnotherNumberOrWordOrSourceAreNotDuplicates) {
    const Call call = accepted();
    NewCallback polled = callback(call, "ringing", 1);
    polled.source = CallbackSource::poll;

    EXPECT_FALSE(settle(callback(call, "ringing", 1)).duplicate);
    EXPECT_FALSE(settle(callback(call, "ringing", 2)).duplicate);
    EXPECT_FALSE(settle(callback(call, "in-progress", 2)).duplicate);
    EXPECT_FALSE(settle(polled).duplicate);
    EXPECT_EQ(kept(call).size(), 4U);
}

TEST_P(Callbacks, FindTheirCallByTheTokenBeforeItsSidIsKnown) {
    const Call call = unknown();
    const NewCallback early = callback(call, "ringing", 1);

    const Settled settled = settle(early);

    EXPECT_EQ(settled.call->id, call.id);
    EXPECT_EQ(this->call(call.id).call_sid, early.call_sid);
    EXPECT_EQ(this->call(call.id).state, CallState::ringing);
}

TEST_P(Callbacks, FindTheirCallByTheSidWithoutATokenOrWithAForeignOne) {
    const Call call = accepted();
    NewCallback bare = callback(call, "ringing", 1);
    bare.token = CallToken{};
    NewCallback foreign = callback(call, "in-progress", 2);
    foreign.token = token(424242);

    EXPECT_EQ(settle(bare).call->state, CallState::ringing);
    EXPECT_EQ(settle(foreign).call->state, CallState::in_progress);
}

TEST_P(Callbacks, ThatMeetNoCallAreKeptOnce) {
    Call nobody;
    nobody.call_sid = sid(77);

    const Settled first = settle(callback(nobody, "ringing", 1));
    const Settled second = settle(callback(nobody, "ringing", 1));

    EXPECT_FALSE(first.call);
    EXPECT_FALSE(first.duplicate);
    EXPECT_FALSE(second.call);
    EXPECT_TRUE(second.duplicate);
}

TEST_P(Callbacks, ThatMetNoCallAreSettledWhenTheyComeAgainAndMeetIt) {
    Call nobody;
    nobody.call_sid = sid(1);
    settle(callback(nobody, "ringing", 1));
    const Call call = accepted(1);

    const Settled again = settle(callback(call, "ringing", 1));

    EXPECT_FALSE(again.duplicate);
    EXPECT_EQ(again.call->state, CallState::ringing);
}

TEST_P(Callbacks, NeverGiveACallTheSidOfAnother) {
    const Call owner = accepted(1);
    const Call call = unknown(2);
    NewCallback confused = callback(call, "ringing", 1);
    confused.call_sid = owner.call_sid;

    const Settled settled = settle(confused);

    EXPECT_TRUE(settled.conflicting_end);
    EXPECT_FALSE(settled.applied);
    EXPECT_EQ(this->call(call.id).state, CallState::unknown);
    EXPECT_TRUE(this->call(call.id).call_sid.empty());
    EXPECT_EQ(kept(call).size(), 1U);
}

TEST_P(Callbacks, NeverReplaceTheSidOfACall) {
    const Call call = accepted(1);
    NewCallback second_sid = callback(call, "completed", 3);
    second_sid.call_sid = sid(500);

    const Settled settled = settle(second_sid);

    EXPECT_TRUE(settled.conflicting_end);
    EXPECT_EQ(this->call(call.id).call_sid, sid(1));
    EXPECT_EQ(this->call(call.id).state, CallState::accepted);
}

TEST_P(Callbacks, EndTheCallAndStepItsContactInOne) {
    const Call call = accepted();
    NewCallback end = callback(call, "busy", 3);
    end.duration_seconds = 0;

    const Settled settled = settle(end);

    EXPECT_FALSE(settled.contact_done);
    const Call ended = this->call(call.id);
    EXPECT_EQ(ended.state, CallState::ended);
    EXPECT_EQ(ended.outcome, Outcome::busy);
    EXPECT_EQ(ended.status, CallStatus::busy);
    EXPECT_EQ(ended.duration_seconds, 0);
    EXPECT_EQ(ended.ended_at, end.received_at);
    EXPECT_FALSE(ended.next_check_at);
    EXPECT_EQ(contact(call).status, ContactStatus::pending);
    EXPECT_EQ(contact(call).next_attempt_at, end.received_at + retry_delay);
    EXPECT_EQ(contact(call).attempts, 1);
}

TEST_P(Callbacks, WithASecondDifferentEndAreKeptAndReported) {
    const Call call = accepted();
    settle(callback(call, "completed", 3));

    const Settled second = settle(callback(call, "busy", 4));

    EXPECT_TRUE(second.conflicting_end);
    EXPECT_EQ(this->call(call.id).outcome, Outcome::completed);
    ASSERT_EQ(kept(call).size(), 2U);
    EXPECT_FALSE(kept(call).back().applied);
}

TEST_P(Callbacks, WithAnUnknownWordAreKeptAndChangeNoState) {
    const Call call = accepted();

    const Settled settled = settle(callback(call, "teleported", 1));

    EXPECT_TRUE(settled.unknown_word);
    EXPECT_EQ(this->call(call.id).state, CallState::accepted);
    EXPECT_EQ(kept(call).size(), 1U);
}

TEST_P(Callbacks, WinOverKnownMetadataWhenAppliedAndOnlyFillInWhenLate) {
    const Call call = accepted();
    NewCallback first = callback(call, "in-progress", 2);
    first.metadata = R"({"from":"a","direction":"outbound"})";
    NewCallback end = callback(call, "completed", 3);
    end.metadata = R"({"from":"b","duration":7})";
    NewCallback late = callback(call, "ringing", 1);
    late.metadata = R"({"from":"late","to":"x","duration":null})";

    settle(first);
    settle(end);
    settle(late);

    const std::string metadata = this->call(call.id).metadata;
    EXPECT_NE(metadata.find(R"("from":"b")"), std::string::npos) << metadata;
    EXPECT_NE(metadata.find(R"("duration":7)"), std::string::npos) << metadata;
    EXPECT_NE(metadata.find(R"("direction":"outbound")"), std::string::npos) << metadata;
    EXPECT_NE(metadata.find(R"("to":"x")"), std::string::npos) << metadata;
}

TEST_P(Callbacks, AreDecidedOnWithTheCampaignsPresentSettings) {
    const Call call = accepted();
    const Campaign before = campaign(*call.campaign_id);
    ChangeCampaign change{before.id, before.settings_version, before.name, before.settings, noon};
    change.settings.max_attempts = 5;
    settle(callback(call, "ringing", 1));
    (void)await(store->change_campaign(change));

    settle(callback(call, "in-progress", 2));

    EXPECT_EQ(decisions.last_standing->settings->max_attempts, 5);
    EXPECT_EQ(decisions.last_standing->campaign_status, CampaignStatus::running);
    EXPECT_EQ(decisions.last_standing->contact->id, call.contact_id);
}

TEST_P(Callbacks, OfAnEarlierCallDoNotShowTheContactOfALaterOne) {
    const Call first = accepted();
    settle(callback(first, "busy", 3));
    const Call second = claim(*first.campaign_id, 1, noon + Seconds{5} + retry_delay).at(0).call;

    settle(callback(first, "completed", 4));

    EXPECT_FALSE(decisions.last_standing->contact);
    EXPECT_EQ(contact(second).status, ContactStatus::in_progress);
}

TEST_P(Callbacks, ThatWouldReopenANumberInUseAreKeptAndTheEndIsTaken) {
    const Call lost = unknown(1);
    for (int i = 0; i < 2; ++i) (void)await(store->record_search(lost.id, {}, noon));
    ASSERT_EQ(call(lost.id).state, CallState::unresolved);
    (void)await(store->requeue_contact(*lost.contact_id, noon));
    const Call second = claim(*lost.campaign_id, 1).at(0).call;
    decisions.instead_of_after_callback = [](const Standing& standing, const NewCallback& callback) {
        Settlement settlement;
        settlement.call = standing.call;
        settlement.applied = true;
        settlement.call.state = CallState::ringing;
        settlement.call.call_sid = callback.call_sid;
        return settlement;
    };

    const Settled ringing = settle(callback(lost, "ringing", 1));
    decisions.instead_of_after_callback = nullptr;
    const Settled ended = settle(callback(lost, "completed", 2));

    EXPECT_FALSE(ringing.applied);
    EXPECT_EQ(ended.call->state, CallState::ended);
    EXPECT_EQ(kept(lost).size(), 2U);
    EXPECT_EQ(call(second.id).state, CallState::claimed);
}

TEST_P(Callbacks, ThatCannotBeDecidedLeaveNothingBehind) {
    const Call call = accepted();
    decisions.instead_of_after_callback = [](const Standing&, const NewCallback&) -> Settlement {
        throw std::runtime_error("a bug in the policy");
    };

    EXPECT_THROW(settle(callback(call, "ringing", 1)), std::runtime_error);

    EXPECT_TRUE(kept(call).empty());
    decisions.instead_of_after_callback = nullptr;
    EXPECT_TRUE(settle(callback(call, "ringing", 1)).applied);
}

}  // namespace
}  // namespace carillon::store::test
