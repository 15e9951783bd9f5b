// SPDX-License-Identifier: MIT
// Answering machines to which a campaign does not speak: they are hung up as soon as the carrier has
// recognised them. Where that fails the call goes on, and each later word of the carrier's tries again.
#include "dialer/rules/machines.hpp"

#include <exception>
#include <optional>
#include <string>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "settings.hpp"
#include "twilio/status.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::dialer {
namespace {

/// Why the call may go on; empty: it is over.
std::string trouble_of(const FetchResult& result) {
    if (std::holds_alternative<NoSuchCall>(result)) return "the carrier does not know the call";
    if (const auto* silence = std::get_if<NoAnswer>(&result)) return silence->reason;
    const std::string& status = std::get<CarrierCall>(result).status;
    return twilio::is_over(status) ? std::string{} : "the carrier says that it is " + status;
}

}  // namespace

void Dialer::Shift::hang_up_machine(const Call& call) {
    if (call.state == CallState::ended || !is_machine(call.answered_by)) return;
    if (!hanging_up_.insert(call.id).second) return;
    spawn(hang_up_if_unwanted(call.id), "hang up a machine");
}

asio::awaitable<void> Dialer::Shift::hang_up_if_unwanted(CallId id) {
    std::optional<Call> call;
    try {
        call = co_await store_.find_call(id);  // with the settings under which it was placed
    } catch (const std::exception& failure) {  // a later word of the carrier's tries again
        journal::machine_not_hung_up(id, failure.what());
    }
    const bool is_unwanted = call && call->state != CallState::ended &&
                             rules::must_hang_up(*call, settings_from_json(call->settings));
    if (is_unwanted) co_await hang_up_at_carrier(*call);
    hanging_up_.erase(id);
}

asio::awaitable<void> Dialer::Shift::hang_up_at_carrier(Call call) {
    std::string trouble;
    try {
        const FetchResult result = co_await carrier_.hang_up(call.call_sid);
        trouble = trouble_of(result);
        if (trouble.empty()) {
            auto callback = twilio::polled_callback(std::get<CarrierCall>(result), clock_.now());
            co_await settle(std::move(callback));
        }
    } catch (const std::exception& failure) {
        trouble = failure.what();
    }
    if (trouble.empty())
        journal::machine_hung_up(call.id, call.answered_by);
    else
        journal::machine_not_hung_up(call.id, trouble);
}

}  // namespace carillon::dialer
