// SPDX-License-Identifier: MIT
// Idempotency keys leave no trace after their day.
#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

class IdempotencyKeys : public SqliteTest {};
INSTANTIATE_TEST_SUITE_P(Sqlite, IdempotencyKeys, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(IdempotencyKeys, AreDeletedAPortionAtATimeWhenTheirDayIsOver) {
    for (int i = 0; i < 5; ++i) {
        CreateCampaign wanted;
        wanted.name = std::to_string(i);
        wanted.idempotency = IdempotencyKey{wanted.name, "f"};
        wanted.now = noon + Seconds{i};
        (void)await(store->create_campaign(wanted));
    }
    SqliteShell shell{file()};
    DeleteOld old;
    old.limit = 2;
    old.now = noon + Seconds{24 * 3'600 + 2};

    EXPECT_EQ(await(store->delete_old(old)), 2);
    EXPECT_EQ(await(store->delete_old(old)), 1);
    EXPECT_EQ(await(store->delete_old(old)), 0);
    EXPECT_EQ(shell.value("SELECT group_concat(key) FROM idempotency_keys"), "3,4");
}

}  // namespace
}  // namespace carillon::store::test
