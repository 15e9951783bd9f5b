// SPDX-License-Identifier: MIT
// Imports that are taken back, and the corrected list that comes after them.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Undo : public StoreTest {
protected:
    UndonePortion undo(ImportId import, std::int64_t after = 0, std::int64_t limit = 1000) {
        return await(store->undo_import({import, after, limit, noon + Seconds{9}})).value();
    }
    Import import(CampaignId campaign, std::size_t which) {
        return await(store->list_imports({campaign})).items.at(which);
    }
    /// A draft with `count` contacts of one import, and its import.
    std::pair<CampaignId, ImportId> uploaded(int count) {
        const CampaignId id = draft().id;
        add(id, 1, count);
        return {id, import(id, 0).id};
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Undo, testing::ValuesIn(all_engines()), testing::PrintToStringParamName());

TEST_P(Undo, TakesBackWhoWasNeverCalledAndKeepsTheOthers) {
    const CampaignId id = running().id;
    add(id, 1, 4);
    const auto claimed = claim(id, 1);
    suppress(number(4));

    const UndonePortion undone = undo(import(id, 0).id);

    EXPECT_EQ(undone.undone, 3);
    EXPECT_EQ(undone.kept, 1);
    EXPECT_FALSE(undone.next);
    EXPECT_EQ(contact(claimed.at(0).call).status, ContactStatus::in_progress);
    const auto& counts = campaign(id).counts;
    EXPECT_EQ(counts.of(ContactStatus::canceled), 3);
    EXPECT_EQ(counts.of(ContactStatus::pending) + counts.of(ContactStatus::blocked), 0);
    const Contact taken_back = contacts(id).at(1);
    EXPECT_EQ(taken_back.reason, undone_reason);
    EXPECT_FALSE(taken_back.next_attempt_at);
    EXPECT_EQ(import(id, 0).undone_at, noon + Seconds{9});
    EXPECT_EQ(import(id, 0).accepted, 4) << "what was accepted then stays told";
}

TEST_P(Undo, KeepsWhoWasCalledBefore) {
    const Call call = accepted(1);
    settle(callback(call, "busy", 3));
    ASSERT_EQ(contact(call).status, ContactStatus::pending) << "waits for its next call";

    const UndonePortion undone = undo(ImportId{1});

    EXPECT_EQ(undone.undone, 0);
    EXPECT_EQ(undone.kept, 1);
    EXPECT_EQ(contact(call).status, ContactStatus::pending);
}

TEST_P(Undo, TakesBackWhoseCallWasProvablyNotSent) {
    const Call call = claimed(1);
    ContactStep back;
    back.next_attempt_at = noon;
    back.attempt_counts = false;
    await(store->withdraw_claim(call.id, back, noon));

    EXPECT_EQ(undo(ImportId{1}).undone, 1);
}

TEST_P(Undo, LeavesTheContactsOfOtherImportsAlone) {
    const auto [id, first] = uploaded(2);
    add(id, 3, 5);

    EXPECT_EQ(undo(first).undone, 2);

    EXPECT_EQ(campaign(id).counts.of(ContactStatus::pending), 3);
    EXPECT_FALSE(import(id, 1).undone_at);
}

TEST_P(Undo, GoesPortionByPortionAndIsDoneWithTheLast) {
    const auto [id, first] = uploaded(5);

    const UndonePortion one = undo(first, 0, 2);
    EXPECT_EQ(one.undone, 2);
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::canceled), 2);
    EXPECT_FALSE(import(id, 0).undone_at) << "it is not done yet";
    reopen();  // whoever asks again after a crash gets the whole of it
    std::int64_t undone = 0;
    for (std::optional<std::int64_t> next{0}; next;) {
        const UndonePortion portion = undo(first, *next, 2);
        undone += portion.undone;
        next = portion.next;
    }

    EXPECT_EQ(undone, 5);
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::canceled), 5);
    EXPECT_TRUE(import(id, 0).undone_at);
}

TEST_P(Undo, TwiceChangesNothingMore) {
    const auto [id, first] = uploaded(2);
    undo(first);
    const Instant undone_at = *import(id, 0).undone_at;

    const auto again = await(store->undo_import({first, 0, 1000, noon + Seconds{60}})).value();

    EXPECT_EQ(again.undone, 2);
    EXPECT_EQ(again.kept, 0);
    EXPECT_EQ(import(id, 0).undone_at, undone_at);
}

TEST_P(Undo, CompletesACampaignThatHasNobodyElse) {
    const CampaignId id = running().id;
    add(id, 1, 2);

    undo(import(id, 0).id);

    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_P(Undo, EndsAnUploadThatIsStillComingIn) {
    const auto [id, first] = uploaded(1);
    undo(first);

    AddContacts more{first, {person(2)}, {}, noon};
    EXPECT_EQ(await(store->add_contacts(std::move(more))).error().code, Errc::conflict);
    EXPECT_EQ(await(store->undo_import({ImportId{99}, 0, 1000, noon})).error().code, Errc::not_found);
}

TEST_P(Undo, IsRevivedByTheCorrectedList) {
    const auto [id, first] = uploaded(2);
    const ContactId before = contacts(id).at(0).id;
    undo(first);
    NewContact corrected = person(1, 7);
    corrected.name = "Ada";
    corrected.time_zone = "Europe/Zurich";
    corrected.variables = R"({"city":"Bern"})";
    corrected.line = 12;

    const AddedContacts added = add(id, {corrected}, noon + Seconds{60});

    EXPECT_EQ(added.accepted, 1);
    EXPECT_TRUE(added.duplicates.empty());
    const Contact revived = contact(before);
    EXPECT_EQ(revived.status, ContactStatus::pending);
    EXPECT_EQ(revived.next_attempt_at, noon + Seconds{60});
    EXPECT_EQ(revived.reason, "");
    EXPECT_EQ(revived.name, "Ada");
    EXPECT_EQ(revived.time_zone, "Europe/Zurich");
    EXPECT_EQ(revived.zones.text(), "Europe/Zurich");
    EXPECT_EQ(revived.variables, corrected.variables);
    EXPECT_EQ(revived.priority, 7);
    EXPECT_EQ(campaign(id).counts.total(), 2);
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::pending), 1);
    EXPECT_EQ(import(id, 0).taken_over, 1);
    EXPECT_EQ(import(id, 1).accepted, 1);
    EXPECT_EQ(undo(first).undone, 1) << "the revived one belongs to its new import";
    EXPECT_EQ(contact(before).status, ContactStatus::pending);
}

TEST_P(Undo, RevivesNobodyWhoMustNotBeCalled) {
    const auto [id, first] = uploaded(1);
    undo(first);
    suppress(number(1));

    EXPECT_EQ(add(id, 1, 1).accepted, 1);

    EXPECT_EQ(contacts(id).at(0).status, ContactStatus::blocked);
    EXPECT_EQ(contacts(id).at(0).reason, "suppressed");
}

TEST_P(Undo, RevivesOnlyWhoWasTakenBack) {
    const Call call = accepted(1);
    settle(callback(call, "completed", 3));
    undo(ImportId{1});

    EXPECT_EQ(add(*call.campaign_id, 1, 1).duplicates.size(), 1U);

    EXPECT_EQ(contact(call).status, ContactStatus::completed);
}

}  // namespace
}  // namespace carillon::store::test
