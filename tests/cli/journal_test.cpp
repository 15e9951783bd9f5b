// SPDX-License-Identifier: MIT
// The log: one line per fact, whatever strangers put into it.
#include "journal.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
    journal::callback_refused("203.0.113.9",
                              "bad\n2026-01-01T00:00:00.000Z info call ended \"call\"=1 \x1b[31m\\");

    const std::string line = written();
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_THAT(line, HasSubstr("why=\"bad\\x0a2026-"));
    EXPECT_THAT(line, EndsWith("\\\"call\\\"=1 \\x1b[31m\\\\\"\n"));
}

TEST_F(Journal, IsAsQuietAsItIsTold) {
    journal::set_level("warn");
    journal::campaign_completed(CampaignId{1});
    journal::loop_failed("dialer", "disk full");

    EXPECT_THAT(written(), MatchesRegex("[^\n]* error loop failed loop=dialer what=\"disk full\"\n"));
}

}  // namespace
}  // namespace carillon
