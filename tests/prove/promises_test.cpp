// SPDX-License-Identifier: MIT
// The check of the promises must be able to fail: an honest run passes, and each way to break a promise is
// seen.
#include "support/promises.hpp"

#include <fstream>
#include <functional>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

constexpr std::int64_t noon = 1'795'348'800'000;
constexpr const char* settings = R"({"max_attempts":2,"max_concurrent_calls":5,"timeout_seconds":30})";

/// Two contacts, one call each: the first was answered, the second busy. Told as it happened.
class Promises : public testing::Test {
protected:
    Promises() {
        evidence.database = directory / "carillon.db";
        evidence.logs = {directory / "server.log"};
        evidence.secrets = {"hush-hush"};
        evidence.calls_per_second = 1;
        evidence.max_concurrent_calls = 2;
        store::migrate_sqlite(evidence.database);
        std::ofstream{evidence.logs.front()} << "call 1 to +1*****0001 accepted\n";
        tell(R"sql(
            INSERT INTO campaigns (id, name, status, settings, created_at, ended_at)
                VALUES (1, 'one', 'completed', '{"max_attempts":2}', 0, 1);
            INSERT INTO imports (id, campaign_id, received, accepted, rejected, started_at) VALUES (1, 1, 3, 2, 1, 0);
            INSERT INTO rejected_rows (import_id, line, field, code, message, value)
                VALUES (1, 4, 'phone', 'invalid', 'no number', 'x'))sql");
        add_call(1, "completed", "completed", 40);
        add_call(2, "busy", "busy", 0);
    }

    void tell(const std::string& sql) {
        SQLite::Database{evidence.database.string(), SQLite::OPEN_READWRITE}.exec(sql);
    }

    void add_call(int id, const std::string& word, const std::string& bucket, std::int64_t duration) {
        const std::string n = std::to_string(id);
        const auto at = [&](int second) { return std::to_string(noon + 1000 * (10 * id + second)); };
        tell(
            "INSERT INTO contacts (id, campaign_id, phone, name, time_zone, variables, priority, status, "
            "attempts, "
            "created_at, updated_at, import_id, line) VALUES (" +
            n + ", 1, '+1555000000" + n + "', '', '', '{}', 0, '" + bucket + "', 1, 0, 0, 1, " + n + ")");
        tell(
            "INSERT INTO calls (id, campaign_id, contact_id, token, state, outcome, status, twilio_status, "
            "call_sid, "
            "from_number, to_number, direction, attempt, duration_seconds, sequence_number, settings, "
            "settings_version, created_at, "
            "submitted_at, accepted_at, ended_at) VALUES (" +
            n + ", 1, " + n + ", 'token" + n + "', 'ended', '" + bucket + "', '" + bucket + "', '" + word +
            "', 'CA" + n + "', '+15559990000', '+1555000000" + n + "', 'outbound-api', 1, " +
            std::to_string(duration) + ", 1, '" + settings + "', 1, " + at(0) + ", " + at(0) + ", " + at(1) +
            ", " + at(5) + ")");
        tell("UPDATE contacts SET last_call_id = " + n + " WHERE id = " + n);
        tell(
            "INSERT INTO callbacks (call_id, call_sid, twilio_status, sequence_number, fields, source, "
            "received_at, applied) "
            "VALUES (" +
            n + ", 'CA" + n + "', '" + word + "', 1, '{\"CallSid\":\"CA" + n + "\",\"CallStatus\":\"" + word +
            "\",\"SequenceNumber\":\"1\",\"CallDuration\":\"" + std::to_string(duration) +
            "\",\"Direction\":\"outbound-api\"}', 'webhook', " + at(5) + ", 1)");

        LedgerCall call;
        call.sid = "CA" + n;
        call.token = "token" + n;
        call.to = "+1555000000" + n;
        call.from = "+15559990000";
        call.requested_at = from_unix_ms(noon + 1000 * 10 * id);
        call.ended_at = from_unix_ms(noon + 1000 * (10 * id + 5));
        call.ending = word;
        call.duration_seconds = duration;
        LedgerCallback callback;
        callback.sid = call.sid;
        callback.token = call.token;
        callback.status = word;
        callback.seq = 1;
        callback.http_status = 200;
        call.callbacks = {callback};
        evidence.ledger.calls.push_back(call);
    }

    void expect_breach(const std::string& promise, const std::string& words) {
        EXPECT_THAT(
            breaches_in(check_promises(evidence)),
            testing::Contains(testing::AllOf(testing::StartsWith(promise + ":"), testing::HasSubstr(words))));
    }

    LedgerCall& first() { return evidence.ledger.calls.front(); }

    TempDirectory directory;
    Evidence evidence;
};

}  // namespace

TEST_F(Promises, OfAnHonestRunAreKeptAndEachLookedAtSomething) {
    const PromiseReports reports = check_promises(evidence);
    EXPECT_THAT(breaches_in(reports), testing::IsEmpty());
    for (const auto& [promise, report] : reports) {
        if (promise == "P10") continue;  // nobody is unresolved here
        EXPECT_GT(report.checked, 0) << promise;
    }
    EXPECT_EQ(reports.size(), 11U);
}

TEST_F(Promises, SeeATokenThatWasPlacedTwice) {
    evidence.ledger.calls.push_back(first());
    expect_breach("P1", "placed 2 times");
}

TEST_F(Promises, SeeMoreCallsThanTheRetryRulesAllow) {
    for (int id = 5; id < 8; ++id) {
        add_call(id, "busy", "busy", 0);
        tell("UPDATE calls SET contact_id = 1 WHERE id = " + std::to_string(id));
    }
    expect_breach("P2", "allowed were 2");
    evidence.requeues["+15550000001"] = 2;
    expect_breach("P2", "counted are 1");
}

TEST_F(Promises, SeeTwoCallsToOneNumberAtOnce) {
    LedgerCall second = first();
    second.token = "token2";
    second.requested_at += Seconds{4};
    evidence.ledger.calls.push_back(second);
    expect_breach("P2", "was open");
    evidence.wall_clock_was_set = true;
    expect_breach("P2", "was open");
}

TEST_F(Promises, SeeAContactInNoBucket) {
    tell("UPDATE campaign_counts SET busy = 0");
    expect_breach("P3", "counts busy 0, there are 1");
    expect_breach("P3", "its uploads accepted 2");
}

TEST_F(Promises, SeeAContactThatWaitsForEver) {
    tell("UPDATE contacts SET status = 'pending', next_attempt_at = 0 WHERE id = 2");
    expect_breach("P3", "waits in a campaign that is completed");
    tell("UPDATE campaigns SET status = 'running', ended_at = NULL");
    expect_breach("P3", "is pending after the end");
    tell("UPDATE contacts SET status = 'in_progress', next_attempt_at = NULL WHERE id = 2");
    expect_breach("P3", "its call 2 is ended");
}

TEST_F(Promises, SeeARejectedRowThatNobodyExplains) {
    tell("DELETE FROM rejected_rows");
    expect_breach("P3", "left out 1 rows and explains 0");
}

TEST_F(Promises, SeeACallOfTheCarrierWithoutARow) {
    first().token = "token-of-nobody";
    first().sid = "CA-of-nobody";
    expect_breach("P4", "has no row");
    expect_breach("P4", "the carrier never gave out");
}

TEST_F(Promises, SeeACallBelievedNotToBePlaced) {
    tell("UPDATE calls SET outcome = 'not_sent' WHERE id = 1");
    expect_breach("P4", "is not_sent, but the carrier has it");
}

TEST_F(Promises, SeeAnAcknowledgedCallbackThatIsLost) {
    first().callbacks.front().seq = 2;
    expect_breach("P5", "was acknowledged and is not kept");
    first().callbacks.front().http_status = 503;
    EXPECT_THAT(breaches_in(check_promises(evidence)), testing::IsEmpty());
}

TEST_F(Promises, SeeAnotherEndAndAnotherDuration) {
    first().ending = "busy";
    expect_breach("P6", "ended 'completed'");
    first().ending = "completed";
    first().duration_seconds = 41;
    expect_breach("P6", "lasted 40 s");
    first().ending.clear();
    tell("UPDATE calls SET state = 'ringing', outcome = NULL, ended_at = NULL WHERE id = 1");
    expect_breach("P6", "never ended");
}

TEST_F(Promises, SeeAVerdictThatWasAcknowledgedAndIsNotKept) {
    first().answered_by = "machine_start";
    LedgerCallback verdict = first().callbacks.front();
    verdict.status = "amd:machine_start";
    verdict.seq = -1;
    first().callbacks.push_back(verdict);
    expect_breach("P5", "amd:machine_start");
    expect_breach("P6", "by 'machine_start'");
}

TEST_F(Promises, SeeAStateThatItsCallbacksDoNotGive) {
    tell(
        "UPDATE calls SET outcome = 'no_answer', twilio_status = 'no-answer', status = 'no_answer' WHERE id "
        "= 2");
    expect_breach("P7", "call 2");
}

TEST_F(Promises, SeeAFileThatIsNotSound) {
    tell(
        "PRAGMA foreign_keys = OFF; INSERT INTO rejected_rows (import_id, line, field, code, message, value) "
        "VALUES (99, 1, '', '', '', '')");
    expect_breach("P8", "refers to a missing row of imports");
    tell(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '(call_sid, ', '(fields, "
        "') "
        "WHERE name = 'callbacks_once_without_call'; DELETE FROM sqlite_schema WHERE name = "
        "'calls_by_status'");
    expect_breach("P8", "");
}

TEST_F(Promises, SeeAFileThatLetsThingsHappen) {
    tell("DROP INDEX calls_one_open_per_number; DROP TRIGGER callbacks_are_kept");
    expect_breach("P8", "does not refuse a second open call to one number");
    expect_breach("P8", "does not refuse a callback that is forgotten");
}

TEST_F(Promises, SeeMoreCallsThanTheRateAndTheCapsAllow) {
    add_call(3, "busy", "busy", 0);
    evidence.ledger.calls[1].requested_at = first().requested_at;
    evidence.ledger.calls[2].requested_at = first().requested_at + Milliseconds{999};
    expect_breach("P9", "3 calls were placed within one second");
    expect_breach("P9", "3 calls were open at once, allowed are 2");
    tell(R"(UPDATE calls SET settings = '{"max_attempts":2,"max_concurrent_calls":1}')");
    expect_breach("P9", "3 calls of campaign 1 were open at once, allowed are 1");
}

TEST_F(Promises, AllowBehindAStallWhatTheRateHadLetGoMeanwhile) {
    add_call(3, "busy", "busy", 0);
    tell("UPDATE imports SET received = 4, accepted = 3");
    evidence.ledger.calls[1].requested_at = first().requested_at + Milliseconds{100};
    evidence.ledger.calls[2].requested_at = first().requested_at + Milliseconds{200};
    evidence.max_concurrent_calls = 3;
    evidence.longest_stall = 1;
    EXPECT_EQ(breaches_in(check_promises(evidence)), std::vector<std::string>{});
    evidence.longest_stall = 0.5;
    expect_breach("P9", "more calls were placed than the rate allows");
}

TEST_F(Promises, SeeASumOfADayThatIsWrong) {
    tell("UPDATE usage SET minutes = 7");
    expect_breach("P3", "counts 2 calls from +15559990000, 7 minutes; there are 2, 1");
}

TEST_F(Promises, SeeANumberThatIsCalledTooSoonOrTooOften) {
    evidence.ledger.calls[1].to = first().to;  // ten seconds after the first
    EXPECT_THAT(breaches_in(check_promises(evidence)),
                testing::Not(testing::Contains(testing::HasSubstr("often"))));
    tell(R"(UPDATE calls SET settings = '{"max_attempts":2,"min_gap_seconds":11}')");
    expect_breach("P9", "call 2 came before min_gap_seconds was over");
    evidence.limits.max_calls_per_number_per_day = 1;
    evidence.limits.max_calls_per_number_per_week = 1;
    expect_breach("P9", "+15550000001 was called too often within 24 hours");
    expect_breach("P9", "+15550000001 was called too often within 7 days");
}

TEST_F(Promises, SeeADayOnWhichMoreWasUsedThanTheLimitsAllow) {
    evidence.ledger.calls[1].duration_seconds = 61;
    evidence.limits.prices = PriceTable::parse("1=1").value();
    evidence.limits.max_calls_per_day = 1;
    evidence.limits.max_minutes_per_day = 2;
    evidence.limits.max_spend_per_day = 2'500'000;
    expect_breach("P9", "2 calls were placed on");
    expect_breach("P9", "3 minutes were talked on");
    expect_breach("P9", "3.00 was spent on");
}

TEST_F(Promises, SeeAFromNumberThatCallsMoreThanItMayOrIsNoneOfThePools) {
    evidence.ledger.calls[1].requested_at = first().requested_at;
    evidence.limits.max_concurrent_calls_per_from_number = 1;
    expect_breach("P9", "2 calls were open from +15559990000");
    tell(R"(UPDATE calls SET settings = '{"max_attempts":2,"from_pool":)"
         R"({"numbers":["+15551112222"],"max_calls_per_day":1}}')");
    expect_breach("P9", "call 1 came from no number of its pool");
    expect_breach("P9", "+15559990000 placed more calls on");
}

TEST_F(Promises, SeeACallToASuppressedNumber) {
    tell("INSERT INTO suppressions (phone, reason, created_at) VALUES ('+15550000001', 'asked', 5)");
    expect_breach("P9", "went to a suppressed number");
}

TEST_F(Promises, SeeACallForACanceledCampaign) {
    tell("UPDATE campaigns SET status = 'canceled', ended_at = 5");
    expect_breach("P9", "was placed for a canceled campaign");
}

TEST_F(Promises, SeeACallOutsideOfItsCampaignsTime) {
    tell(
        "UPDATE calls SET settings = json_set(settings, '$.start_at', '2099-01-01T00:00:00.000Z') WHERE id = "
        "1");
    expect_breach("P9", "was placed outside of its campaign's time");
    tell("UPDATE calls SET settings = json_remove(settings, '$.start_at') WHERE id = 1");
    EXPECT_THAT(breaches_in(check_promises(evidence)), testing::IsEmpty());
    tell(
        "UPDATE calls SET settings = json_set(settings, '$.end_at', '2026-01-01T00:00:00.000Z') WHERE id = "
        "2");
    expect_breach("P9", "was placed outside of its campaign's time");
}

/// It is noon in Greenwich.
TEST_F(Promises, SeeACallOutsideOfItsCallingHours) {
    const auto tell_hours = [&](const std::string& days, const std::string& from, const std::string& to) {
        tell(
            "UPDATE calls SET settings = json_set(settings, '$.time_zone', 'Asia/Kolkata', "
            "'$.calling_hours', "
            R"(json('[{"days":[")" +
            days + R"("],"from":")" + from + R"(","to":")" + to + R"("}]')))");
    };
    tell_hours("sun", "17:00", "18:00");  // 17:30 there
    EXPECT_THAT(breaches_in(check_promises(evidence)), testing::IsEmpty());
    tell_hours("sat", "20:00", "18:00");  // since yesterday
    EXPECT_THAT(breaches_in(check_promises(evidence)), testing::IsEmpty());
    tell_hours("sun", "09:00", "17:30");
    expect_breach("P9", "outside of its calling hours: 2026-11-22, minute 1050 in Asia/Kolkata");
    tell_hours("sat", "20:00", "17:30");
    expect_breach("P9", "outside of its calling hours");
    tell("INSERT INTO zone_sets (id, zones) VALUES (7, 'Europe/London Asia/Kolkata')");
    tell("UPDATE contacts SET zone_set_id = 7 WHERE id = 1");
    tell_hours("sun", "09:00", "17:00");
    expect_breach("P9", "in Asia/Kolkata");
    tell("UPDATE calls SET settings = json_set(settings, '$.blackout_dates', json('[\"2026-11-22\"]'))");
    tell_hours("sun", "00:00", "24:00");
    expect_breach("P9", "outside of its calling hours");
}

TEST_F(Promises, SeeAnUnresolvedCallThatCouldBeKnown) {
    tell(
        "UPDATE calls SET state = 'unresolved', given_up_at = 0, outcome = NULL, ended_at = NULL WHERE id = "
        "1");
    expect_breach("P10", "although we acknowledged a callback");
    first().callbacks.clear();
    expect_breach("P10", "although the list shows");
    evidence.ledger.faults.push_back({"list_lag", "CA1", "token1", "+15550000001"});
    EXPECT_THAT(check_promises(evidence).at("P10").breaches, testing::IsEmpty());
}

TEST_F(Promises, SeeSecretsAndNumbersInLogs) {
    std::ofstream{evidence.logs.front()} << "token hush-hush\nringing +15550000002 now\n";
    expect_breach("P11", "line 1 holds a secret");
    expect_breach("P11", "line 2 holds a full phone number");
}

}  // namespace carillon::test
