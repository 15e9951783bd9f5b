// SPDX-License-Identifier: MIT
#include "events/following.hpp"

#include <gtest/gtest.h>

namespace carillon::events {
namespace {

const store::EventRange log{EventId{11}, EventId{20}};

TEST(Following, BeginsWithWhatIsNewWhereNothingWasSeen) {
    const Beginning beginning = begin_after(std::nullopt, log);
    EXPECT_EQ(beginning.after, EventId{20});
    EXPECT_FALSE(beginning.has_missed);
}

TEST(Following, GoesOnAfterWhatWasSeen) {
    for (const int seen : {10, 11, 15, 20}) {
        const Beginning beginning = begin_after(EventId{seen}, log);
        EXPECT_EQ(beginning.after, EventId{seen});
        EXPECT_FALSE(beginning.has_missed) << seen;
    }
}

TEST(Following, GivesAllThatIsKeptToWhoAsksForAll) {
    EXPECT_EQ(begin_after(EventId{0}, log).after, EventId{0});
    EXPECT_FALSE(begin_after(EventId{0}, log).has_missed);
}

TEST(Following, SaysWhenWhatCameNextIsNotThereAnyMore) {
    EXPECT_TRUE(begin_after(EventId{9}, log).has_missed);
    EXPECT_EQ(begin_after(EventId{9}, log).after, EventId{9});
}

TEST(Following, SaysThatAnIdFromElsewhereIsNotItsOwn) {
    EXPECT_TRUE(begin_after(EventId{21}, log).has_missed);
    EXPECT_EQ(begin_after(EventId{21}, log).after, EventId{20});
}

TEST(Following, OfAnEmptyLogHasMissedNothing) {
    const store::EventRange empty;
    EXPECT_FALSE(begin_after(std::nullopt, empty).has_missed);
    EXPECT_FALSE(begin_after(EventId{0}, empty).has_missed);
}

}  // namespace
}  // namespace carillon::events
