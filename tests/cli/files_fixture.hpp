// SPDX-License-Identifier: MIT
// The real binary on a database with a little in it, for tests of the subcommands that take whole files.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {

struct Ended {
    int code = 0;
    std::string output;
    std::string errors;
};

class Files : public testing::Test {
protected:
    Files() {
        EXPECT_EQ(run({"migrate"}).code, 0);
        write(R"sql(
            INSERT INTO campaigns (id, name, status, settings, created_at) VALUES (1, 'Spring', 'running', '{}', 1000);
            INSERT INTO imports (id, campaign_id, received, accepted, started_at) VALUES (1, 1, 1, 1, 1000);
            INSERT INTO contacts (id, campaign_id, phone, name, time_zone, variables, priority, status, created_at,
                                  updated_at, import_id, line)
                VALUES (1, 1, '+15550000001', '', '', '{}', 0, 'completed', 1000, 9000, 1, 2);
            INSERT INTO calls (id, campaign_id, contact_id, token, state, outcome, status, twilio_status, call_sid,
                               from_number, to_number, direction, attempt, duration_seconds, settings, settings_version,
                               created_at, submitted_at, accepted_at, ended_at)
                VALUES (1, 1, 1, 't1', 'ended', 'completed', 'completed', 'completed', 'CA1', '+15559999999',
                        '+15550000001', 'outbound-api', 1, 49, '{}', 1, 1000, 1000, 1000, 9000);
            UPDATE contacts SET last_call_id = 1;
            INSERT INTO callbacks (call_id, call_sid, twilio_status, fields, source, received_at, applied)
                VALUES (1, 'CA1', 'completed',
                        '{"CallSid":"CA1","CallStatus":"completed","CallDuration":"49"}', 'webhook', 9000, 1))sql");
    }

    /// On the database `campaigns.db`, in the folder of this test.
    Ended run(std::vector<std::string> arguments) {
        const std::map<std::string, std::string> environment{
            {"FOLDER", (folder / "").string()},
            {"CARILLON_DB", "campaigns.db"},
            {"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
            {"TWILIO_AUTH_TOKEN", "token-that-nobody-sees"},
            {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"}};
        std::vector<std::string> command{
            "/bin/sh", "-c", "cd \"$FOLDER\" && exec \"$0\" \"$@\" >output 2>errors", CARILLON_BINARY};
        command.insert(command.end(), arguments.begin(), arguments.end());
        Process process{command, environment, (folder / "log").string()};
        const int code = process.wait();
        return {code, read("output"), read("errors")};
    }

    std::string read(const std::string& name) const {
        std::ifstream file{folder / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    void write(const std::string& sql) {
        SQLite::Database database{(folder / "campaigns.db").string(), SQLite::OPEN_READWRITE};
        database.exec(sql);
    }
    std::string value(const std::string& file, const std::string& sql) const {
        SQLite::Database database{(folder / file).string(), SQLite::OPEN_READWRITE};
        SQLite::Statement query{database, sql};
        return query.executeStep() ? query.getColumn(0).getString() : std::string{};
    }
    /// The names in the folder that begin so, without the output of programs.
    std::vector<std::string> names(const std::string& begin) const {
        std::vector<std::string> found;
        for (const auto& each : std::filesystem::directory_iterator{folder / ""})
            if (each.path().filename().string().starts_with(begin)) found.push_back(each.path().filename());
        std::sort(found.begin(), found.end());
        return found;
    }
    /// As a power cut or a kill leaves it: rows that stand only in the log, and nobody there.
    void leave_rows_in_the_log() {
        const auto file = folder / "campaigns.db";
        SQLite::Database database{file.string(), SQLite::OPEN_READWRITE};
        database.exec("PRAGMA wal_autocheckpoint = 0");
        database.exec(
            "INSERT INTO suppressions (phone, reason, created_at) VALUES ('+15550000009', '', 9500)");
        for (const char* ending : {"", "-wal"})
            std::filesystem::copy_file(file.string() + ending, folder / ("left" + std::string{ending}));
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    void take_what_was_left() {
        for (const char* ending : {"", "-wal"})
            std::filesystem::rename(folder / ("left" + std::string{ending}),
                                    folder / ("campaigns.db" + std::string{ending}));
        std::filesystem::remove(folder / "campaigns.db-shm");
    }
    void overwrite_the_middle_of(const std::string& name) {
        std::fstream file{folder / name, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(4096 * 8);
        file << std::string(4096 * 12, 'x');
    }

    TempDirectory folder;
};

}  // namespace carillon::test
