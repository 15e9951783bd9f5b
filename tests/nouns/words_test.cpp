// SPDX-License-Identifier: MIT
#include "words.hpp"

#include <gtest/gtest.h>

#include "call.hpp"
#include "campaign.hpp"
#include "contact.hpp"

namespace carillon {

TEST(Words, ComeBackAsTheValueThatTheyStandFor) {
    for (int i = 0; i <= static_cast<int>(CallState::ended); ++i)
        EXPECT_EQ(parse_call_state(to_text(static_cast<CallState>(i))), static_cast<CallState>(i));
    for (int i = 0; i <= static_cast<int>(Outcome::voicemail); ++i)
        EXPECT_EQ(parse_outcome(to_text(static_cast<Outcome>(i))), static_cast<Outcome>(i));
    for (int i = 0; i <= static_cast<int>(CallStatus::no_answer); ++i)
        EXPECT_EQ(parse_call_status(to_text(static_cast<CallStatus>(i))), static_cast<CallStatus>(i));
    for (std::size_t i = 0; i < contact_status_count; ++i)
        EXPECT_EQ(parse_contact_status(to_text(static_cast<ContactStatus>(i))),
                  static_cast<ContactStatus>(i));
    for (int i = 0; i <= static_cast<int>(CampaignStatus::canceled); ++i)
        EXPECT_EQ(parse_campaign_status(to_text(static_cast<CampaignStatus>(i))),
                  static_cast<CampaignStatus>(i));
}

TEST(Words, AreNotGuessed) {
    EXPECT_FALSE(parse_call_state("Ended"));
    EXPECT_FALSE(parse_contact_status(""));
}

TEST(CampaignCounts, AddUp) {
    CampaignCounts counts;
    counts.by_status[static_cast<std::size_t>(ContactStatus::pending)] = 3;
    counts.by_status[static_cast<std::size_t>(ContactStatus::in_progress)] = 2;
    counts.by_status[static_cast<std::size_t>(ContactStatus::busy)] = 5;
    EXPECT_EQ(counts.total(), 10);
    EXPECT_EQ(counts.done(), 5);
}

}  // namespace carillon
