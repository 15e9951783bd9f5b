// SPDX-License-Identifier: MIT
// Twilio's refusals that concern the account, the from-number or a campaign's settings: the first one stops
// the campaign, and its contacts wait, with all their attempts.
#include <gtest/gtest.h>

#include "dialer/dialer_fixture.hpp"
#include "rules/standing.hpp"
#include "twilio/errors.hpp"

namespace carillon::test {
namespace {

struct Row {
    int http_status;
    std::int64_t code;
};
constexpr Row rows[] = {
    {400, 21200}, {400, 21201}, {400, 21205}, {400, 21206}, {400, 21208}, {400, 21209}, {400, 21210},
    {400, 21212}, {400, 21213}, {400, 21218}, {400, 21219}, {400, 21234}, {400, 21263}, {400, 21609},
    {400, 21626}, {401, 20003}, {403, 20003}, {403, 10001}, {403, 20005}, {403, 20006}, {403, 20008},
    {403, 20403}, {404, 20404}, {400, 29999}, {403, 29999},
};

Refused refusal(const Row& row) {
    const twilio::ErrorBody body{row.code, "no"};
    return {twilio::scope_of(body, row.http_status), row.code, row.http_status, "no"};
}

class AccountErrors : public DialerTest {};

}  // namespace

TEST(AccountErrorTable, StopsTheCampaignAtOnceAndParksItsContacts) {
    const dialer::rules::Settling settling{dialer::rules::default_policy()};
    for (const Row& row : rows) {
        const auto settlement = settling.after_placing(
            dialer::rules::standing(CallState::submitting), refusal(row), dialer::rules::noon);
        EXPECT_EQ(settlement.pause_campaign, "no. Mend that, then resume the campaign.") << row.code;
        ASSERT_TRUE(settlement.contact) << row.code;
        EXPECT_EQ(settlement.contact->status, ContactStatus::pending) << row.code;
        EXPECT_FALSE(settlement.contact->attempt_counts) << row.code;
    }
}

TEST_F(AccountErrors, BurnNoAttemptAndTakeBackWhatWaitsAtTheCarrier) {
    carrier.answer = [&](const auto& placed) -> PlaceResult {
        if (carrier.placed.size() < 4) return ScriptedCarrier::accept(placed);
        return refusal({403, 10001});
    };
    start(1);
    const auto id = running_campaign(20);
    pass(2500ms);
    ASSERT_EQ(carrier.placed.size(), 3U);
    call_back(0, "in-progress");
    for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = "canceled";
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 4U);
    EXPECT_EQ(campaign(id).status, CampaignStatus::paused);
    EXPECT_EQ(carrier.canceled, (std::vector<CallSid>{carrier.placed[1].sid, carrier.placed[2].sid}));
    EXPECT_EQ(count(id, ContactStatus::pending), 17);
    for (const Contact& each : contacts(id))
        EXPECT_EQ(each.attempts, each.status == ContactStatus::pending ? 0 : 1);
}

}  // namespace carillon::test
