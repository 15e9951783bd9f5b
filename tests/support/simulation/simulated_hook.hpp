// SPDX-License-Identifier: MIT
// A pre-dial hook without a socket: mostly it allows, soon; now and then it refuses, puts off, stays silent
// or talks nonsense. What it says follows from what it was asked and how often: the same in each run of a
// seed.
#pragma once

#include <string>

#include "clock.hpp"
#include "web.hpp"

namespace carillon::test {

class SimulatedHook final : public Web {
public:
    explicit SimulatedHook(Clock& clock) : clock_(clock) {}

    boost::asio::awaitable<WebResult> ask(WebRequest request) override {
        const auto luck = draw(request.body);
        const Tick asked_at = clock_.tick();
        const bool is_silent = luck % 100 >= 95;
        co_await clock_.sleep_until(
            asked_at + (is_silent ? request.patience : Milliseconds{luck / 100 % request.patience.count()}));
        if (is_silent) co_return NoWebAnswer{"timed out"};
        co_return answer_of(luck % 100);
    }

private:
    static WebAnswer answer_of(std::int64_t luck) {
        WebAnswer answer{200, "application/json", R"({"allow": true})"};
        if (luck >= 90) answer.body = "<html>";
        if (luck >= 80 && luck < 90) answer.body = R"({"allow": false, "retry_after_seconds": 30})";
        if (luck >= 76 && luck < 80) answer.body = R"({"allow": false, "reason": "no"})";
        return answer;
    }

    /// FNV-1a, because std::hash may differ between machines.
    std::int64_t draw(const std::string& body) {
        std::uint64_t hash = 14'695'981'039'346'656'037U + ++asked_;
        for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
        return static_cast<std::int64_t>(hash >> 20U);
    }

    Clock& clock_;
    std::uint64_t asked_ = 0;
};

}  // namespace carillon::test
