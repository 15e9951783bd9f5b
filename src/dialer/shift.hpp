// SPDX-License-Identifier: MIT
// What the dialer's coroutines share while the process runs: the rooms, the paces, who is on the way out.
// Nothing here is the truth about a call (the store has that); a restart begins with an empty shift. Runs on:
// the loop.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialer/bell.hpp"
#include "dialer/dialer.hpp"
#include "dialer/hours_book.hpp"
#include "dialer/rules/backoff.hpp"
#include "dialer/rules/even_clock.hpp"
#include "dialer/rules/pacing.hpp"
#include "dialer/rules/turns.hpp"

namespace carillon::dialer {

namespace asio = boost::asio;

/// A call that became unknown this long ago is over by any measure, and gives its place free.
inline constexpr Milliseconds unknown_holds_a_place{15 * 60'000};

inline constexpr const char* looking_up =
    "a backup was restored: the carrier is asked what was called since, and nobody is rung before";

class Dialer::Shift {
public:
    /// A campaign's own paces, and how many of its calls wait at the gate.
    struct Lane {
        explicit Lane(double per_second)
            : pace(per_second), dealt(per_second), calls_per_second(per_second) {}
        void remember(Tick at) {
            pace.remember(at);
            dealt.remember(at);
        }
        rules::Pace pace;   ///< what passed the gate
        rules::Pace dealt;  ///< what was claimed; differs from `pace` by who waits for a hook (pre_dial.cpp)
        double calls_per_second;
        std::int64_t waiting = 0;
        std::int64_t asking = 0;  ///< wait for the hook's answer
        rules::Backoff hook_backoff;
        bool hook_is_down = false;  ///< one question at a time finds out when it is back
        Tick hook_failed_at = Tick::min();
    };

    Shift(asio::any_io_executor executor,
          store::Store& store,
          Carrier& carrier,
          Web& web,
          Clock& clock,
          DialerConfig config,
          TokenSource new_token);

    // claiming.cpp: whom to ring now.
    asio::awaitable<void> run();
    asio::awaitable<Tick> claim_and_ring();
    struct Outlook {
        std::vector<std::int64_t> zones_due;  ///< somebody is due in them, and it is their hour
        std::vector<store::RetireContacts> retiring;
        std::optional<Instant> look_again_at;
    };
    [[nodiscard]] Outlook look_at(const store::DialableCampaign& campaign, Instant now);

    // placing.cpp: one call on its way out.
    asio::awaitable<void> ring(store::ClaimedCall claimed);
    [[nodiscard]] Tick turn_of(std::int64_t ticket) const;
    /// Whose turn came: when, and its numbers in the account's pace and in its campaign's, if it has one.
    struct Passage {
        Tick at;
        std::int64_t in_account;
        Lane* lane;
        std::int64_t in_lane;
    };
    /// `is_dealt`: its place in the pace of claims was taken already, when the hook was asked.
    asio::awaitable<std::optional<Passage>> pass_gate(Lane* lane, bool is_dealt, Tick give_up_at);
    void take_place(Lane* lane);
    void leave(const Passage& passage);
    asio::awaitable<std::optional<PlaceResult>> submit_and_place(store::ClaimedCall claimed, Passage passage);
    asio::awaitable<void> keep(CallId call, PlaceResult result);
    asio::awaitable<DialResult> dial(PhoneNumber to, std::optional<store::IdempotencyKey> idempotency);

    // pre_dial.cpp: whom the campaign's hook lets be called.
    asio::awaitable<bool> may_be_called(store::ClaimedCall claimed);
    void learn_from(Lane& lane, const PreDialHook& hook, const HookAnswer& answer, Tick asked_at);
    asio::awaitable<void> withdraw(CallId call, store::ContactStep step);

    // agent_probe.cpp
    asio::awaitable<Result<AgentProbe>> probe_agent(CampaignId campaign);

    // checks.cpp: calls that the carrier did not tell us about.
    asio::awaitable<void> run_checks();
    asio::awaitable<Tick> check_due_calls();
    asio::awaitable<void> check_one(Call call);
    asio::awaitable<void> search(Call call);
    asio::awaitable<void> poll(Call call);
    asio::awaitable<std::optional<Instant>> queued_until(Call call);

    // restore_sweep.cpp: what a restored backup does not know.
    asio::awaitable<void> catch_up_after_restore();
    asio::awaitable<std::string> sweep_carrier();
    asio::awaitable<PageResult> ask_for_page(bool is_queued, std::string page);
    asio::awaitable<PageResult> ask_patiently(bool is_queued, std::string page);
    asio::awaitable<void> adopt(std::vector<store::ListedCall> calls, bool is_in_order);
    [[nodiscard]] std::vector<store::ListedCall> since_the_backup(std::vector<CarrierCall> calls) const;
    asio::awaitable<void> rest_until(Tick until);

    // controls.cpp: what people and callbacks ask for.
    asio::awaitable<store::Settled> settle(NewCallback callback);
    asio::awaitable<Result<Campaign>> move_campaign(CampaignId campaign, CampaignMove move);
    asio::awaitable<void> cancel_waiting_contacts();
    asio::awaitable<Result<Call>> hang_up(CallId call);
    asio::awaitable<std::string> carrier_trouble();

    // explaining.cpp: why somebody is called, or is not.
    asio::awaitable<std::optional<Explanation>> explain_contact(ContactId contact);
    asio::awaitable<std::optional<Explanation>> explain_campaign(CampaignId campaign);
    asio::awaitable<std::optional<Preflight>> preflight(CampaignId campaign);
    [[nodiscard]] RuleResult explain_server() const;
    [[nodiscard]] RuleResult explain_pace(const Campaign& campaign, Instant now);
    // machines.cpp: who is not spoken to.
    void hang_up_machine(const Call& call);
    asio::awaitable<void> hang_up_if_unwanted(CallId id);
    asio::awaitable<void> hang_up_at_carrier(Call call);
    // taking_back.cpp: calls at the carrier that must not come about any more.
    asio::awaitable<std::int64_t> suppress(std::vector<NewSuppression> numbers);
    asio::awaitable<Result<Contact>> opt_out(ContactId contact, std::string reason);
    asio::awaitable<void> take_back_campaign(CampaignId campaign);
    asio::awaitable<void> take_back_suppressed();
    void take_back(CallId call, std::optional<CampaignId> campaign);
    void take_back_if_unwanted(const store::Settled& settled);
    asio::awaitable<void> recall_all();
    asio::awaitable<void> recall(CallId id, std::optional<CampaignId> campaign);
    [[nodiscard]] bool is_unwanted(const Call& call, std::optional<CampaignId> campaign) const;

    // dialer.cpp: beginning and end.
    asio::awaitable<void> recover();
    void remember_rates(const std::vector<store::Submitted>& submitted);
    asio::awaitable<void> drain(Milliseconds grace);

    void report(const store::Settled& settled);
    void learn_from(const PlaceResult& result, Tick passed_at);
    Lane& lane_of(CampaignId campaign, double calls_per_second);
    /// Runs a coroutine of this shift beside the others; its exception is journaled, never lost.
    void spawn(asio::awaitable<void> work, const char* name);

    asio::any_io_executor executor_;
    store::Store& store_;
    Carrier& carrier_;
    Web& web_;
    Clock& clock_;
    DialerConfig config_;
    TokenSource new_token_;

    rules::Pace account_pace_;   ///< what passed the gate
    rules::Pace account_dealt_;  ///< what was claimed, as `Lane::dealt`
    rules::Backoff backoff_;
    rules::EvenClock even_clock_;
    HoursBook hours_book_;
    Tick failed_at_ = Tick::min();  ///< when a failure last made us rest
    std::map<CampaignId, Lane> lanes_;
    std::map<std::int64_t, const rules::Pace*>
        gate_;  ///< who waits, by ticket, with the campaign's pace if it has one
    std::int64_t last_ticket_ = 0;
    std::int64_t waiting_ = 0;    ///< calls of all campaigns and ad-hoc ones that wait at the gate
    std::int64_t under_way_ = 0;  ///< spawned pieces of work that have not ended
    std::int64_t checks_under_way_ = 0;
    bool check_failed_ = false;
    CampaignId last_served_;
    std::map<CampaignId, CampaignMove>
        stopped_;  ///< campaigns that were paused or canceled since the start, by a person or by themselves
    std::set<CallId> hanging_up_;  ///< machines, at this moment
    std::map<CallId, std::optional<CampaignId>>
        recalls_;  ///< to be canceled at the carrier: for a stopped campaign, or (none) for the number
    std::int64_t recalling_ = 0;  ///< how many are at it
    bool draining_ = false;
    Bell claim_bell_;
    Bell check_bell_;
    Bell checked_bell_;
    Bell drained_bell_;
    std::map<CampaignId, std::vector<Tick>> submitted_before_;  ///< this process began
    std::optional<store::Restoration> restoration_;  ///< not caught up with yet: nothing may be dialled
    store::AdoptedCalls adopted_;                    ///< by the sweep after it, so far
    std::string held_back_;                          ///< why nobody is rung yet; empty: dialling may go on
    std::string restore_trouble_;
    std::string carrier_trouble_;
    Tick carrier_asked_at_{};
};

}  // namespace carillon::dialer
