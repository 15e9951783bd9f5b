// SPDX-License-Identifier: MIT
// What will happen in the world around Carillon, in the order of virtual time; what is set for one instant
// happens in the order in which it was set. It goes on when Carillon has crashed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "clock.hpp"

namespace carillon::test {

class Timeline {
public:
    void at(Tick when, std::function<void()> what) { events_.emplace(when, std::move(what)); }

    [[nodiscard]] std::optional<Tick> next() const {
        return events_.empty() ? std::nullopt : std::optional{events_.begin()->first};
    }
    void run_next() {
        const auto what = std::move(events_.begin()->second);
        events_.erase(events_.begin());
        what();
    }

private:
    std::multimap<Tick, std::function<void()>> events_;
};

}  // namespace carillon::test
