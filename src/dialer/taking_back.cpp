// SPDX-License-Identifier: MIT
// Calls at the carrier that must not come about any more, because a person stopped their campaign or their
// number was suppressed. A conversation is never cut off here.
#include <exception>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::dialer {
namespace {

constexpr std::int64_t most_calls = 10'000;
/// Requests under way at one time: 50 queued calls are taken back within a second at 200 ms each, far below
/// Twilio's bound on concurrent requests.
constexpr std::int64_t at_once = 16;

}  // namespace

asio::awaitable<std::int64_t> Dialer::Shift::suppress(std::vector<NewSuppression> numbers) {
    const auto added = co_await store_.add_suppressions(std::move(numbers), clock_.now());
    spawn(take_back_suppressed(), "cancel at the carrier");
    co_return added;
}

asio::awaitable<Result<Contact>> Dialer::Shift::opt_out(ContactId contact, std::string reason) {
    store::OptOut wanted{contact, std::move(reason), clock_.now()};
    auto opted_out = co_await store_.opt_out(std::move(wanted));
    if (opted_out) spawn(take_back_suppressed(), "cancel at the carrier");
    co_return opted_out;
}

asio::awaitable<void> Dialer::Shift::take_back_campaign(CampaignId campaign) {
    const auto calls = co_await store_.list_cancelable_calls(campaign, most_calls);
    for (const Call& call : calls) take_back(call.id, campaign);
}

/// Of the whole list, not of what was just added: whatever an earlier try left is caught up with.
asio::awaitable<void> Dialer::Shift::take_back_suppressed() {
    const auto calls = co_await store_.list_suppressed_calls(most_calls);
    for (const Call& call : calls) take_back(call.id, std::nullopt);
}

/// `campaign`: it was stopped; none: the number is suppressed, which holds whatever its campaign does.
void Dialer::Shift::take_back(CallId call, std::optional<CampaignId> campaign) {
    const auto [found, is_new] = recalls_.try_emplace(call, campaign);
    if (!is_new && !campaign) found->second.reset();
    if (recalling_ == at_once) return;
    ++recalling_;
    spawn(recall_all(), "cancel at the carrier");
}

/// For a call of which we learn only now that the carrier has it: it may have been stopped while we asked.
void Dialer::Shift::take_back_if_unwanted(const store::Settled& settled) {
    if (!settled.call || settled.call->call_sid.empty() || settled.before >= CallState::accepted) return;
    const auto& campaign = settled.call->campaign_id;
    if (settled.must_be_canceled)
        take_back(settled.call->id, std::nullopt);
    else if (campaign && stopped_.contains(*campaign))
        take_back(settled.call->id, campaign);
}

asio::awaitable<void> Dialer::Shift::recall_all() {
    while (!recalls_.empty()) {
        const auto next = recalls_.extract(recalls_.begin());
        try {
            co_await recall(next.key(), next.mapped());
        } catch (const std::exception& failure) {  // the other calls must be canceled all the same
            journal::call_work_failed(next.key(), "cancel", failure.what());
        }
    }
    --recalling_;
}

asio::awaitable<void> Dialer::Shift::recall(CallId id, std::optional<CampaignId> campaign) {
    const auto call = co_await store_.find_call(id);
    if (!call || !is_unwanted(*call, campaign)) co_return;
    const FetchResult result = co_await carrier_.cancel(call->call_sid);
    const auto* now_is = std::get_if<CarrierCall>(&result);
    if (now_is == nullptr) co_return;
    auto callback = twilio::polled_callback(*now_is, clock_.now());
    co_await settle(std::move(callback));
}

/// A pause takes back what waits in the carrier's queue; a cancel and a suppression also end what rings.
bool Dialer::Shift::is_unwanted(const Call& call, std::optional<CampaignId> campaign) const {
    if (call.state < CallState::accepted || call.state > CallState::ringing) return false;
    if (!campaign) return true;
    const auto stopped = stopped_.find(*campaign);
    if (stopped == stopped_.end()) return false;  // resumed meanwhile
    return call.state == CallState::accepted || stopped->second == CampaignMove::cancel;
}

}  // namespace carillon::dialer
