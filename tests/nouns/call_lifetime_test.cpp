// SPDX-License-Identifier: MIT
#include "call_lifetime.hpp"

#include <gtest/gtest.h>

#include "settings.hpp"

namespace carillon {

TEST(CallLifetime, IsTheLongestThatItsOwnSettingsAllowEachPartOfIt) {
    CampaignSettings settings;
    settings.timeout_seconds = 20;
    settings.time_limit_seconds = 600;
    Call call;
    call.settings = settings_to_json(settings);
    call.created_at = Instant{Milliseconds{1'795'348'800'000}};
    EXPECT_EQ(surely_over_at(call), call.created_at + Seconds{60 + 20 + 5 + 600});

    call.submitted_at = call.created_at + Seconds{3};
    EXPECT_EQ(surely_over_at(call), call.created_at + Seconds{3 + 60 + 20 + 5 + 600});
}

}  // namespace carillon
