// SPDX-License-Identifier: MIT
// After a restore: calls that the carrier has and the database does not know.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Adoption : public StoreTest {
protected:
    /// The i-th call that the carrier lists, from the campaigns' number.
    static ListedCall listed(int i, const PhoneNumber& to, const std::string& status) {
        ListedCall listed{carrier_call(sid(700 + i), status), {}};
        listed.call.from = some_settings().from_number;
        listed.call.to = to.e164();
        listed.call.date_created = noon + Seconds{i};
        listed.call.raw = R"({"sid":")" + listed.call.sid.text() + R"("})";
        listed.word.call_sid = listed.call.sid;
        listed.word.twilio_status = status;
        listed.word.source = CallbackSource::poll;
        listed.word.received_at = noon + Seconds{60};
        return listed;
    }

    AdoptedCalls adopt(std::vector<ListedCall> calls, bool is_in_order = false) {
        AdoptCalls wanted;
        for (const ListedCall& each : calls) {
            (void)each;
            wanted.tokens.push_back(token(5000 + ++tokens_));
        }
        wanted.calls = std::move(calls);
        wanted.adhoc_settings.from_number = "+15558888888";
        wanted.is_in_order = is_in_order;
        wanted.now = noon + Seconds{60};
        return await(store->adopt_calls(std::move(wanted)));
    }

    Campaign running_with(int contact, std::string name = "Spring") {
        const Campaign campaign = running(std::move(name));
        add(campaign.id, contact, contact);
        return campaign;
    }
    Contact only_contact(const Campaign& campaign) { return contacts(campaign.id).at(0); }
    std::optional<Call> call_listed(int i) { return await(store->find_call_by_sid(sid(700 + i))); }
    std::size_t calls() { return await(store->list_calls({})).items.size(); }

private:
    int tokens_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines,
                         Adoption,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

}  // namespace

TEST_P(Adoption, MakesACallThatGoesOnTheOneOfTheContactThatWaits) {
    const Campaign campaign = running_with(1);

    const AdoptedCalls adopted = adopt({listed(1, number(1), "ringing")});

    EXPECT_EQ(adopted.adopted, 1);
    const Call call = call_listed(1).value();
    EXPECT_EQ(call.state, CallState::ringing);
    EXPECT_EQ(call.campaign_id, campaign.id);
    EXPECT_EQ(call.submitted_at, noon + Seconds{1});
    const Contact contact = only_contact(campaign);
    EXPECT_EQ(contact.status, ContactStatus::in_progress);
    EXPECT_EQ(contact.last_call_id, call.id);
    EXPECT_EQ(contact.attempts, 1);
    EXPECT_EQ(await(store->list_callbacks(call.id)).size(), 1U);
}

TEST_P(Adoption, CountsEachCallThatEndedAsAnAttempt) {
    const Campaign campaign = running_with(1);

    EXPECT_EQ(adopt({listed(1, number(1), "busy"), listed(2, number(1), "completed")}).adopted, 2);

    EXPECT_EQ(only_contact(campaign).status, ContactStatus::completed);
    EXPECT_EQ(only_contact(campaign).attempts, 2);
    EXPECT_EQ(call_listed(1)->outcome, Outcome::busy);
    EXPECT_EQ(this->campaign(campaign.id).status, CampaignStatus::completed);
}

TEST_P(Adoption, DoneAgainChangesNothing) {
    const Campaign campaign = running_with(1);
    (void)adopt({listed(1, number(1), "busy"), listed(2, number(9), "busy")});
    const Contact before = only_contact(campaign);

    const AdoptedCalls again = adopt({listed(1, number(1), "busy"), listed(2, number(9), "busy")});

    EXPECT_EQ(again.known, 2);
    EXPECT_EQ(again.adopted + again.without_contact + again.handed_to_a_person, 0);
    EXPECT_EQ(only_contact(campaign).attempts, before.attempts);
    EXPECT_EQ(calls(), 2U);
}

TEST_P(Adoption, SettlesACallThatIsKnown) {
    const Call known = accepted(1);
    ListedCall told = listed(1, number(1), "busy");
    told.call.sid = told.word.call_sid = known.call_sid;

    EXPECT_EQ(adopt({told}).known, 1);

    EXPECT_EQ(call(known.id).outcome, Outcome::busy);
    EXPECT_EQ(contact(known).attempts, 1);
}

TEST_P(Adoption, HandsContactsToAPersonWhenSeveralFit) {
    const Campaign one = running_with(1, "One");
    const Campaign two = running_with(1, "Two");

    const AdoptedCalls adopted = adopt({listed(1, number(1), "completed")});

    EXPECT_EQ(adopted.handed_to_a_person, 2);
    EXPECT_EQ(adopted.without_contact, 1);
    for (const Campaign& each : {one, two}) {
        EXPECT_EQ(only_contact(each).status, ContactStatus::unresolved);
        EXPECT_NE(only_contact(each).reason, "");
        EXPECT_EQ(only_contact(each).attempts, 1);
        EXPECT_EQ(campaign(each.id).status, CampaignStatus::completed);
    }
    EXPECT_FALSE(call_listed(1)->campaign_id);
}

TEST_P(Adoption, KeepsACallThatFitsNobodyWithoutAContact) {
    const Campaign campaign = running_with(1);

    EXPECT_EQ(adopt({listed(1, number(2), "ringing")}).without_contact, 1);

    EXPECT_EQ(call_listed(1)->state, CallState::ringing);
    EXPECT_FALSE(call_listed(1)->contact_id);
    EXPECT_EQ(only_contact(campaign).status, ContactStatus::pending);
    EXPECT_EQ(only_contact(campaign).attempts, 0);
}

TEST_P(Adoption, LeavesCallsFromOtherNumbersAlone) {
    const Campaign campaign = running_with(1);
    ListedCall foreign = listed(1, number(1), "completed");
    foreign.call.from = "+15557777777";
    ListedCall adhoc = listed(2, number(2), "completed");
    adhoc.call.from = "+15558888888";

    EXPECT_EQ(adopt({foreign, adhoc}).without_contact, 1);

    EXPECT_FALSE(call_listed(1));
    EXPECT_TRUE(call_listed(2));
    EXPECT_EQ(only_contact(campaign).attempts, 0);
}

TEST_P(Adoption, AsksForTheOrderWhereACallMayHaveBeenPlaced) {
    const Call lost = unknown(1);
    EXPECT_EQ(adopt({listed(2, number(1), "busy"), listed(1, number(1), "completed")}).to_be_ordered.size(),
              2U);
    EXPECT_EQ(call(lost.id).state, CallState::unknown);
    EXPECT_EQ(calls(), 1U);

    const AdoptedCalls adopted =
        adopt({listed(1, number(1), "busy"), listed(2, number(1), "completed")}, true);

    EXPECT_EQ(adopted.known, 1);
    EXPECT_EQ(adopted.adopted, 1);
    EXPECT_EQ(call(lost.id).call_sid, sid(701));
    EXPECT_EQ(contact(lost).attempts, 2);
    EXPECT_EQ(call_listed(2)->contact_id, lost.contact_id);
}

TEST_P(Adoption, CountsACallToAContactThatHasAnotherOneWithoutTouchingThat) {
    const Call open = accepted(1);

    EXPECT_EQ(adopt({listed(1, number(1), "busy")}).adopted, 1);

    EXPECT_EQ(contact(open).status, ContactStatus::in_progress);
    EXPECT_EQ(contact(open).last_call_id, open.id);
    EXPECT_EQ(contact(open).attempts, 2);
    EXPECT_EQ(call(open.id).state, CallState::accepted);
    EXPECT_EQ(call_listed(1)->outcome, Outcome::busy);
}

TEST_P(Adoption, NeverOpensASecondCallToANumber) {
    const Campaign campaign = running_with(1);
    (void)adopt({listed(1, number(9), "ringing")});
    OpenCall adhoc{number(1), some_settings(), token(77), std::nullopt, noon};
    const auto opened = await(store->open_call(std::move(adhoc)));
    ASSERT_EQ(await(store->record_submitting(opened->call.id, noon)), Submission::go);
    (void)await(store->record_placing(opened->call.id, accepted_as(sid(1)), noon));

    (void)adopt({listed(2, number(1), "busy")});

    EXPECT_EQ(only_contact(campaign).status, ContactStatus::unresolved);
    EXPECT_EQ(only_contact(campaign).attempts, 1);
    EXPECT_EQ(call_listed(2)->outcome, Outcome::busy);
}

TEST_P(Adoption, TakesADraftsContactWhenNobodyElseWaits) {
    const Campaign draft = this->draft("Later");
    add(draft.id, 1, 2);
    const Campaign running = running_with(2, "Now");

    (void)adopt({listed(1, number(1), "completed"), listed(2, number(2), "completed")});

    EXPECT_EQ(contacts(draft.id).at(0).status, ContactStatus::completed);
    EXPECT_EQ(contacts(draft.id).at(1).status, ContactStatus::pending);
    EXPECT_EQ(only_contact(running).status, ContactStatus::completed);
}

}  // namespace carillon::store::test
