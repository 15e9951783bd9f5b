// SPDX-License-Identifier: MIT
#include "api/rate_limit.hpp"

#include <gtest/gtest.h>

namespace carillon::api {
namespace {

const Instant noon = from_unix_ms(1'700'000'000'000);

/// How many of these are let through, one after the other at one moment.
int taken(TokenBucket& bucket, const RateLimit& limit, Instant now, int tries) {
    int through = 0;
    for (int i = 0; i < tries; ++i) through += bucket.take(limit, now) ? 0 : 1;
    return through;
}

TEST(TokenBucket, LetsABurstThroughAndThenTheRate) {
    TokenBucket bucket;
    const RateLimit limit = per_second(50);

    EXPECT_EQ(taken(bucket, limit, noon, 1'000), 100);
    EXPECT_EQ(taken(bucket, limit, noon + Milliseconds{100}, 1'000), 5);
    int through = 0;
    for (int i = 1; i <= 10'000; ++i) through += taken(bucket, limit, noon + Milliseconds{100 + i}, 3);
    EXPECT_EQ(through, 500);
    EXPECT_EQ(taken(bucket, limit, noon + Milliseconds{60'000}, 1'000), 100);
}

TEST(TokenBucket, SaysHowLongToWaitAndIsRight) {
    TokenBucket bucket;
    const RateLimit limit = per_minute(10);
    EXPECT_EQ(taken(bucket, limit, noon, 100), 10);

    const auto wait = bucket.find_wait(limit, noon);

    ASSERT_EQ(wait, Microseconds{6'000'000});
    EXPECT_TRUE(bucket.take(limit, noon + Milliseconds{5'999}));
    EXPECT_FALSE(bucket.take(limit, noon + Milliseconds{6'000}));
}

TEST(TokenBucket, IsNotEmptiedByLookingOrByBeingRefused) {
    TokenBucket bucket;
    const RateLimit limit = per_second(1);
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(bucket.find_wait(limit, noon));
    EXPECT_EQ(taken(bucket, limit, noon, 1'000), 2);
    EXPECT_FALSE(bucket.take(limit, noon + Milliseconds{1'000}));
}

/// A machine whose clock was wrong for a while must not keep everybody out until then.
TEST(TokenBucket, OutlivesAClockThatWasSetBack) {
    TokenBucket bucket;
    const RateLimit limit = per_second(10);
    EXPECT_EQ(taken(bucket, limit, noon + std::chrono::hours{24}, 100), 20);

    EXPECT_TRUE(bucket.take(limit, noon));
    EXPECT_FALSE(bucket.take(limit, noon + Milliseconds{100}));
}

TEST(Buckets, AreBoundedAndForgetWhoCameLongestAgo) {
    Buckets buckets{3};
    const RateLimit limit = per_minute(1);
    for (const char* name : {"a", "b", "c"}) EXPECT_FALSE(buckets.of(name).take(limit, noon));
    EXPECT_TRUE(buckets.of("a").take(limit, noon));

    EXPECT_FALSE(buckets.of("d").take(limit, noon));  // in the place of b

    EXPECT_EQ(buckets.size(), 3U);
    EXPECT_TRUE(buckets.of("a").find_wait(limit, noon));
    EXPECT_TRUE(buckets.of("c").find_wait(limit, noon));
    EXPECT_FALSE(buckets.of("b").find_wait(limit, noon));
    for (int i = 0; i < 10'000; ++i) (void)buckets.of(std::to_string(i));
    EXPECT_EQ(buckets.size(), 3U);
}

TEST(Buckets, AreSharedByASubscribersAddresses) {
    EXPECT_EQ(neighbourhood_of("203.0.113.7"), "203.0.113.7");
    EXPECT_NE(neighbourhood_of("203.0.113.7"), neighbourhood_of("203.0.113.8"));
    EXPECT_EQ(neighbourhood_of("2001:db8:1:2::1"), neighbourhood_of("2001:db8:1:2:ffff::9"));
    EXPECT_NE(neighbourhood_of("2001:db8:1:2::1"), neighbourhood_of("2001:db8:1:3::1"));
    EXPECT_EQ(neighbourhood_of("::ffff:203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(neighbourhood_of(""), "");
}

}  // namespace
}  // namespace carillon::api
