// SPDX-License-Identifier: MIT
// The log: one line per fact, whatever strangers put into it.
#include "journal.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class Journal : public ::testing::Test {
protected:
    Journal() {
        journal::set_level("info");
        ::testing::internal::CaptureStderr();
    }
    ~Journal() override { journal::set_level("off"); }

    static std::string written() { return ::testing::internal::GetCapturedStderr(); }
};

TEST_F(Journal, WritesTimeLevelSentenceAndValues) {
    journal::call_ended(CallId{7}, "CA1", "completed");

    EXPECT_THAT(
        written(),
        MatchesRegex("....-..-..T..:..:..\\....Z info call ended call=7 sid=\"CA1\" outcome=completed\n"));
}

TEST_F(Journal, KeepsToOneLineWhateverAValueHolds) {
    journal::callback_refused(
        "r1", "203.0.113.9", "bad\n2026-01-01T00:00:00.000Z info call ended \"call\"=1 \x1b[31m\\");

    const std::string line = written();
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_THAT(line, HasSubstr("why=\"bad\\x0a2026-"));
    EXPECT_THAT(line, EndsWith("\\\"call\\\"=1 \\x1b[31m\\\\\"\n"));
}

TEST_F(Journal, WritesAJsonObjectPerLineForMachines) {
    journal::set_format("json");
    journal::callback_refused("r1", "203.0.113.9", "bad\n\"\\ \xff +14155552671");
    journal::call_ended(CallId{7}, "CA1", "completed");
    journal::set_format("text");

    std::istringstream lines{written()};
    std::string first, second, third;
    std::getline(lines, first);
    std::getline(lines, second);
    EXPECT_FALSE(std::getline(lines, third));
    const auto refused = nlohmann::json::parse(first);
    EXPECT_EQ(refused["level"], "warning");
    EXPECT_EQ(refused["message"], "callback refused");
    EXPECT_EQ(refused["request"], "r1");
    EXPECT_EQ(refused["why"], "bad\n\"\\ \xEF\xBF\xBD +1******2671");
    const auto ended = nlohmann::json::parse(second);
    EXPECT_THAT(ended["time"].get<std::string>(), MatchesRegex("....-..-..T..:..:..\\....Z"));
    EXPECT_EQ(ended["call"], 7);
    EXPECT_EQ(ended["outcome"], "completed");
}

TEST_F(Journal, GoesToDebugAndBack) {
    const auto answer = [] {
        journal::request_answered("r1", "GET", "/v1/suppressions/+14155552671", 200, 93, "::1");
    };
    answer();
    journal::change_detail();
    answer();
    journal::change_detail();
    answer();

    EXPECT_THAT(
        written(),
        MatchesRegex("[^\n]* log level changed level=debug\n"
                     "[^\n]* debug request answered request=\"r1\" method=\"GET\" "
                     "path=\"/v1/suppressions/\\+1\\*\\*\\*\\*\\*\\*2671\" status=200 us=93 remote=\"::1\"\n"
                     "[^\n]* log level changed level=info\n"));
}

TEST_F(Journal, EscapesWhatIsNoTextAndWhatATerminalWouldObey) {
    journal::callback_refused("r1",
                              "203.0.113.9",
                              "J\xC3\xBCrg \xFF\xC3 \xC2\x9B"
                              "31m \xE2\x80\xAE \xE2\x80\xA8 \xE2\x80\xA6");

    EXPECT_THAT(written(),
                HasSubstr("why=\"J\xC3\xBCrg \\xff\\xc3 \\xc2\\x9b31m \\xe2\\x80\\xae \\xe2\\x80\\xa8 "
                          "\xE2\x80\xA6\"\n"));
}

TEST_F(Journal, MasksEveryNumberThatAStrangerWrote) {
    journal::callback_refused("r1", "203.0.113.9", "call +14155552671, %2B14155552671 and 14155552671");

    EXPECT_THAT(written(), HasSubstr("why=\"call +1******2671, %2B+1******2671 and +1******2671\"\n"));
}

TEST_F(Journal, IsAsQuietAsItIsTold) {
    journal::set_level("warn");
    journal::campaign_completed(CampaignId{1});
    journal::loop_failed("dialer", "disk full");

    EXPECT_THAT(written(), MatchesRegex("[^\n]* error loop failed loop=\"dialer\" what=\"disk full\"\n"));
}

}  // namespace
}  // namespace carillon
