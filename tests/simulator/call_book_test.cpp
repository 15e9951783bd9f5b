// SPDX-License-Identifier: MIT
#include "simulator/call_book.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

constexpr auto newest = std::numeric_limits<std::uint64_t>::max();
const Instant now = from_unix_ms(1'795'348'800'000);

CallPtr add_call(CallBook& book, const std::string& to) {
    const auto call = std::make_shared<SimulatedCall>();
    static int count = 0;
    call->sid = "CA" + std::to_string(++count);
    call->asked.to = to;
    book.add(call);
    return call;
}

TEST(CallBook, ForgetsTheOldestEndedCallsAndNeverAnOpenOne) {
    CallBook book{2};
    const auto open = add_call(book, "+14155550100");
    std::vector<CallPtr> ended;
    for (int i = 0; i < 3; ++i) {
        ended.push_back(add_call(book, "+14155550101"));
        book.retire(*ended.back());
    }

    EXPECT_TRUE(book.find(open->sid));
    EXPECT_FALSE(book.find(ended.at(0)->sid));
    EXPECT_TRUE(book.find(ended.at(1)->sid));
    EXPECT_EQ(book.list({}, now, newest, 0, 10).size(), 3U);

    ListFilter filter;
    filter.to = "+14155550101";
    EXPECT_EQ(book.list(filter, now, newest, 0, 10), (std::vector{ended.at(2), ended.at(1)}));
}

TEST(CallBook, CountsRequestsPerNumber) {
    CallBook book{10};

    EXPECT_EQ(book.count_request("+14155550100"), 0U);
    EXPECT_EQ(book.count_request("+14155550100"), 1U);
    EXPECT_EQ(book.count_request("+14155550101"), 0U);
}

TEST(CallBook, MissesUndialledCallsByStartTime) {
    CallBook book{10};
    add_call(book, "+14155550100");
    const auto dialled = add_call(book, "+14155550100");
    dialled->started_at = now;

    ListFilter filter;
    filter.started_from = now;
    EXPECT_EQ(book.list(filter, now, newest, 0, 10), std::vector{dialled});
    filter.started_before = now;
    EXPECT_TRUE(book.list(filter, now, newest, 0, 10).empty());
}

}  // namespace
}  // namespace carillon::simulator
