// SPDX-License-Identifier: MIT
#include "dialer/rules/pre_dial.hpp"

#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

constexpr auto hold = PreDialHook::OnFailure::hold;
constexpr auto call = PreDialHook::OnFailure::call;

}  // namespace

TEST(PreDial, LetsNobodyBeCalledWithoutAYesUnlessItWasToldTo) {
    struct Row {
        HookAnswer answer;
        PreDialHook::OnFailure on_failure;
        std::optional<ContactStatus> status;  ///< none: is called
        std::optional<Instant> again_at;
        std::string reason;
    };
    const Row rows[] = {
        {HookAllows{}, hold, std::nullopt, {}, ""},
        {HookAllows{}, call, std::nullopt, {}, ""},
        {HookRefuses{"a customer since today", {}},
         hold,
         ContactStatus::blocked,
         {},
         "pre-dial hook: a customer since today"},
        {HookRefuses{"no", {}}, call, ContactStatus::blocked, {}, "pre-dial hook: no"},
        {HookRefuses{"lunch", Seconds{90}},
         call,
         ContactStatus::pending,
         noon + Seconds{90},
         "pre-dial hook: lunch"},
        {HookFails{"timed out"},
         hold,
         ContactStatus::pending,
         noon + Seconds{60},
         "pre-dial hook: timed out"},
        {HookFails{"timed out"}, call, std::nullopt, {}, ""},
    };
    for (const Row& row : rows) {
        const auto step = step_after_hook({"https://hook.example/", 3000, row.on_failure}, row.answer, noon);
        ASSERT_EQ(step.has_value(), row.status.has_value()) << row.reason;
        if (!step) continue;
        EXPECT_EQ(step->status, *row.status) << row.reason;
        EXPECT_EQ(step->next_attempt_at, row.again_at) << row.reason;
        EXPECT_EQ(step->reason, row.reason);
        EXPECT_FALSE(step->attempt_counts);
    }
}

TEST(PreDial, LeavesItsReasonWithTheContactThatWaits) {
    const Settling settling{default_policy()};
    const auto step = step_after_hook({"https://hook.example/"}, HookRefuses{"lunch", Seconds{90}}, noon);
    const Settlement settlement = settling.after_withdrawal(standing(CallState::claimed), *step, noon);
    ASSERT_TRUE(settlement.contact);
    EXPECT_EQ(settlement.contact->reason, "pre-dial hook: lunch");
    EXPECT_EQ(settlement.contact->next_attempt_at, noon + Seconds{90});
    EXPECT_EQ(settlement.call.outcome, Outcome::not_sent);

    Standing canceled = standing(CallState::claimed);
    canceled.campaign_status = CampaignStatus::canceled;
    EXPECT_EQ(settling.after_withdrawal(canceled, *step, noon).contact->reason, "the campaign was canceled");
}

}  // namespace carillon::dialer::rules
