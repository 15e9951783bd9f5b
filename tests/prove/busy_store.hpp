// SPDX-License-Identifier: MIT
// A store at work: real verbs in an order that a seed decides, from uploads to callbacks, as the dialer and
// the API would ask for them. For attacks on what lies beneath the store.
#pragma once

#include "dialer/rules/settlement.hpp"
#include "store/engine.hpp"
#include "support/simulation/dice.hpp"

namespace carillon::test {

/// The product's own policy, with few attempts and short delays.
[[nodiscard]] dialer::rules::SettlementPolicy busy_policy();

class BusyStore {
public:
    explicit BusyStore(std::uint64_t seed) : dice_(seed, 1) {}

    /// One verb, within the transaction that the caller opened. Refusals are part of the work.
    void do_something(store::Engine& engine);

private:
    void create_campaign(store::Engine& engine);
    void add_contacts(store::Engine& engine);
    void claim(store::Engine& engine);
    void open_call(store::Engine& engine);
    void move_campaign(store::Engine& engine);
    void suppress(store::Engine& engine);
    void requeue(store::Engine& engine);
    void go_on_with_a_call(store::Engine& engine);
    void withdraw(store::Engine& engine, const Call& call);
    void place(store::Engine& engine, const Call& call);
    void report(store::Engine& engine, const Call& call);
    void search(store::Engine& engine, const Call& call);

    [[nodiscard]] CampaignId some_campaign();
    [[nodiscard]] PhoneNumber some_number();
    [[nodiscard]] Instant now() const { return from_unix_ms(1'760'000'000'000 + seconds_ * 1000); }

    Dice dice_;
    std::int64_t seconds_ = 0;
    std::int64_t campaigns_ = 0;  ///< their ids count from 1
    std::int64_t newest_call_ = 0;
};

}  // namespace carillon::test
