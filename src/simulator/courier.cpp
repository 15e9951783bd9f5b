// SPDX-License-Identifier: MIT
#include "simulator/courier.hpp"

#include <algorithm>
#include <exception>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "journal.hpp"

namespace carillon::simulator {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// Twilio lets go of what a slow receiver does not take in time (its error 15002); it also bounds our memory.
constexpr auto longest_wait = 60s;
/// The timeouts come from strangers' URLs: more kinds of them than this share one client.
constexpr std::size_t most_clients = 64;

/// Asio lays the alternatives of an exchange and the deadline side by side in one variant.
struct Outcome {
    http::Exchange operator()(std::monostate) const {
        return http::Broken{"no answer within the time for all tries", true};
    }
    template <class Alternative>
    http::Exchange operator()(Alternative&& alternative) const {
        return std::forward<Alternative>(alternative);
    }
};

/// Whoever waits goes on, and so does whoever begins to wait only now: no ring is lost between the two.
void ring(asio::steady_timer& bell) {
    bell.expires_at(asio::steady_timer::time_point::min());
}

}  // namespace

Courier::Courier(asio::any_io_executor executor,
                 Clock& clock,
                 std::shared_ptr<Ledger> ledger,
                 Secret auth_token,
                 std::size_t in_flight)
    : executor_(std::move(executor)),
      clock_(clock),
      ledger_(std::move(ledger)),
      auth_token_(std::move(auth_token)),
      in_flight_(std::max<std::size_t>(in_flight, 1)) {
    all_done_ = make_bell();
}

Courier::Bell Courier::make_bell() const {
    return std::make_shared<asio::steady_timer>(executor_, asio::steady_timer::time_point::max());
}

void Courier::send(CallPtr call, CallbackMessage message) {
    const auto sid = call->sid;
    auto& outbox = outboxes_[sid];
    outbox.push_back(Parcel{std::move(call), std::move(message), clock_.tick()});
    if (outbox.size() > 1) return;  // whoever carries the first will come back for this one

    ready_.push_back(sid);
    if (carriers_ >= in_flight_) return;
    ++carriers_;
    const auto journal_failure = [self = shared_from_this()](const std::exception_ptr& failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {  // the edge of the carrier's loop
            journal::loop_failed("fake-twilio callbacks", error.what());
        }
    };
    asio::co_spawn(executor_, carry(), journal_failure);
}

asio::awaitable<void> Courier::carry() {
    const auto self = shared_from_this();
    while (!ready_.empty()) {
        const auto sid = std::move(ready_.front());
        ready_.pop_front();
        auto parcel = std::move(outboxes_.at(sid).front());
        co_await deliver(std::move(parcel));
        delivered_one(sid);
    }
    if (--carriers_ == 0) ring(*all_done_);
}

void Courier::delivered_one(const std::string& sid) {
    const auto outbox = outboxes_.find(sid);
    outbox->second.pop_front();
    if (outbox->second.empty()) {
        outboxes_.erase(outbox);
    } else {
        ready_.push_back(sid);
    }
    if (const auto awaited = awaited_.find(sid); awaited != awaited_.end()) ring(*awaited->second);
}

asio::awaitable<void> Courier::deliver(Parcel parcel) {
    const SimulatedCall& call = *parcel.call;
    if (clock_.tick() - parcel.sent > longest_wait) {
        ledger_->undelivered(call, parcel.message, "expired");
        co_return;
    }
    const auto rules = read_webhook_rules(url_of(call, parcel.message));
    const auto until = clock_.tick() + rules.total_timeout;
    for (int number = 1;; ++number) {
        auto request = sign_callback(call, parcel.message, auth_token_);
        const auto exchange = co_await attempt(std::move(request), rules, until);
        ledger_->callback(call, parcel.message, number, exchange);
        if (is_delivered(exchange)) co_return;
        if (number > rules.retries || clock_.tick() >= until || !may_retry(rules, exchange)) break;
    }
    ledger_->undelivered(call, parcel.message, "refused or unreachable");
}

asio::awaitable<http::Exchange> Courier::attempt(SignedRequest request, WebhookRules rules, Tick until) {
    using namespace asio::experimental::awaitable_operators;
    auto sending = client_for(rules).send(std::move(request.url), std::move(request.request));
    auto deadline = clock_.sleep_until(until);
    auto first = co_await (std::move(sending) || std::move(deadline));
    co_return std::visit(Outcome{}, std::move(first));
}

http::Client& Courier::client_for(const WebhookRules& rules) {
    const auto timeouts = std::pair{rules.connect_timeout, rules.read_timeout};
    const auto found = clients_.find(timeouts);
    if (found != clients_.end()) return *found->second;
    if (clients_.size() >= most_clients) return *clients_.begin()->second;

    http::ClientLimits limits;
    limits.connect = rules.connect_timeout;
    limits.answer = rules.read_timeout;
    limits.idle_connections = in_flight_;
    limits.answer_bytes = 64 * 1024;  // what Twilio reads of an answer
    return *clients_.emplace(timeouts, std::make_unique<http::Client>(executor_, limits)).first->second;
}

asio::awaitable<void> Courier::wait(Bell bell, Tick until) {
    using namespace asio::experimental::awaitable_operators;
    auto ringing = bell->async_wait(asio::as_tuple(asio::use_awaitable));
    auto deadline = clock_.sleep_until(until);
    co_await (std::move(ringing) || std::move(deadline));
}

asio::awaitable<void> Courier::first_delivery(std::string sid, Tick until) {
    auto bell = make_bell();
    awaited_.emplace(sid, bell);
    co_await wait(std::move(bell), until);
    awaited_.erase(sid);
}

asio::awaitable<void> Courier::idle(Tick until) {
    if (carriers_ == 0) co_return;
    all_done_ = make_bell();
    co_await wait(all_done_, until);
}

}  // namespace carillon::simulator
