// SPDX-License-Identifier: MIT
// What `carillon restore` writes into a database, and what the next start reads in it.
#include "store/sqlite/restorations.hpp"

#include <gtest/gtest.h>

#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

class Restorations : public SqliteTest {
protected:
    Instant record(Instant at) {
        store.reset();
        const Instant until = [&] {
            sqlite::Database database{file(), sqlite::Database::Access::read_write};
            return sqlite::record_restoration(database, at);
        }();
        open();
        return until;
    }
};

INSTANTIATE_TEST_SUITE_P(Sqlite, Restorations, sqlite_alone(), testing::PrintToStringParamName());

}  // namespace

TEST_P(Restorations, KnowTheLatestInstantOfAnyRow) {
    const Instant end = noon + Seconds{600};
    const Call call = accepted(1);
    NewCallback last = callback(call, "completed");
    last.received_at = end;
    settle(last);

    EXPECT_EQ(record(end + Seconds{60}), end);

    const auto found = await(store->find_restoration());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->known_until, end);
    EXPECT_EQ(found->restored_at, end + Seconds{60});
}

TEST_P(Restorations, AreOverWhenTheyAreFinished) {
    EXPECT_FALSE(await(store->find_restoration()));
    record(noon);
    record(noon + Seconds{5});
    EXPECT_EQ(await(store->find_restoration())->restored_at, noon + Seconds{5});

    await(store->finish_restoration(noon + Seconds{9}));

    EXPECT_FALSE(await(store->find_restoration()));
}

TEST_P(Restorations, AreAnEventWhoseIdNoLogHadReached) {
    (void)accepted(1);
    const EventId before = store->newest_event();

    record(noon);

    EXPECT_EQ(store->newest_event().value(), to_unix_ms(noon));
    ListEvents since;
    since.after = before;
    const auto events = await(store->list_events(since)).events;
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].event.kind, EventKind::database_restored);
    EXPECT_EQ(events[0].event.reason, "2023-11-14T22:13:20.000Z");
    record(noon);
    EXPECT_EQ(store->newest_event().value(), to_unix_ms(noon) + 1) << "also where the clock stands still";
}

TEST_P(Restorations, DoNotBelieveThatAClaimedCallWasNotSent) {
    const Call claimed = this->claimed(1);
    const Call ended = this->accepted(2);
    settle(callback(ended, "busy"));

    record(noon);

    EXPECT_EQ(call(claimed.id).state, CallState::submitting);
    EXPECT_EQ(call(claimed.id).submitted_at, call(claimed.id).created_at);
    EXPECT_EQ(contact(claimed).attempts, 1);
    EXPECT_EQ(contact(ended).attempts, 1);
    EXPECT_EQ(call(ended.id).state, CallState::ended);
}

}  // namespace carillon::store::test
