// SPDX-License-Identifier: MIT
#include "dialer/rules/circuit.hpp"

#include <gtest/gtest.h>

namespace carillon::dialer::rules {
namespace {

Call failed_with(std::optional<std::int64_t> code, std::string message) {
    Call call;
    call.error_code = code;
    call.error_message = std::move(message);
    return call;
}

bool breaks(const CircuitBreaker& breaker, std::int64_t failed, std::int64_t ended) {
    return !why_it_breaks(breaker, {ended, failed}, {}).empty();
}

}  // namespace

TEST(Circuit, BreaksFromItsShareOfEnoughCallsOn) {
    struct Row {
        double share;
        std::int64_t least, failed, ended;
        bool breaks;
    };
    for (const Row& row : {Row{0.5, 20, 0, 0, false},
                           Row{0.5, 20, 19, 19, false},  // all failed, but too few to tell
                           Row{0.5, 20, 9, 20, false},
                           Row{0.5, 20, 10, 20, true},  // the share itself is enough
                           Row{0.5, 20, 11, 20, true},
                           Row{0.5, 20, 49, 100, false},
                           Row{0.9, 50, 44, 50, false},
                           Row{0.9, 50, 45, 50, true},
                           Row{0.9, 50, 899, 1000, false},
                           Row{1.0, 1, 1, 1, true},
                           Row{1.0, 5, 4, 5, false},
                           Row{0.01, 1, 1, 100, true},
                           Row{0.01, 1, 1, 101, false}})
        EXPECT_EQ(breaks({row.share, 600, row.least}, row.failed, row.ended), row.breaks)
            << row.failed << " of " << row.ended << ", share " << row.share << ", least " << row.least;
}

TEST(Circuit, NeverMendsByAFailureMore) {
    for (const double share : {0.01, 0.3, 0.5, 0.9, 1.0})
        for (const std::int64_t least : {1, 7, 50})
            for (std::int64_t ended = 1; ended < 120; ++ended)
                for (std::int64_t failed = 1; failed <= ended; ++failed) {
                    const CircuitBreaker breaker{share, 600, least};
                    if (!breaks(breaker, failed, ended)) continue;
                    EXPECT_TRUE(breaks(breaker, failed + 1, ended + 1)) << failed << " of " << ended;
                    EXPECT_GE(ended, least);
                    EXPECT_FALSE(breaks(breaker, 0, ended));
                }
}

TEST(Circuit, SaysHowManyFailedWhenAndWithWhat) {
    EXPECT_EQ(why_it_breaks({0.5, 600, 20}, {50, 31}, failed_with(13224, "Invalid phone number")),
              "circuit breaker: 31 of the last 50 calls in 10 minutes failed, the last with 13224: Invalid "
              "phone number. Mend that, then resume the campaign.");
    EXPECT_EQ(
        why_it_breaks({0.5, 60, 1}, {1, 1}, {}),
        "circuit breaker: 1 of the last 1 calls in a minute failed. Mend that, then resume the campaign.");
    Call unreachable;
    unreachable.sip_response_code = 503;
    EXPECT_EQ(
        why_it_breaks({0.5, 90, 1}, {4, 3}, unreachable),
        "circuit breaker: 3 of the last 4 calls in 90 seconds failed, the last with SIP 503. Mend that, "
        "then resume the campaign.");
}

}  // namespace carillon::dialer::rules
