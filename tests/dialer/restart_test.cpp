// SPDX-License-Identifier: MIT
// What a new process must not forget of the one before.
#include <boost/asio/detached.hpp>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

class RestartedDialer : public DialerTest {
protected:
    void restart(double calls_per_second) {
        boost::asio::co_spawn(loop, dialer->drain(Milliseconds{0}), boost::asio::detached);
        pass(0s);
        killed_.push_back(std::move(dialer));  // its coroutines end when their timers do
        start(calls_per_second);
    }
    std::chrono::nanoseconds between(std::size_t one, std::size_t next) const {
        return carrier.placed.at(next).at - carrier.placed.at(one).at;
    }

private:
    std::vector<std::unique_ptr<dialer::Dialer>> killed_;
};

}  // namespace

TEST_F(RestartedDialer, KeepsTheAccountsRateAcrossAKill) {
    running_campaign(3);
    start(0.5);
    pass(0s);
    ASSERT_EQ(carrier.placed.size(), 1U);

    pass(500ms);
    restart(0.5);
    pass(5s);

    ASSERT_EQ(carrier.placed.size(), 3U);
    EXPECT_GE(between(0, 1), 2s);
    EXPECT_LT(between(0, 1), 2100ms);
    EXPECT_GE(between(1, 2), 2s);
}

TEST_F(RestartedDialer, LetsNoSecondHoldMoreThanTheRateAcrossAKill) {
    running_campaign(40);
    start(10);
    pass(650ms);
    const auto before = carrier.placed.size();
    ASSERT_GE(before, 6U);

    restart(10);
    pass(2s);

    for (std::size_t i = 0; i + 10 < carrier.placed.size(); ++i) EXPECT_GE(between(i, i + 10), 1s) << i;
    EXPECT_GT(carrier.placed.size(), before + 15);
}

TEST_F(RestartedDialer, KeepsACampaignsOwnRateAcrossAKill) {
    CampaignSettings slow = campaign_settings();
    slow.calls_per_second = 0.5;
    running_campaign(2, slow);
    start(100);
    pass(0s);
    ASSERT_EQ(carrier.placed.size(), 1U);

    restart(100);
    pass(3s);

    ASSERT_EQ(carrier.placed.size(), 2U);
    EXPECT_GE(between(0, 1), 2s);
}

}  // namespace carillon::test
