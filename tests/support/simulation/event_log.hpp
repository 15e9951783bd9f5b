// SPDX-License-Identifier: MIT
// What happened in a simulation, one line each, with the virtual time: for a person who looks into a breach,
// and for the proof that one seed is one story. Off, it costs nothing.
#pragma once

#include <cstdio>
#include <sstream>
#include <string>

#include "support/fake_clock.hpp"

namespace carillon::test {

class EventLog {
public:
    enum class Mode { off, keep, print };

    EventLog(const FakeClock& clock, Mode mode) : clock_(clock), mode_(mode) {}

    template <class... Parts>
    void say(const Parts&... parts) {
        if (mode_ == Mode::off) return;
        std::ostringstream line;
        line << to_rfc3339(clock_.true_now());
        ((line << ' ' << parts), ...);
        line << '\n';
        if (mode_ == Mode::print) std::fputs(line.str().c_str(), stderr);
        if (mode_ == Mode::keep) text_ += line.str();
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    const FakeClock& clock_;
    Mode mode_;
    std::string text_;
};

}  // namespace carillon::test
