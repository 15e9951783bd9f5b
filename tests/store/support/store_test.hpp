// SPDX-License-Identifier: MIT
// What the conformance suite stands on: an engine of each kind, opened on files of its own, behind a `Store`
// that is used through its face alone.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "store/store.hpp"
#include "store/support/scripted_decisions.hpp"
#include "support/temp_directory.hpp"

namespace carillon::store::test {

/// One kind of engine, and whether `Store` gives it threads. A second engine joins the suite by a line in
/// `all_engines`.
struct EngineKind {
    std::string name;
    Threads threads = Threads::own;
    std::function<Engine(const carillon::test::TempDirectory&, const Decisions&)> open;
    friend std::ostream& operator<<(std::ostream& out, const EngineKind& kind) { return out << kind.name; }
};
std::vector<EngineKind> all_engines();

template <class T>
struct Awaited {
    std::exception_ptr error;
    std::optional<T> value;
};

/// Runs the loop until this is done. Throws what it threw.
template <class T>
T await(boost::asio::io_context& loop, Async<T> work) {
    Awaited<T> awaited;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T value) {
        awaited.error = error;
        if (!error) awaited.value.emplace(std::move(value));
    });
    loop.restart();
    loop.run();
    if (awaited.error) std::rethrow_exception(awaited.error);
    return std::move(awaited.value.value());
}
void await(boost::asio::io_context& loop, Async<void> work);

/// A minute of a day long ago; every test begins here.
inline const Instant noon = from_unix_ms(1'700'000'000'000);

PhoneNumber number(std::string_view e164);
/// +15550000001 for 1, and so on.
PhoneNumber number(int i);
CallToken token(int i);
CallSid sid(int i);

class StoreTest : public testing::TestWithParam<EngineKind> {
protected:
    StoreTest() { open(); }

    void open();
    /// As a restart does: what is queued is finished, then the files are opened anew.
    void reopen();

    template <class T>
    T await(Async<T> work) {
        return test::await(loop, std::move(work));
    }
    void await(Async<void> work) { test::await(loop, std::move(work)); }

    // Scenes that many tests begin with.
    Campaign draft(std::string name = "Spring", CampaignSettings settings = some_settings());
    Campaign running(std::string name = "Spring");
    Campaign move(CampaignId campaign, CampaignMove move, Instant now = noon);
    ImportId begin(CampaignId campaign);
    AddedContacts add(CampaignId campaign, std::vector<NewContact> contacts, Instant now = noon);
    AddedContacts add(CampaignId campaign, int first, int last, Instant now = noon);
    std::vector<ClaimedCall> claim(CampaignId campaign, std::int64_t count, Instant now = noon);
    /// A running campaign of one contact, whose call stands where the name says.
    Call claimed(int i = 1);
    Call submitting(int i = 1);
    Call accepted(int i = 1);
    Call unknown(int i = 1);
    Call unresolved(int i = 1);
    void suppress(const PhoneNumber& phone);

    Settled settle(NewCallback callback) { return await(store->settle_callback(std::move(callback))); }

    Campaign campaign(CampaignId id) { return await(store->find_campaign(id)).value(); }
    Contact contact(ContactId id) { return await(store->find_contact(id)).value(); }
    Contact contact(const Call& call) { return contact(call.contact_id.value()); }
    std::vector<Contact> contacts(CampaignId campaign) {
        return await(store->list_contacts({campaign, std::nullopt})).items;
    }
    Call call(CallId id) { return await(store->find_call(id)).value(); }

    static CampaignSettings some_settings();
    static NewContact person(int i, std::int64_t priority = 0);

    carillon::test::TempDirectory directory;
    boost::asio::io_context loop;
    ScriptedDecisions decisions;
    std::optional<Store> store;

private:
    int next_token_ = 1;
};

NewCallback callback(const Call& call, std::string word, std::optional<std::int64_t> sequence = std::nullopt);
PlaceResult accepted_as(const CallSid& sid);
CarrierCall carrier_call(const CallSid& sid, std::string status = "queued");

}  // namespace carillon::store::test
