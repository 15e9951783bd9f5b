// SPDX-License-Identifier: MIT
#include "support/simulation/simulated_carrier.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace carillon::test {
namespace {

namespace asio = boost::asio;

constexpr Milliseconds on_the_way{40};
constexpr Milliseconds until_we_give_up{30'000};

double draw_rate(Dice& dice) {
    constexpr std::array rates{1.0, 30.0, 100.0, 100.0};
    return dice.pick(rates);
}

}  // namespace

SimulatedCarrier::SimulatedCarrier(
    FakeClock& clock, Timeline& timeline, Faults& faults, EventLog& log, std::uint64_t seed)
    : clock_(clock),
      timeline_(timeline),
      faults_(faults),
      log_(log),
      dice_(seed, 3),
      courier_(clock, timeline, faults, log, seed),
      calls_per_second_(draw_rate(dice_)) {}

Ledger SimulatedCarrier::ledger() const {
    Ledger ledger;
    for (const CallPtr& call : calls_) ledger.calls.push_back(call->facts);
    ledger.faults = injected_;
    return ledger;
}

bool SimulatedCarrier::is_at_rest() const {
    return courier_.under_way() == 0 && std::all_of(calls_.begin(), calls_.end(), [](const CallPtr& call) {
               return call->is_over() && !call->awaits_verdict;
           });
}

asio::awaitable<PlaceResult> SimulatedCarrier::place(CallRequest request) {
    const CallPtr call = draw_up(std::move(request));
    const Exchange exchange = draw_exchange();
    log_.say("POST", call->facts.to, call->facts.token, exchange.is_accepted ? call->facts.sid : "refused");
    if (exchange.is_accepted) {
        const Tick arrival = clock_.tick() + exchange.arrives;
        const Tick answered_at = clock_.tick() + exchange.answered;
        timeline_.at(arrival, [this, call, answered_at] { accept(call, answered_at); });
    }
    draw_crash(exchange);
    co_await pass(exchange.answered);

    if (exchange.manner == Manner::throws) throw std::runtime_error("simulated: a bug in the client");
    if (exchange.instead) co_return *exchange.instead;
    const CallAtCarrier* named = exchange.manner == Manner::foreign_sid ? some_known_call(*call) : nullptr;
    co_return created(named != nullptr ? *named : *call);
}

/// What is sent is sent: the process may die before it arrives, or after, and either way before the answer.
void SimulatedCarrier::draw_crash(const Exchange& exchange) {
    const auto die = [this, &exchange](Site site, Milliseconds offset) {
        if (!exchange.is_accepted || !faults_.strikes(site)) return;
        const Tick at = clock_.tick() + exchange.arrives + offset;
        timeline_.at(at, [this, site] { crash_(site); });
    };
    die(Site::crash_before_arrival, Milliseconds{-1});
    die(Site::crash_after_arrival, Milliseconds{1});
}

SimulatedCarrier::CallPtr SimulatedCarrier::draw_up(CallRequest request) {
    auto call = std::make_shared<CallAtCarrier>();
    call->facts.sid = "CA" + dice_.hex_digits();
    call->facts.token = token_of(request).text();
    call->facts.to = request.to;
    call->facts.from = request.from;
    call->facts.url = request.twiml_url;
    call->facts.requested_at = clock_.true_now();
    call->course = draw_course(request, least_luck_, dice_);
    call->request = std::move(request);
    return call;
}

void SimulatedCarrier::accept(const CallPtr& call, Tick answered_at) {
    add_strangers(*call);
    call->created_at = clock_.true_now();
    calls_.push_back(call);
    by_sid_[call->facts.sid] = call;
    by_number_[call->facts.to].push_back(call);
    if (faults_.strikes(Site::callbacks_lost_after_answer)) call->tells_until = answered_at;
    if (faults_.strikes(Site::callbacks_all_lost)) call->tells_until = Tick::min();
    if (faults_.strikes(Site::list_lags)) {
        call->listed_from = clock_.tick() + Milliseconds{dice_.between(5'000, 2'000'000)};
        injected_.push_back({"list_lag", call->facts.sid, call->facts.token, call->facts.to});
    }
    if (faults_.strikes(Site::fetch_not_found)) {
        call->fetched_from = clock_.tick() + Milliseconds{dice_.between(1'000, 600'000)};
        injected_.push_back({"fetch_not_found", call->facts.sid, call->facts.token, call->facts.to});
    }

    const Milliseconds crowd{faults_.strikes(Site::queue_grows) ? dice_.between(5'000, 90'000) : 0};
    call->dial_at = std::max(clock_.tick(), next_free_ + crowd);
    next_free_ = call->dial_at + Milliseconds{static_cast<std::int64_t>(1'000 / calls_per_second_)};
    log_.say("accepted", call->facts.sid, call->facts.to);
    const Tick dial_at = call->dial_at;
    timeline_.at(dial_at, [this, call] { reach(call, 0); });
}

/// An account may serve other programs, which ring the same people from the same number. Hours ago that is
/// harmless; at the same minute nobody can tell the calls apart.
void SimulatedCarrier::add_strangers(const CallAtCarrier& call) {
    if (by_number_.contains(call.facts.to)) return;
    if (faults_.strikes(Site::list_has_old_calls))
        for (int calls = 0; calls < 3; ++calls)
            add_stranger(call, -Milliseconds{dice_.between(4 * 3'600'000, 20 * 3'600'000)}, false);
    const bool may_be_ambiguous = !faults_.is_possible(Site::list_lags) &&
                                  !faults_.is_possible(Site::clock_forwards) &&
                                  !faults_.is_possible(Site::clock_backwards);
    if (may_be_ambiguous && faults_.strikes(Site::list_is_ambiguous))
        add_stranger(call, Milliseconds{dice_.between(-20'000, 0)}, false);
    if (faults_.strikes(Site::callback_of_a_stranger)) add_stranger(call, -Seconds{7 * 24 * 3'600}, true);
}

void SimulatedCarrier::add_stranger(const CallAtCarrier& beside, Milliseconds later, bool calls_us_back) {
    auto stranger = std::make_shared<CallAtCarrier>();
    stranger->facts.sid = "CA" + dice_.hex_digits();
    stranger->facts.to = beside.facts.to;
    stranger->facts.from = beside.facts.from;
    stranger->facts.requested_at = clock_.true_now() + later;
    stranger->created_at = stranger->facts.requested_at;
    stranger->facts.ended_at = stranger->facts.requested_at + Milliseconds{1'000};
    stranger->facts.ending = stranger->status = "busy";
    stranger->request = beside.request;
    calls_.push_back(stranger);
    by_sid_[stranger->facts.sid] = stranger;
    by_number_[stranger->facts.to].push_back(stranger);
    if (calls_us_back) courier_.announce(stranger, "busy");
}

void SimulatedCarrier::reach(const CallPtr& call, std::size_t event) {
    if (call->is_over()) return;  // canceled meanwhile
    const std::string_view word = call->course.events[event].word;
    if (is_end(word)) {
        call->facts.duration_seconds = call->course.talk_seconds;
        return end(call, word);
    }
    call->facts.was_dialled = true;
    call->facts.statuses.emplace_back(word);
    if (word != "initiated") call->status = word;
    courier_.announce(call, word);
    if (word == "in-progress") pick_up(call);
    const Tick next = call->dial_at + call->course.events[event + 1].after_dial;
    timeline_.at(next, [this, call, event] { reach(call, event + 1); });
}

/// The verdict of a detection is told even if the call is over by then.
void SimulatedCarrier::pick_up(const CallPtr& call) {
    call->picked_up_at = clock_.tick();
    if (!call->course.verdict_after_pick_up) return;
    const Tick known_at = clock_.tick() + *call->course.verdict_after_pick_up;
    call->awaits_verdict = true;
    timeline_.at(known_at, [this, call] {
        call->awaits_verdict = false;
        call->facts.answered_by = call->course.answered_by;
        log_.say("verdict", call->facts.sid, call->facts.answered_by);
        courier_.announce_verdict(call);
    });
}

void SimulatedCarrier::end(const CallPtr& call, std::string_view word) {
    call->facts.ending = call->status = word;
    call->facts.statuses.emplace_back(word);
    call->facts.ended_at = clock_.true_now();
    log_.say("ended", call->facts.sid, word, call->facts.duration_seconds);
    courier_.announce(call, word);
}

SimulatedCarrier::CallPtr SimulatedCarrier::find(const CallSid& sid) const {
    const auto found = by_sid_.find(sid.text());
    return found == by_sid_.end() || found->second->fetched_from > clock_.tick() ? nullptr : found->second;
}

asio::awaitable<void> SimulatedCarrier::pass(Milliseconds time) {
    co_await clock_.sleep_until(clock_.tick() + time);
}

asio::awaitable<FetchResult> SimulatedCarrier::fetch(CallSid sid) {
    const bool is_silent = faults_.strikes(Site::fetch_silent);
    co_await pass(is_silent ? until_we_give_up : on_the_way);
    if (is_silent) co_return NoAnswer{"timed out"};
    const CallPtr call = find(sid);
    log_.say("GET", sid.text(), call ? call->status : "404");
    if (!call) co_return NoSuchCall{};
    co_return resource_of(*call);
}

/// In any order: Twilio promises none.
asio::awaitable<ListResult> SimulatedCarrier::list(std::string to, std::string from) {
    const bool is_silent = faults_.strikes(Site::list_silent);
    co_await pass(is_silent ? until_we_give_up : on_the_way);
    if (is_silent) co_return NoAnswer{"timed out"};
    std::vector<CarrierCall> found;
    for (const CallPtr& call : by_number_[to])
        if (call->facts.from == from && call->listed_from <= clock_.tick())
            found.insert(found.begin() + dice_.between(0, std::ssize(found)), resource_of(*call));
    log_.say("GET list", to, found.size());
    co_return found;
}

asio::awaitable<FetchResult> SimulatedCarrier::change(CallSid sid,
                                                      bool may_end_talk,
                                                      bool is_silent,
                                                      bool is_done) {
    co_await pass(on_the_way);
    const CallPtr call = find(sid);
    if (call && is_done && !call->is_over()) {
        const bool is_talking = call->status == "in-progress";
        if (is_talking && may_end_talk) {
            const auto talked = clock_.tick() - call->picked_up_at;
            call->facts.duration_seconds = std::chrono::ceil<Seconds>(talked).count();
            end(call, "completed");
        } else if (!is_talking) {
            end(call, "canceled");
        }
    }
    if (is_silent) {
        co_await pass(until_we_give_up);
        co_return NoAnswer{"timed out"};
    }
    if (!call) co_return NoSuchCall{};
    co_return resource_of(*call);
}

asio::awaitable<FetchResult> SimulatedCarrier::cancel(CallSid sid) {
    const bool is_in_vain = faults_.strikes(Site::cancel_silent);
    const bool is_silent = is_in_vain || faults_.strikes(Site::cancel_done_but_silent);
    return change(std::move(sid), false, is_silent, !is_in_vain);
}

asio::awaitable<FetchResult> SimulatedCarrier::hang_up(CallSid sid) {
    const bool is_silent = faults_.strikes(Site::hang_up_silent);
    return change(std::move(sid), true, is_silent, !is_silent);
}

asio::awaitable<std::string> SimulatedCarrier::probe() {
    co_return std::string{};
}

}  // namespace carillon::test
