// SPDX-License-Identifier: MIT
#include "simulator/call_book.hpp"

#include <utility>

namespace carillon::simulator {
namespace {

bool is_within(const SimulatedCall& call, const ListFilter& filter) {
    if (!filter.started_from && !filter.started_before) return true;
    if (!call.started_at) return false;
    return (!filter.started_from || *call.started_at >= *filter.started_from) &&
           (!filter.started_before || *call.started_at < *filter.started_before);
}

bool matches(const SimulatedCall& call, const ListFilter& filter, Instant now) {
    if (now < call.listed_from) return false;
    if (!filter.to.empty() && call.asked.to != filter.to) return false;
    if (!filter.from.empty() && call.asked.from != filter.from) return false;
    if (filter.status && resource_status(call.progress) != resource_status(*filter.status)) return false;
    return is_within(call, filter);
}

/// The newest ordinal below `before`, in a set or a map; 0 when there is none.
template <class Ordered, class Key>
std::uint64_t newest_below(const Ordered& ordered, std::uint64_t before, Key key) {
    auto position = ordered.lower_bound(before);
    return position == ordered.begin() ? 0 : key(*std::prev(position));
}

}  // namespace

CallBook::CallBook(std::size_t kept_calls) : kept_calls_(kept_calls) {}

std::uint64_t CallBook::count_request(std::string_view number) {
    return requests_[std::hash<std::string_view>{}(number)]++;
}

void CallBook::add(CallPtr call) {
    call->ordinal = ++last_ordinal_;
    by_sid_.emplace(call->sid, call->ordinal);
    by_number_[call->asked.to].insert(call->ordinal);
    calls_.emplace(call->ordinal, std::move(call));
}

void CallBook::retire(const SimulatedCall& call) {
    ended_.push_back(call.ordinal);
    while (ended_.size() > kept_calls_) {
        forget(ended_.front());
        ended_.pop_front();
    }
}

void CallBook::forget(std::uint64_t ordinal) {
    const auto entry = calls_.extract(ordinal);
    const SimulatedCall& call = *entry.mapped();
    by_sid_.erase(call.sid);
    const auto same_number = by_number_.find(call.asked.to);
    same_number->second.erase(ordinal);
    if (same_number->second.empty()) by_number_.erase(same_number);
}

CallPtr CallBook::find(const std::string& sid) const {
    const auto found = by_sid_.find(sid);
    return found == by_sid_.end() ? nullptr : calls_.at(found->second);
}

std::vector<CallPtr> CallBook::list(
    const ListFilter& filter, Instant now, std::uint64_t before, std::size_t skip, std::size_t count) const {
    static const std::set<std::uint64_t> none;
    const auto same_number = by_number_.find(filter.to);
    const auto& candidates = same_number == by_number_.end() ? none : same_number->second;
    const auto next_older = [&](std::uint64_t ordinal) {
        return filter.to.empty()
                   ? newest_below(calls_, ordinal, [](const auto& entry) { return entry.first; })
                   : newest_below(candidates, ordinal, [](std::uint64_t each) { return each; });
    };

    std::vector<CallPtr> listed;
    for (auto ordinal = next_older(before); ordinal != 0 && listed.size() < count;
         ordinal = next_older(ordinal)) {
        const auto& call = calls_.at(ordinal);
        if (!matches(*call, filter, now)) continue;
        if (skip > 0) {
            --skip;
        } else {
            listed.push_back(call);
        }
    }
    return listed;
}

}  // namespace carillon::simulator
