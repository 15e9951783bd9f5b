// SPDX-License-Identifier: MIT
// How fast the carrier is asked: by the account's rate and by a campaign's own, whatever the disk does.
#include <algorithm>

#include "dialer/dialer_fixture.hpp"
#include "support/watched_disk.hpp"

namespace carillon::test {
namespace {

std::size_t most_in_any_second(const std::vector<ScriptedCarrier::Placed>& placed) {
    std::size_t most = 0;
    for (const auto& first : placed)
        most = std::max(
            most, static_cast<std::size_t>(std::count_if(placed.begin(), placed.end(), [&](const auto& each) {
                return each.at >= first.at && each.at < first.at + 1s;
            })));
    return most;
}

class PaceOfCalls : public DialerTest {};

/// Stands still now and then: every fortieth sync takes 400 ms.
class SlowDisk final : public DiskWatch {
public:
    explicit SlowDisk(FakeClock& clock) : clock_(clock) {}
    DiskFault on_sync(const std::string& /*file*/, bool /*with_directory*/) override {
        if (++syncs_ % 40 == 0) clock_.move_to(clock_.tick() + 400ms);
        return {};
    }

private:
    FakeClock& clock_;
    int syncs_ = 0;
};

class PaceOnASlowDisk : public PaceOfCalls {
protected:
    PaceOnASlowDisk() {
        store = std::make_unique<store::Store>(store::open_sqlite(directory / "slow.db", settling),
                                               store::Threads::none);
    }
    ~PaceOnASlowDisk() override {
        stop();
        store.reset();
    }

private:
    SlowDisk slow_{clock};
    WatchedDisk watched_{slow_};
};

}  // namespace

TEST_F(PaceOfCalls, KeepsToTheAccountsRate) {
    start(10);
    running_campaign(300);
    pass(20s);
    EXPECT_LE(most_in_any_second(carrier.placed), 10U);
    EXPECT_NEAR(static_cast<double>(carrier.placed.size()), 200, 3);
}

TEST_F(PaceOfCalls, KeepsToTheCampaignsOwnRate) {
    start(100);
    auto slow = campaign_settings();
    slow.calls_per_second = 2;
    running_campaign(100, slow);
    pass(10s);
    EXPECT_LE(most_in_any_second(carrier.placed), 2U);
    EXPECT_NEAR(static_cast<double>(carrier.placed.size()), 20, 1);
}

TEST_F(PaceOnASlowDisk, KeepsToTheRateAtTheCarrier) {
    start(10);
    running_campaign(600);
    pass(60s);
    EXPECT_LE(most_in_any_second(carrier.placed), 10U);
    EXPECT_GE(carrier.placed.size(), 450U);
}

}  // namespace carillon::test
