// SPDX-License-Identifier: MIT
#include "api/webhook_health.hpp"

namespace carillon::api {

std::string WebhookHealth::note_refused(Instant now, const std::function<std::string()>& explain) {
    ++refused_;
    const bool is_time = now - last_look_ >= between_looks || now < last_look_;  // a clock may be set back
    if (!is_time) return {};
    last_look_ = now;
    std::string found = explain();
    if (!found.empty()) misdirected_ = found;
    return found;
}

std::string WebhookHealth::remark() const {
    if (refused_ == 0) return {};
    std::string text = std::to_string(refused_) + " refused for their signature since the start, " +
                       std::to_string(accepted_) + " accepted";
    if (accepted_ == 0)
        text +=
            ": they are forged, or TWILIO_AUTH_TOKEN is not the account's; `carillon check --webhook` tells";
    return text;
}

}  // namespace carillon::api
