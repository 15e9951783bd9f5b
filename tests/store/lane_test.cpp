// SPDX-License-Identifier: MIT
// In which order a lane does what is queued.
#include "store/lane.hpp"

#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

namespace carillon::store::test {
namespace {

using testing::ElementsAre;

class NamedJob final : public Job {
public:
    NamedJob(std::string the_name, bool bulk, std::vector<std::string>& done)
        : name_(std::move(the_name)), done_(done) {
        is_bulk = bulk;
    }
    void run() override { done_.push_back(name_); }

private:
    std::string name_;
    std::vector<std::string>& done_;
};

class LaneTest : public testing::Test {
protected:
    void queue(const std::string& name, bool is_bulk = false) {
        jobs_.push_back(std::make_unique<NamedJob>(name, is_bulk, done));
        boost::asio::co_spawn(loop_, lane_.wait_for(*jobs_.back()), boost::asio::detached);
    }
    void run() { loop_.run(); }

    std::vector<std::string> done;
    std::vector<std::size_t> groups;  ///< how many jobs each held

private:
    std::vector<std::unique_ptr<NamedJob>> jobs_;
    boost::asio::io_context loop_{1};
    Lane lane_{Threads::callers, 1, [this](auto group) {
                   groups.push_back(group.size());
                   for (Job* job : group) job->run();
               }};
};

TEST_F(LaneTest, DoesBulkWhenNobodyElseWaits) {
    queue("portion of a list", true);
    queue("callback 1");
    queue("callback 2");

    run();

    EXPECT_THAT(done, ElementsAre("callback 1", "callback 2", "portion of a list"));
}

TEST_F(LaneTest, DoesNotLetBulkStarve) {
    queue("portion of a list", true);
    for (int i = 1; i <= 100; ++i) queue("callback");

    run();

    ASSERT_EQ(done.size(), 101U);
    EXPECT_EQ(done.at(16), "portion of a list");
}

TEST_F(LaneTest, DoesOnePortionAtATimeWhileOthersWait) {
    queue("portion 1", true);
    queue("portion 2", true);
    for (int i = 1; i <= 20; ++i) queue("callback");

    run();

    EXPECT_EQ(done.at(16), "portion 1");
    EXPECT_EQ(done.back(), "portion 2");
}

TEST_F(LaneTest, DoesMorePortionsTogetherTheLongerNobodyElseComes) {
    for (int i = 1; i <= 50; ++i) queue("portion of a list", true);

    run();

    EXPECT_THAT(groups, ElementsAre(1, 2, 4, 8, 16, 16, 3));
}

TEST_F(LaneTest, DoesOnePortionAgainWhenSomebodyElseCame) {
    for (int i = 1; i <= 8; ++i) queue("portion of a list", true);
    for (int i = 1; i <= 32; ++i) queue("callback");

    run();

    groups.erase(groups.begin(), groups.begin() + 16);
    EXPECT_EQ(groups.front(), 1U) << "a portion, after sixteen callbacks";
    groups.erase(groups.begin(), groups.begin() + 17);
    EXPECT_THAT(groups, ElementsAre(1, 2, 4));
}

}  // namespace
}  // namespace carillon::store::test
