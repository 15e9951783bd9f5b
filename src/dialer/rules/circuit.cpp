// SPDX-License-Identifier: MIT
#include "dialer/rules/circuit.hpp"

#include "dialer/rules/settlement.hpp"

namespace carillon::dialer::rules {
namespace {

std::string time_in_words(std::int64_t seconds) {
    if (seconds % 60 != 0) return std::to_string(seconds) + " seconds";
    return seconds == 60 ? "a minute" : std::to_string(seconds / 60) + " minutes";
}

/// What was told of it: Twilio's code, or the network's.
std::string cause_of(const Call& failed) {
    std::string cause;
    if (failed.error_code)
        cause = std::to_string(*failed.error_code);
    else if (failed.sip_response_code)
        cause = "SIP " + std::to_string(*failed.sip_response_code);
    if (!failed.error_message.empty()) cause += (cause.empty() ? "" : ": ") + failed.error_message;
    return cause;
}

}  // namespace

std::string why_it_breaks(const CircuitBreaker& breaker, const RecentCalls& recent, const Call& failed) {
    if (recent.ended == 0 || recent.ended < breaker.least_calls) return {};
    const double share = static_cast<double>(recent.failed) / static_cast<double>(recent.ended);
    if (share < breaker.failed_share) return {};

    const std::string cause = cause_of(failed);
    return "circuit breaker: " + std::to_string(recent.failed) + " of the last " +
           std::to_string(recent.ended) + " calls in " + time_in_words(breaker.window_seconds) + " failed" +
           (cause.empty() ? "" : ", the last with " + cause) + ". Mend that, then resume the campaign.";
}

std::string Settling::why_circuit_breaks(const CircuitBreaker& breaker,
                                         const RecentCalls& recent,
                                         const Call& failed) const {
    return why_it_breaks(breaker, recent, failed);
}

}  // namespace carillon::dialer::rules
