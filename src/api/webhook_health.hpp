// SPDX-License-Identifier: MIT
// Whether Twilio's callbacks come through: what /readyz says of them, and how often a refused one is looked
// into. Runs on: the loop.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "instant.hpp"

namespace carillon::api {

class WebhookHealth {
public:
    void note_accepted() {
        misdirected_.clear();
        ++accepted_;
    }

    /// `explain`: why it was refused, when it was certainly Twilio's, else empty. Asked at most once a
    /// second, because it costs more than the refusal. Returns what it said of this one.
    std::string note_refused(Instant now, const std::function<std::string()>& explain);

    /// A callback that was certainly Twilio's has been refused, and none was accepted since: why. Only that
    /// is a trouble: anybody can have a forged one refused.
    [[nodiscard]] const std::string& trouble() const { return misdirected_; }
    /// How many were refused, once there were any.
    [[nodiscard]] std::string remark() const;

private:
    static constexpr Milliseconds between_looks{1'000};

    std::uint64_t accepted_ = 0;
    std::uint64_t refused_ = 0;
    Instant last_look_{};
    std::string misdirected_;
};

}  // namespace carillon::api
