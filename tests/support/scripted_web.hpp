// SPDX-License-Identifier: MIT
// Hooks and agents that say what a test tells them, and write down what they were asked. No socket is opened.
#pragma once

#include <functional>
#include <vector>

#include "clock.hpp"
#include "web.hpp"

namespace carillon::test {

class ScriptedWeb final : public Web {
public:
    explicit ScriptedWeb(Clock& clock) : clock_(clock) {}

    struct Asked {
        WebRequest request;
        Tick at;
    };
    std::vector<Asked> asked;
    /// What each question is answered, and after how long; by default nobody is there.
    std::function<WebResult(const Asked&)> answer;
    std::function<Milliseconds(const Asked&)> delay;

    boost::asio::awaitable<WebResult> ask(WebRequest request) override {
        const Asked here{std::move(request), clock_.tick()};
        asked.push_back(here);
        if (delay) co_await clock_.sleep_until(here.at + delay(here));
        if (answer) co_return answer(here);
        co_return NoWebAnswer{"nobody is there"};
    }

private:
    Clock& clock_;
};

}  // namespace carillon::test
