// SPDX-License-Identifier: MIT
// Many coroutines at once: each gets its own answer, on its own executor, after the commit.
#include <thread>

#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Callers : public StoreTest {
protected:
    /// Starts this without running the loop to its end.
    template <class T>
    std::shared_ptr<Awaited<T>> start(Async<T> work) {
        auto awaited = std::make_shared<Awaited<T>>();
        boost::asio::co_spawn(loop, std::move(work), [awaited](std::exception_ptr error, T value) {
            awaited->error = error;
            if (!error) awaited->value.emplace(std::move(value));
        });
        return awaited;
    }

    CreateCampaign named(int i) {
        CreateCampaign wanted;
        wanted.name = std::to_string(i);
        wanted.now = noon;
        return wanted;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Callers,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

Async<std::thread::id> create_and_say_where(Store& store, CreateCampaign wanted) {
    (void)co_await store.create_campaign(std::move(wanted));
    co_return std::this_thread::get_id();
}

TEST_P(Callers, GoOnWhereTheyCameFrom) {
    EXPECT_EQ(await(create_and_say_where(*store, named(1))), std::this_thread::get_id());
}

Async<bool> create_and_look(Store& store, CreateCampaign wanted) {
    const auto created = co_await store.create_campaign(std::move(wanted));
    const auto seen = co_await store.find_campaign(created.value().id);
    co_return seen.has_value();
}

TEST_P(Callers, GoOnOnlyWhenOthersCanSeeWhatTheyWrote) {
    std::vector<std::shared_ptr<Awaited<bool>>> all;
    for (int i = 0; i < 100; ++i) all.push_back(start(create_and_look(*store, named(i))));

    loop.run();

    for (const auto& each : all) EXPECT_EQ(each->value, true);
}

TEST_P(Callers, EachGetTheirOwnAnswer) {
    std::vector<std::shared_ptr<Awaited<Result<Campaign>>>> all;
    for (int i = 0; i < 600; ++i) all.push_back(start(store->create_campaign(named(i))));

    loop.run();

    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i]->value->value().name, std::to_string(i));
    EXPECT_TRUE(store->is_healthy());
}

TEST_P(Callers, FailAloneWhenTheirVerbThrows) {
    const Call good = accepted(1);
    const Call bad = accepted(2);
    decisions.instead_of_after_callback = [&](const Standing& standing, const NewCallback&) {
        if (standing.call.id == bad.id) throw std::runtime_error("a bug in the policy");
        Settlement settlement;
        settlement.call = standing.call;
        settlement.call.state = CallState::ringing;
        settlement.applied = true;
        return settlement;
    };

    const auto before = start(store->create_campaign(named(1)));
    const auto failing = start(store->settle_callback(callback(bad, "ringing", 1)));
    const auto after = start(store->settle_callback(callback(good, "ringing", 1)));
    loop.restart();
    loop.run();

    EXPECT_TRUE(before->value);
    EXPECT_TRUE(failing->error);
    EXPECT_TRUE(after->value);
    EXPECT_EQ(call(good.id).state, CallState::ringing);
    EXPECT_TRUE(await(store->list_callbacks(bad.id)).empty());
    EXPECT_TRUE(store->is_healthy());
}

TEST_P(Callers, AreAnsweredBeforeTheStoreIsGone) {
    std::vector<std::shared_ptr<Awaited<Result<Campaign>>>> all;
    for (int i = 0; i < 50; ++i) all.push_back(start(store->create_campaign(named(i))));
    loop.poll();  // they have asked

    store.reset();
    loop.restart();
    loop.run();

    for (const auto& each : all) EXPECT_TRUE(each->value);
    open();
    EXPECT_EQ(await(store->list_campaigns({std::nullopt, 0, 99})).items.size(), 50U);
}

TEST_P(Callers, OfACheckpointWaitForWhatWasQueuedBefore) {
    const auto created = start(store->create_campaign(named(1)));

    await(store->checkpoint());

    EXPECT_TRUE(created->value);
}

}  // namespace
}  // namespace carillon::store::test
