// SPDX-License-Identifier: MIT
// A carrier in this process and in virtual time, written from what is known of Twilio's behaviour, not from
// our client. It lives on when Carillon crashes: a request that was sent arrives, a call that was taken
// rings. Its own records are the ledger that Carillon is held against.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "carrier.hpp"
#include "support/simulation/courier.hpp"

namespace carillon::test {

class SimulatedCarrier final : public Carrier {
public:
    SimulatedCarrier(FakeClock& clock, Timeline& timeline, Faults& faults, EventLog& log, std::uint64_t seed);

    Courier& courier() { return courier_; }
    /// Told when Carillon shall die at this moment of a request of its own.
    void on_crash(std::function<void(Site)> crash) { crash_ = std::move(crash); }

    /// From now on somebody picks up every call, soon.
    void reach_everybody() { least_luck_ = 100; }

    [[nodiscard]] Ledger ledger() const;
    /// Nothing rings and nothing is on its way.
    [[nodiscard]] bool is_at_rest() const;

    boost::asio::awaitable<PlaceResult> place(CallRequest request) override;
    boost::asio::awaitable<FetchResult> fetch(CallSid sid) override;
    boost::asio::awaitable<ListResult> list(std::string to, std::string from) override;
    boost::asio::awaitable<FetchResult> cancel(CallSid sid) override;
    boost::asio::awaitable<FetchResult> hang_up(CallSid sid) override;
    boost::asio::awaitable<std::string> probe() override;

private:
    using CallPtr = std::shared_ptr<CallAtCarrier>;
    enum class Manner { created, foreign_sid, throws };
    /// What will become of one create request.
    struct Exchange {
        bool is_accepted = true;
        Milliseconds arrives{20};
        Milliseconds answered{100};
        Manner manner = Manner::created;
        std::optional<PlaceResult> instead;  ///< of the 201
    };

    // exchanges.cpp: what is answered to a create request.
    Exchange draw_exchange();
    std::optional<PlaceResult> draw_refusal();
    void draw_lost_answer(Exchange& exchange);
    PlaceResult created(const CallAtCarrier& call) const;
    [[nodiscard]] const CallAtCarrier* some_known_call(const CallAtCarrier& other);

    // simulated_carrier.cpp: the calls.
    CallPtr draw_up(CallRequest request);
    void accept(const CallPtr& call, Tick answered_at);
    void add_strangers(const CallAtCarrier& call);
    void add_stranger(const CallAtCarrier& beside, Milliseconds later, bool calls_us_back);
    void reach(const CallPtr& call, std::size_t event);
    void pick_up(const CallPtr& call);
    void end(const CallPtr& call, std::string_view word);
    void draw_crash(const Exchange& exchange);
    [[nodiscard]] CallPtr find(const CallSid& sid) const;
    boost::asio::awaitable<void> pass(Milliseconds time);
    boost::asio::awaitable<FetchResult> change(CallSid sid, bool may_end_talk, bool is_silent, bool is_done);

    FakeClock& clock_;
    Timeline& timeline_;
    Faults& faults_;
    EventLog& log_;
    Dice dice_;
    Courier courier_;
    std::function<void(Site)> crash_;
    std::int64_t least_luck_ = 1;
    double calls_per_second_;
    Tick next_free_{};
    std::vector<CallPtr> calls_;
    std::map<std::string, CallPtr> by_sid_;
    std::map<std::string, std::vector<CallPtr>> by_number_;
    std::vector<LedgerFault> injected_;
};

}  // namespace carillon::test
