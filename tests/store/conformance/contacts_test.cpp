// SPDX-License-Identifier: MIT
// Uploads, and a person's decision to call somebody again.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Contacts : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Contacts,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Contacts, WaitForTheirFirstCallFromTheUploadOn) {
    const CampaignId id = running().id;
    NewContact someone = person(1, 7);
    someone.time_zone = "Europe/Zurich";
    someone.variables = R"({"first_name":"Ada"})";

    add(id, {someone});

    const Contact stored = contacts(id).at(0);
    EXPECT_EQ(stored.phone, number(1).e164());
    EXPECT_EQ(stored.name, "Person 1");
    EXPECT_EQ(stored.time_zone, "Europe/Zurich");
    EXPECT_EQ(stored.variables, someone.variables);
    EXPECT_EQ(stored.priority, 7);
    EXPECT_EQ(stored.status, ContactStatus::pending);
    EXPECT_EQ(stored.next_attempt_at, noon);
    EXPECT_EQ(stored.attempts, 0);
}

TEST_P(Contacts, AreOnceInACampaignAndTheSecondIsReportedByItsLine) {
    const CampaignId id = draft().id;
    NewContact again = person(1);
    again.line = 9;

    const AddedContacts added = add(id, {person(1), person(2), again});

    EXPECT_EQ(added.accepted, 2);
    ASSERT_EQ(added.duplicates.size(), 1U);
    EXPECT_EQ(added.duplicates[0].line, 9);
    EXPECT_EQ(added.duplicates[0].code, "duplicate");
    EXPECT_EQ(added.duplicates[0].field, "phone");
}

TEST_P(Contacts, OfTheSameNumberMayStandInTwoCampaigns) {
    EXPECT_EQ(add(draft("A").id, 1, 1).accepted, 1);
    EXPECT_EQ(add(draft("B").id, 1, 1).accepted, 1);
}

TEST_P(Contacts, UploadedAgainChangeNothing) {
    const CampaignId id = running().id;
    add(id, 1, 3);
    (void)claim(id, 1);
    const auto before = campaign(id).counts.by_status;

    const AddedContacts again = add(id, 1, 3);

    EXPECT_EQ(again.accepted, 0);
    EXPECT_EQ(again.duplicates.size(), 3U);
    EXPECT_EQ(campaign(id).counts.by_status, before);
}

TEST_P(Contacts, ThatBecameNoneAreKeptWithLineAndReason) {
    const ImportId import = begin(draft().id);
    AddContacts wanted{
        import, {person(1), person(1)}, {{7, "phone", "invalid_phone", "Too short.", "12"}}, noon};
    (void)await(store->add_contacts(wanted));

    const auto finished = await(store->finish_import(import, noon + Seconds{1})).value();
    const auto rows = await(store->list_rejected_rows({import})).items;

    EXPECT_EQ(finished.received, 3);
    EXPECT_EQ(finished.accepted, 1);
    EXPECT_EQ(finished.duplicates, 1);
    EXPECT_EQ(finished.rejected, 1);
    EXPECT_EQ(finished.finished_at, noon + Seconds{1});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].code, "duplicate");
    EXPECT_EQ(rows[1].line, 7);
    EXPECT_EQ(rows[1].field, "phone");
    EXPECT_EQ(rows[1].code, "invalid_phone");
    EXPECT_EQ(rows[1].message, "Too short.");
    EXPECT_EQ(rows[1].value, "12");
}

TEST_P(Contacts, OfAnUploadThatWasCutOffAreKept) {
    const CampaignId id = draft().id;
    add(id, 1, 2);

    reopen();

    EXPECT_EQ(campaign(id).counts.total(), 2);
    EXPECT_FALSE(await(store->list_imports({id})).items.at(0).finished_at);
}

TEST_P(Contacts, AreRefusedWhereTheyCannotBeTaken) {
    const Campaign canceled = draft();
    const ImportId open_import = begin(canceled.id);
    move(canceled.id, CampaignMove::cancel);
    const ImportId finished = begin(draft().id);
    (void)await(store->finish_import(finished, noon));
    AddContacts to_canceled{open_import, {person(1)}, {}, noon};
    AddContacts to_finished{finished, {person(1)}, {}, noon};
    AddContacts to_nothing{ImportId{99}, {person(1)}, {}, noon};

    EXPECT_EQ(await(store->begin_import(CampaignId{99}, noon)).error().code, Errc::not_found);
    EXPECT_EQ(await(store->begin_import(canceled.id, noon)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->add_contacts(to_canceled)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->add_contacts(to_finished)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->add_contacts(to_nothing)).error().code, Errc::not_found);
    EXPECT_EQ(await(store->finish_import(ImportId{99}, noon)).error().code, Errc::not_found);
}

TEST_P(Contacts, WithASuppressedNumberAreVisibleAndNotRung) {
    suppress(number(1));
    const CampaignId id = running().id;

    add(id, 1, 2);

    const auto people = contacts(id);
    EXPECT_EQ(people.at(0).status, ContactStatus::blocked);
    EXPECT_EQ(people.at(0).reason, "suppressed");
    EXPECT_EQ(people.at(1).status, ContactStatus::pending);
    EXPECT_EQ(claim(id, 10).size(), 1U);
}

/// A call whose contact ended as unresolved.
Call unresolve(Store& store, boost::asio::io_context& loop, const Call& unknown) {
    for (int i = 0; i < 2; ++i) (void)await(loop, store.record_search(unknown.id, {}, noon));
    return await(loop, store.find_call(unknown.id)).value();
}

TEST_P(Contacts, AreRequeuedByAPersonAndTheirUnresolvedCallStaysSo) {
    const Call call = unresolve(*store, loop, unknown());
    ASSERT_EQ(contact(call).status, ContactStatus::unresolved);
    ASSERT_EQ(campaign(*call.campaign_id).status, CampaignStatus::completed);

    const auto requeued = await(store->requeue_contact(*call.contact_id, noon + Seconds{9}));

    EXPECT_EQ(requeued.value().status, ContactStatus::pending);
    EXPECT_EQ(requeued.value().next_attempt_at, noon + Seconds{9});
    EXPECT_EQ(this->call(call.id).state, CallState::unresolved);
    EXPECT_EQ(campaign(*call.campaign_id).status, CampaignStatus::running);
}

TEST_P(Contacts, CannotBeRequeuedWhileTheyWaitAreCalledOrAreDone) {
    const Call open = accepted(1);
    const Call done = accepted(2);
    settle(callback(done, "completed", 3));
    const CampaignId waiting = draft().id;
    add(waiting, 5, 5);
    const ContactId pending = contacts(waiting).at(0).id;

    EXPECT_EQ(await(store->requeue_contact(ContactId{999}, noon)).error().code, Errc::not_found);
    EXPECT_EQ(await(store->requeue_contact(pending, noon)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->requeue_contact(*open.contact_id, noon)).error().code, Errc::conflict);
    EXPECT_EQ(await(store->requeue_contact(*done.contact_id, noon)).error().code, Errc::conflict);
}

TEST_P(Contacts, CannotBeRequeuedWhileTheyAreSuppressedOrTheirCampaignIsCanceled) {
    const CampaignId id = running().id;
    add(id, 1, 2);
    suppress(number(1));
    const auto people = contacts(id);
    EXPECT_EQ(await(store->requeue_contact(people.at(0).id, noon)).error().code, Errc::conflict);

    move(id, CampaignMove::cancel);
    (void)await(store->cancel_waiting_contacts(10, noon));
    EXPECT_EQ(await(store->requeue_contact(people.at(1).id, noon)).error().code, Errc::conflict);
}

}  // namespace
}  // namespace carillon::store::test
