// SPDX-License-Identifier: MIT
// What the simulated carrier answers to a create request, if anything.
#include <utility>

#include "support/simulation/simulated_carrier.hpp"

namespace carillon::test {
namespace {

constexpr Milliseconds until_we_give_up{30'000};

PlaceResult refused(RefusalScope scope, std::int64_t code, std::int64_t http_status) {
    Refused refused;
    refused.scope = scope;
    refused.error_code = code;
    refused.http_status = http_status;
    refused.message = "The carrier said no";
    return refused;
}

PlaceResult not_sent(std::string reason, bool throttled, std::optional<Milliseconds> retry_after) {
    NotSent not_sent;
    not_sent.reason = std::move(reason);
    not_sent.throttled = throttled;
    not_sent.retry_after = retry_after;
    return not_sent;
}

PlaceResult unknown(std::string reason) {
    Unknown unknown;
    unknown.reason = std::move(reason);
    return unknown;
}

}  // namespace

/// Answers after which there provably is no call.
std::optional<PlaceResult> SimulatedCarrier::draw_refusal() {
    if (faults_.strikes(Site::connect_fails)) return not_sent("connection refused", false, {});
    if (faults_.strikes(Site::throttled)) return not_sent("429", true, {});
    if (faults_.strikes(Site::throttled_for_a_while))
        return not_sent("429", true, Milliseconds{dice_.between(1'000, 60'000)});
    if (faults_.strikes(Site::refuses_contact)) return refused(RefusalScope::contact, 21'211, 400);
    if (faults_.strikes(Site::refuses_number)) return refused(RefusalScope::number, 21'210, 400);
    if (faults_.strikes(Site::refuses_country)) return refused(RefusalScope::country, 21'215, 400);
    if (faults_.strikes(Site::refuses_account)) return refused(RefusalScope::account, 20'003, 401);
    return std::nullopt;
}

/// There is a call, and we are not told so.
void SimulatedCarrier::draw_lost_answer(Exchange& exchange) {
    if (faults_.strikes(Site::answer_lost)) {
        exchange.instead = unknown("connection reset");
    } else if (faults_.strikes(Site::answer_5xx_after)) {
        exchange.instead = unknown("502");
    } else if (faults_.strikes(Site::answer_truncated)) {
        exchange.instead = unknown("the answer broke off");
    } else if (faults_.strikes(Site::carrier_throws)) {
        exchange.manner = Manner::throws;
    } else if (faults_.strikes(Site::answer_too_late)) {
        exchange.answered = until_we_give_up;
        exchange.instead = unknown("timed out");
    } else if (faults_.strikes(Site::arrives_after_time_out)) {
        exchange.answered = until_we_give_up;
        exchange.arrives = until_we_give_up + Milliseconds{dice_.between(1, 20'000)};
        exchange.instead = unknown("timed out");
    }
}

SimulatedCarrier::Exchange SimulatedCarrier::draw_exchange() {
    Exchange exchange;
    exchange.arrives = Milliseconds{dice_.between(5, 60)};
    exchange.answered = exchange.arrives + Milliseconds{dice_.between(20, 300)};
    exchange.instead = draw_refusal();
    if (exchange.instead) {
        exchange.is_accepted = false;
    } else if (faults_.strikes(Site::never_arrives)) {
        exchange.is_accepted = false;
        exchange.instead = unknown("connection reset");
    } else if (faults_.strikes(Site::refused_with_5xx)) {
        exchange.is_accepted = false;
        exchange.instead = unknown("503");
    } else if (faults_.strikes(Site::sid_of_another_call)) {
        exchange.manner = Manner::foreign_sid;
    } else if (faults_.strikes(Site::answer_slow)) {
        exchange.answered = Milliseconds{dice_.between(10'000, 29'000)};
    } else {
        draw_lost_answer(exchange);
    }
    constexpr Milliseconds first_callbacks_take{3'000};
    if (exchange.is_accepted && exchange.answered < first_callbacks_take &&
        faults_.strikes(Site::callback_early))
        exchange.answered = Milliseconds{dice_.between(first_callbacks_take.count(), 9'000)};
    return exchange;
}

/// The 201 was written when the call was: it says `queued`, whatever happened since.
PlaceResult SimulatedCarrier::created(const CallAtCarrier& call) const {
    CallAtCarrier as_it_was = call;
    as_it_was.facts.ending.clear();
    as_it_was.status = "queued";
    Accepted accepted;
    accepted.call = resource_of(as_it_was);
    accepted.call.queue_time =
        std::chrono::ceil<Milliseconds>(std::max(call.dial_at - clock_.tick(), std::chrono::nanoseconds{0}));
    return accepted;
}

/// One whose SID Carillon has recorded: it has acknowledged a callback of it.
const CallAtCarrier* SimulatedCarrier::some_known_call(const CallAtCarrier& other) {
    for (const CallPtr& call : calls_)
        if (call.get() != &other && !call->facts.token.empty() && !call->facts.acknowledged().empty())
            return call.get();
    return nullptr;
}

}  // namespace carillon::test
