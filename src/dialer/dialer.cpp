// SPDX-License-Identifier: MIT
// The dialer's face over its shift.
#include "dialer/dialer.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <openssl/rand.h>

#include "dialer/shift.hpp"
#include "failure.hpp"
#include "journal.hpp"

namespace carillon::dialer {

Dialer::Shift::Shift(asio::any_io_executor executor,
                     store::Store& store,
                     Carrier& carrier,
                     Web& web,
                     Clock& clock,
                     DialerConfig config,
                     TokenSource new_token)
    : executor_(executor),
      store_(store),
      carrier_(carrier),
      web_(web),
      clock_(clock),
      config_(std::move(config)),
      new_token_(std::move(new_token)),
      account_pace_(config_.calls_per_second),
      account_dealt_(config_.calls_per_second),
      claim_bell_(executor),
      check_bell_(executor),
      checked_bell_(executor),
      drained_bell_(executor) {}

Dialer::Shift::Lane& Dialer::Shift::lane_of(CampaignId campaign, double calls_per_second) {
    const auto [found, is_new] = lanes_.try_emplace(campaign, calls_per_second);
    Lane& lane = found->second;
    if (is_new)
        for (const Tick at : submitted_before_[campaign]) lane.remember(at);
    if (lane.calls_per_second != calls_per_second) {
        lane.pace.change_rate(calls_per_second);
        lane.dealt.change_rate(calls_per_second);
        lane.calls_per_second = calls_per_second;
    }
    return lane;
}

void Dialer::Shift::spawn(asio::awaitable<void> work, const char* name) {
    ++under_way_;
    auto done = [this, name](const std::exception_ptr& error) {
        --under_way_;
        drained_bell_.ring();
        if (error) journal::loop_failed(name, what_of(error));
    };
    asio::co_spawn(executor_, std::move(work), done);
}

asio::awaitable<void> Dialer::Shift::recover() {
    const auto swept = co_await store_.sweep(clock_.now());
    journal::startup_swept(swept.returned_to_queue, swept.made_unknown, swept.open_calls);
    remember_rates(swept.submitted);
    restoration_ = co_await store_.find_restoration();
    if (restoration_) restore_trouble_ = looking_up;
    co_await cancel_waiting_contacts();
}

/// A kill and a restart must not together exceed the rates.
void Dialer::Shift::remember_rates(const std::vector<store::Submitted>& submitted) {
    for (const store::Submitted& each : submitted) {
        const Tick at = clock_.tick() - std::max(clock_.now() - each.at, Milliseconds{0});
        account_pace_.remember(at);
        account_dealt_.remember(at);
        if (each.campaign_id) submitted_before_[*each.campaign_id].push_back(at);
    }
}

asio::awaitable<void> Dialer::Shift::drain(Milliseconds grace) {
    draining_ = true;
    claim_bell_.ring();
    check_bell_.ring();
    const Tick until = clock_.tick() + grace;
    while (under_way_ > 0 && clock_.tick() < until) co_await drained_bell_.wait_until(clock_, until);
}

CallToken random_token() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the operating system gave no random bytes");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) text += {digits[byte >> 4U], digits[byte & 15U]};
    return CallToken{std::move(text)};
}

Dialer::Dialer(asio::any_io_executor executor,
               store::Store& store,
               Carrier& carrier,
               Web& web,
               Clock& clock,
               DialerConfig config,
               TokenSource new_token)
    : shift_(std::make_unique<Shift>(
          std::move(executor), store, carrier, web, clock, std::move(config), std::move(new_token))) {}
Dialer::~Dialer() = default;

asio::awaitable<void> Dialer::recover() {
    return shift_->recover();
}
asio::awaitable<void> Dialer::run() {
    return shift_->run();
}
asio::awaitable<void> Dialer::run_checks() {
    return shift_->run_checks();
}
void Dialer::wake() {
    shift_->claim_bell_.ring();
}
asio::awaitable<void> Dialer::drain(Milliseconds grace) {
    return shift_->drain(grace);
}
asio::awaitable<DialResult> Dialer::dial(PhoneNumber to, std::optional<store::IdempotencyKey> idempotency) {
    return shift_->dial(std::move(to), std::move(idempotency));
}
asio::awaitable<store::Settled> Dialer::settle(NewCallback callback) {
    return shift_->settle(std::move(callback));
}
asio::awaitable<Result<Campaign>> Dialer::move_campaign(CampaignId campaign, CampaignMove move) {
    return shift_->move_campaign(campaign, move);
}
asio::awaitable<std::int64_t> Dialer::suppress(std::vector<NewSuppression> numbers) {
    return shift_->suppress(std::move(numbers));
}
asio::awaitable<Result<Contact>> Dialer::opt_out(ContactId contact, std::string reason) {
    return shift_->opt_out(contact, std::move(reason));
}
asio::awaitable<Result<Call>> Dialer::hang_up(CallId call) {
    return shift_->hang_up(call);
}
asio::awaitable<std::optional<Explanation>> Dialer::explain_contact(ContactId contact) {
    return shift_->explain_contact(contact);
}
asio::awaitable<std::optional<Explanation>> Dialer::explain_campaign(CampaignId campaign) {
    return shift_->explain_campaign(campaign);
}
asio::awaitable<std::optional<Preflight>> Dialer::preflight(CampaignId campaign) {
    return shift_->preflight(campaign);
}
asio::awaitable<Result<AgentProbe>> Dialer::probe_agent(CampaignId campaign) {
    return shift_->probe_agent(campaign);
}
void Dialer::hold_back(std::string why) {
    shift_->held_back_ = std::move(why);
}
std::string Dialer::held_back() const {
    return shift_->held_back_;
}
std::string Dialer::restore_trouble() const {
    return shift_->restore_trouble_;
}
asio::awaitable<std::string> Dialer::carrier_trouble() {
    return shift_->carrier_trouble();
}

}  // namespace carillon::dialer
