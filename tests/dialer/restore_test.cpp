// SPDX-License-Identifier: MIT
// A backup was restored: what it does not know is asked of the carrier before anybody is rung.
#include <filesystem>

#include <SQLiteCpp/Database.h>
#include <boost/asio/detached.hpp>

#include "dialer/dialer_fixture.hpp"
#include "store/sqlite/restorations.hpp"

namespace carillon::test {
namespace {

class Restore : public DialerTest {
protected:
    void back_up() {
        SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
        database.exec("VACUUM INTO '" + backup().string() + "'");
    }

    /// Ends everything where it stands and puts the backup in the database's place.
    void restore() {
        if (dialer) {
            boost::asio::co_spawn(loop, dialer->drain(Milliseconds{0}), boost::asio::detached);
            pass(3s);
        }
        dialer.reset();
        store.reset();
        for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + ending);
        std::filesystem::copy_file(backup(), file());
        {
            store::sqlite::Database database{file(), store::sqlite::Database::Access::read_write};
            store::sqlite::record_restoration(database, clock.now());
        }
        store = std::make_unique<store::Store>(store::open_sqlite(file(), settling), store::Threads::none);
    }

    /// The carrier says this of all its calls.
    void all_are(const std::string& status) {
        for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = status;
    }

private:
    std::filesystem::path file() const { return directory / "test.db"; }
    std::filesystem::path backup() const { return directory / "backup.db"; }
};

}  // namespace

TEST_F(Restore, RingsNobodyWhomTheCarrierRangSinceTheBackup) {
    const auto id = running_campaign(10);
    back_up();
    start();
    pass(10s);
    ASSERT_EQ(carrier.placed.size(), 10U);
    all_are("completed");
    carrier.status_by_sid[carrier.placed[3].sid.text()] = "queued";
    carrier.status_by_sid[carrier.placed[4].sid.text()] = "in-progress";

    restore();
    start();
    pass(120s);

    EXPECT_EQ(carrier.placed.size(), 10U);
    EXPECT_EQ(count(id, ContactStatus::completed), 8);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 2);
    EXPECT_EQ(call_of(3).state, CallState::accepted);
    EXPECT_EQ(call_of(4).state, CallState::in_progress);
}

TEST_F(Restore, GoesOnWithThoseWhomNobodyRang) {
    const auto id = running_campaign(6);
    back_up();
    start(1);
    pass(2500ms);
    const auto rung = carrier.placed.size();
    ASSERT_EQ(rung, 3U);
    all_are("completed");

    restore();
    start();
    pass(70s);

    EXPECT_EQ(carrier.placed.size(), 6U);
    EXPECT_EQ(count(id, ContactStatus::completed), 3);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 3);
}

TEST_F(Restore, WaitsUntilTheCarriersListsCanBeBelievedAndSaysSo) {
    running_campaign(1);
    back_up();
    restore();
    start();

    pass(59s);
    EXPECT_TRUE(carrier.pages.empty());
    EXPECT_NE(dialer->restore_trouble(), "");
    EXPECT_TRUE(carrier.placed.empty());
    const auto refused = await(dialer->dial(*PhoneNumber::from_e164("+15559990000"), std::nullopt));
    EXPECT_EQ(std::get<dialer::DialRefused>(refused).code, Errc::unavailable);

    pass(2s);
    EXPECT_EQ(carrier.pages, (std::vector<std::string>{"queued 0", "started 0"}));
    EXPECT_EQ(dialer->restore_trouble(), "");
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Restore, RingsNobodyWhileTheCarrierDoesNotAnswer) {
    running_campaign(3);
    back_up();
    restore();
    carrier.is_silent = true;
    start();

    pass(1h);
    EXPECT_TRUE(carrier.placed.empty());
    EXPECT_NE(dialer->restore_trouble().find("timed out"), std::string::npos);
    const auto asked = carrier.pages.size();
    EXPECT_GT(asked, 10U);
    EXPECT_LT(asked, 1000U);

    carrier.is_silent = false;
    pass(60s);
    EXPECT_EQ(carrier.placed.size(), 3U);
}

TEST_F(Restore, AsksOnlyOnce) {
    running_campaign(1);
    back_up();
    restore();
    start();
    pass(61s);
    const auto asked = carrier.pages.size();

    boost::asio::co_spawn(loop, dialer->drain(Milliseconds{0}), boost::asio::detached);
    pass(3s);
    start();
    pass(61s);

    EXPECT_EQ(carrier.pages.size(), asked);
}

TEST_F(Restore, FindsACallAgainThatTheBackupWasNotSureOf) {
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    CampaignSettings settings = campaign_settings();
    settings.max_attempts = 3;
    settings.retry_delay_seconds = 1;
    const auto id = running_campaign(1, settings);
    start();
    pass(1s);
    back_up();
    carrier.answer = nullptr;
    call_back(0, "busy");  // the first call, and a second one that the backup knows nothing of
    pass(5s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    all_are("busy");

    restore();
    start();
    pass(100s);

    EXPECT_EQ(carrier.placed.size(), 3U) << "three attempts are allowed, two had been made";
    EXPECT_EQ(contacts(id).at(0).attempts, 3);
    EXPECT_EQ(call_of(0).token, ScriptedCarrier::token_of(carrier.placed[0].request));
    EXPECT_EQ(call_of(1).outcome, Outcome::busy);
}

TEST_F(Restore, DoesNotGiveACallUpBeforeTheCarriersListIsInOrder) {
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    CampaignSettings settings = campaign_settings();
    settings.max_attempts = 2;
    settings.retry_delay_seconds = 1;
    const auto id = running_campaign(1, settings);
    start();
    pass(1s);
    back_up();
    carrier.answer = nullptr;
    call_back(0, "busy");
    pass(26h);  // every time at which the first call would have been searched for is over
    ASSERT_EQ(carrier.placed.size(), 2U);
    all_are("busy");

    restore();
    start();
    pass(100s);

    EXPECT_EQ(call_of(0).token, ScriptedCarrier::token_of(carrier.placed[0].request));
    EXPECT_EQ(carrier.placed.size(), 2U);
    EXPECT_EQ(count(id, ContactStatus::busy), 1);
}

TEST_F(Restore, DoesNotBelieveThatAClaimedCallWasNotSent) {
    const auto id = running_campaign(1);
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    start();
    pass(500ms);
    ASSERT_EQ(carrier.placed.size(), 1U);
    {
        SQLite::Database database{(directory / "test.db").string(), SQLite::OPEN_READWRITE};
        database.exec("UPDATE calls SET state = 'claimed', submitted_at = NULL, next_check_at = NULL");
        database.exec("UPDATE contacts SET attempts = 0");
    }
    back_up();
    all_are("completed");

    restore();
    start();
    pass(120s);

    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
    EXPECT_EQ(call_of(0).token, ScriptedCarrier::token_of(carrier.placed[0].request));
}

}  // namespace carillon::test
