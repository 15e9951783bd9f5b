// SPDX-License-Identifier: MIT
#include "simulator/switchboard.hpp"

#include <algorithm>
#include <utility>

namespace carillon::simulator {

using namespace std::chrono_literals;

namespace {

/// Timers are late by up to a millisecond, which at a thousand calls a second would halve the rate: a turn
/// that is late by less than this does not push the following ones back.
constexpr auto forgiven_delay = 50ms;

}  // namespace

Switchboard::Switchboard(const FakeTwilioConfig& config,
                         Clock& clock,
                         Timeline& timeline,
                         Ledger& ledger,
                         Announcer& announcer,
                         CallBook& book)
    : config_(config),
      clock_(clock),
      timeline_(timeline),
      ledger_(ledger),
      announcer_(announcer),
      book_(book),
      next_turn_(clock.tick()) {}

Milliseconds Switchboard::queue_time() const {
    const auto until_next_turn = std::max(next_turn_ - clock_.tick(), Tick::duration{0});
    const auto ahead = real_seconds(static_cast<double>(queue_.size()) / config_.calls_per_second);
    return std::chrono::ceil<Milliseconds>(until_next_turn + ahead);
}

bool Switchboard::is_full() const {
    return static_cast<double>(queue_.size()) >= config_.queue_hours * 3600 * config_.calls_per_second;
}

bool Switchboard::has_free_line() const {
    return config_.concurrent_calls == 0 || lines_in_use_ < config_.concurrent_calls;
}

void Switchboard::put(CallPtr call) {
    queue_.push_back(std::move(call));
    dial_soon();
}

/// Not at once: who caused this must be answered, or the ended call announced, before the next is dialled.
void Switchboard::dial_soon() {
    timeline_.at(clock_.tick(), [this] { dial_what_may_go(); });
}

void Switchboard::dial_what_may_go() {
    while (!queue_.empty()) {
        if (is_over(queue_.front()->progress)) {  // canceled while it waited
            queue_.pop_front();
            continue;
        }
        if (!has_free_line() || turn_is_scheduled_) return;
        const auto now = clock_.tick();
        if (now < next_turn_) {
            turn_is_scheduled_ = true;
            return timeline_.at(next_turn_, [this] {
                turn_is_scheduled_ = false;
                dial_what_may_go();
            });
        }
        next_turn_ = std::max(next_turn_, now - forgiven_delay) + real_seconds(1 / config_.calls_per_second);
        const auto call = std::move(queue_.front());
        queue_.pop_front();
        dial(call);
    }
}

void Switchboard::dial(const CallPtr& call) {
    ++lines_in_use_;
    call->started_at = clock_.now();
    ledger_.dialled(*call);
    play(call, 0, clock_.tick());
}

void Switchboard::schedule(const CallPtr& call, std::size_t index, Tick dialled) {
    timeline_.at(after_dial(call->script.events.at(index).after_dial, dialled),
                 [this, call, index, dialled] { play(call, index, dialled); });
}

Tick Switchboard::after_dial(Milliseconds own_time, Tick dialled) const {
    return dialled + real_seconds(std::chrono::duration<double>(own_time).count() / config_.profile.speed_up);
}

void Switchboard::play(const CallPtr& call, std::size_t index, Tick dialled) {
    if (is_over(call->progress)) return;  // hung up meanwhile
    const auto& event = call->script.events.at(index);
    if (event.progress == Progress::in_progress) pick_up(call, event, dialled);
    if (event.progress == Progress::completed) call->duration = call->script.duration;
    reach(call, event.progress, event.fate);
    if (index + 1 < call->script.events.size()) schedule(call, index + 1, dialled);
}

/// Who asked for a verdict at once has the call held until then, which the fake leaves out. Counted from the
/// dialling, as all steps are: a timer that is late must not put the verdict behind the end.
void Switchboard::pick_up(const CallPtr& call, const ScriptedEvent& event, Tick dialled) {
    call->answered = clock_.tick();
    if (!call->asked.detection.is_async)
        call->answered_by = call->script.answered_by;
    else if (!call->script.answered_by.empty())
        timeline_.at(after_dial(event.after_dial + call->script.verdict_after, dialled),
                     [this, call] { tell_verdict(call); });
}

void Switchboard::tell_verdict(const CallPtr& call) {
    if (is_over(call->progress)) return;  // hung up before anybody knew
    call->answered_by = call->script.answered_by;
    ledger_.verdict(*call);
    announcer_.announce_verdict(call);
}

void Switchboard::reach(const CallPtr& call, Progress progress, CallbackFate fate) {
    call->progress = progress;
    call->updated_at = clock_.now();
    ledger_.status(*call);
    if (is_over(progress)) end(call);
    announcer_.announce(call, fate);
}

void Switchboard::end(const CallPtr& call) {
    call->ended_at = call->updated_at;
    ledger_.ended(*call);
    book_.retire(*call);
    if (!call->started_at) return;
    --lines_in_use_;
    dial_soon();
}

bool Switchboard::hang_up(const CallPtr& call, bool even_if_answered) {
    const auto fate = call->script.events.back().fate;
    if (call->progress != Progress::in_progress) {
        reach(call, Progress::canceled, fate);
        return true;
    }
    if (!even_if_answered) return false;
    const auto talked =
        std::chrono::duration<double>(clock_.tick() - call->answered) * config_.profile.speed_up;
    call->duration = std::min(std::chrono::ceil<Seconds>(talked), call->script.duration);
    reach(call, Progress::completed, fate);
    return true;
}

}  // namespace carillon::simulator
