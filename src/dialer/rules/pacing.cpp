// SPDX-License-Identifier: MIT
#include "dialer/rules/pacing.hpp"

#include <algorithm>
#include <cmath>

namespace carillon::dialer::rules {
namespace {

/// A send that is late by no more than this was held up by a timer, and the next ones make up for it. Who is
/// later had nobody to ring: the even schedule begins anew, so that idle time is never saved up for a burst.
constexpr std::chrono::milliseconds lateness_made_up_for{10};

/// Between the gate and the wire lies a commit, and no two take the same time. A full window is kept longer
/// by this much, so that what arrives at the carrier keeps to the rate as well; the mean loses a third of
/// a percent. What left later than that counts from when it left, and the ways to the carrier may differ,
/// too.
constexpr std::chrono::milliseconds commits_may_differ_by{3};
constexpr std::chrono::milliseconds ways_may_differ_by{1};

}  // namespace

Pace::Pace(double per_second) {
    change_rate(per_second);
}

void Pace::change_rate(double per_second) {
    interval_ = std::chrono::nanoseconds{static_cast<std::int64_t>(std::ceil(1e9 / per_second))};
    window_ = static_cast<std::size_t>(std::max(1.0, std::floor(per_second)));
    while (sent_.size() > window_) sent_.pop_front();
    if (!sent_.empty()) due_ = sent_.back() + interval_;
}

Tick Pace::earliest() const {
    Tick at = std::max(due_, held_until_);
    if (sent_.size() == window_)
        at = std::max(at,
                      sent_.front() + interval_ * static_cast<std::int64_t>(window_) + commits_may_differ_by);
    return at;
}

std::int64_t Pace::room_until(Tick now, Tick horizon) const {
    const Tick first = std::max(now, earliest());
    return first > horizon ? 0 : 1 + (horizon - first) / interval_;
}

void Pace::add(Tick at) {
    ++numbered_;
    sent_.push_back(at);
    if (sent_.size() > window_) sent_.pop_front();
}

std::int64_t Pace::mark(Tick now) {
    add(now);
    due_ = (now - due_ <= lateness_made_up_for ? due_ : now) + interval_;
    return numbered_;
}

void Pace::left(std::int64_t number, Tick at) {
    const std::int64_t after_it = numbered_ - number;
    if (after_it >= static_cast<std::int64_t>(sent_.size())) return;
    Tick& sent = *(sent_.rbegin() + after_it);
    sent = std::max(sent, at - commits_may_differ_by + ways_may_differ_by);
}

void Pace::remember(Tick at) {
    add(at);
    due_ = at + interval_;
}

void Pace::hold(Tick until) {
    held_until_ = std::max(held_until_, until);
}

}  // namespace carillon::dialer::rules
