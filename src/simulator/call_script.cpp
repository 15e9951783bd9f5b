// SPDX-License-Identifier: MIT
#include "simulator/call_script.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "simulator/dice.hpp"

namespace carillon::simulator {
namespace {

enum class Reception { person, busy_line, nobody, unreachable, machine };

constexpr Milliseconds time_to_ring{800};
/// The network says busy or unreachable at once, whatever the Timeout is.
constexpr Milliseconds time_to_fail{1'500};

Reception choose_reception(const Profile& profile, Dice& dice) {
    const std::array<std::pair<double, Reception>, 5> shares{{
        {profile.answer, Reception::person},
        {profile.busy, Reception::busy_line},
        {profile.no_answer, Reception::nobody},
        {profile.failed, Reception::unreachable},
        {profile.voicemail, Reception::machine},
    }};
    double sum = 0;
    for (const auto& [share, reception] : shares) sum += share;
    double point = dice.between(0, sum);
    for (const auto& [share, reception] : shares) {
        if (point < share) return reception;
        point -= share;
    }
    return Reception::person;
}

Milliseconds draw_duration(double seconds_min, double seconds_max, Dice& dice) {
    return Milliseconds{std::llround(dice.between(seconds_min, seconds_max) * 1000)};
}

/// The first that falls; every one is drawn, so that one probability does not move the others' luck.
template <class Choice, std::size_t count>
Choice draw_first(const std::array<std::pair<double, Choice>, count>& choices, Choice otherwise, Dice& dice) {
    auto chosen = otherwise;
    for (const auto& [probability, choice] : choices)
        if (dice.chance(probability) && chosen == otherwise) chosen = choice;
    return chosen;
}

Admission draw_admission(const Faults& faults, Dice& dice) {
    const std::array<std::pair<double, Admission>, 3> choices{{
        {faults.reset_before_accept, Admission::hang_up},
        {faults.throttle_429, Admission::throttle},
        {faults.error_5xx_before, Admission::error},
    }};
    return draw_first(choices, Admission::accept, dice);
}

Reply draw_reply(const Faults& faults, Dice& dice) {
    const std::array<std::pair<double, Reply>, 5> choices{{
        {faults.drop_response, Reply::hang_up},
        {faults.error_5xx_after, Reply::error},
        {faults.truncate_body, Reply::truncated},
        {faults.slow_answer, Reply::slow},
        {faults.callback_early, Reply::held},
    }};
    return draw_first(choices, Reply::created, dice);
}

CallbackFate draw_fate(const Faults& faults, Dice& dice) {
    const std::array<std::pair<double, CallbackFate>, 4> choices{{
        {faults.callback_lost, CallbackFate::lost},
        {faults.callback_doubled, CallbackFate::doubled},
        {faults.callback_reordered, CallbackFate::overtaken},
        {faults.callback_late, CallbackFate::late},
    }};
    return draw_first(choices, CallbackFate::sent, dice);
}

std::string answered_by(const std::string& detection, bool machine) {
    if (detection.empty()) return {};
    if (!machine) return "human";
    return detection == "DetectMessageEnd" ? "machine_end_beep" : "machine_start";
}

/// When it is known who answered; after too long a time it is said that nobody can tell.
void draw_verdict(CallScript& script, const ScriptRequest& request, const Faults& faults, Dice& dice) {
    if (script.answered_by.empty()) return;
    const bool waits_for_the_beep = script.answered_by == "machine_end_beep";
    script.verdict_after = waits_for_the_beep ? draw_duration(5, 20, dice) : draw_duration(1.5, 4.5, dice);
    if (script.verdict_after > request.detection_timeout) {
        script.answered_by = "unknown";
        script.verdict_after = request.detection_timeout;
    }
    const auto talk = script.events.back().after_dial - std::prev(script.events.end(), 2)->after_dial;
    script.verdict_after = std::min(script.verdict_after, talk);
    script.verdict_fate = draw_fate(faults, dice);
    if (script.verdict_fate == CallbackFate::overtaken) script.verdict_fate = CallbackFate::sent;
}

void add_event(CallScript& script, Milliseconds after_dial, Progress progress) {
    script.events.push_back(ScriptedEvent{after_dial, progress, CallbackFate::sent});
}

void end_without_answer(CallScript& script, Milliseconds after_dial, Progress ending, int sip_response_code) {
    add_event(script, after_dial, ending);
    script.sip_response_code = sip_response_code;
}

struct Times {
    Milliseconds ring;
    Milliseconds talk;
};

void plan_call(CallScript& script, const ScriptRequest& request, Reception reception, Times times) {
    add_event(script, Milliseconds{0}, Progress::initiated);
    if (reception == Reception::unreachable)
        return end_without_answer(script, time_to_fail, Progress::failed, 404);

    add_event(script, time_to_ring, Progress::ringing);
    if (reception == Reception::busy_line)
        return end_without_answer(script, time_to_fail, Progress::busy, 486);
    if (reception == Reception::nobody || times.ring >= request.timeout)
        return end_without_answer(script, time_to_ring + request.timeout, Progress::no_answer, 487);

    const auto talk = std::clamp(times.talk, Milliseconds{0}, Milliseconds{request.time_limit});
    script.duration = std::chrono::ceil<Seconds>(talk);
    script.answered_by = answered_by(request.machine_detection, reception == Reception::machine);
    add_event(script, time_to_ring + times.ring, Progress::in_progress);
    add_event(script, time_to_ring + times.ring + talk, Progress::completed);
}

void draw_fates(CallScript& script, const Faults& faults, Dice& dice) {
    auto before = CallbackFate::sent;
    for (auto& event : script.events) {
        event.fate = draw_fate(faults, dice);
        // The one that overtakes must arrive, and in its place: a pair is swapped, not a whole call.
        if (before == CallbackFate::overtaken) event.fate = CallbackFate::sent;
        before = event.fate;
    }
}

}  // namespace

CallScript write_script(const ScriptRequest& request,
                        const Profile& profile,
                        const Faults& faults,
                        std::uint64_t seed) {
    Dice dice{seed, request.number, request.sequence};
    CallScript script;
    script.admission = draw_admission(faults, dice);
    script.reply = draw_reply(faults, dice);
    script.lags_in_lists = dice.chance(faults.list_lag);

    const auto reception = choose_reception(profile, dice);
    const Times times{draw_duration(profile.ring_seconds_min, profile.ring_seconds_max, dice),
                      draw_duration(profile.talk_seconds_min, profile.talk_seconds_max, dice)};
    plan_call(script, request, reception, times);
    draw_fates(script, faults, dice);
    draw_verdict(script, request, faults, dice);
    return script;
}

}  // namespace carillon::simulator
