// SPDX-License-Identifier: MIT
#include "support/scripted_carrier.hpp"

#include <algorithm>
#include <cstdio>

namespace carillon::test {

namespace asio = boost::asio;

PlaceResult ScriptedCarrier::accept(const Placed& placed) {
    Accepted accepted;
    accepted.call.sid = placed.sid;
    accepted.call.status = "queued";
    return accepted;
}

CallToken ScriptedCarrier::token_of(const CallRequest& request) {
    const auto at = request.status_callback_url.find("call=") + 5;
    return CallToken{request.status_callback_url.substr(at, 32)};
}

asio::awaitable<PlaceResult> ScriptedCarrier::place(CallRequest request) {
    char sid[35];
    std::snprintf(sid, sizeof sid, "CA%032zx", placed.size() + 1);
    placed.push_back({std::move(request), clock_.tick(), CallSid{sid}});
    const Placed mine = placed.back();
    if (before_answer) co_await before_answer(mine);
    co_return answer ? answer(mine) : accept(mine);
}

FetchResult ScriptedCarrier::state_of(const CallSid& sid) const {
    if (is_silent) return NoAnswer{"timed out"};
    const auto known = status_by_sid.find(sid.text());
    if (known == status_by_sid.end()) return NoSuchCall{};
    CarrierCall call;
    call.sid = sid;
    call.status = known->second;
    return call;
}

asio::awaitable<FetchResult> ScriptedCarrier::fetch(CallSid sid) {
    fetched.push_back(sid);
    co_return state_of(sid);
}

asio::awaitable<ListResult> ScriptedCarrier::list(std::string to, std::string from) {
    searched.push_back(to);
    if (is_silent) co_return NoAnswer{"timed out"};
    std::vector<CarrierCall> found;
    for (const Placed& each : placed) {
        const auto known = status_by_sid.find(each.sid.text());
        if (known == status_by_sid.end() || each.request.to != to || each.request.from != from) continue;
        CarrierCall call;
        call.sid = each.sid;
        call.status = known->second;
        call.date_created = clock_.now();
        found.push_back(std::move(call));
    }
    co_return found;
}

Instant ScriptedCarrier::placed_at(const Placed& call) const {
    return clock_.now() - std::chrono::floor<Milliseconds>(clock_.tick() - call.at);
}

/// Newest first, as Twilio does; whole days.
PageResult ScriptedCarrier::page_of(bool queued, Instant since, const std::string& page) {
    pages.push_back((queued ? "queued " : "started ") + (page.empty() ? "0" : page));
    if (is_silent) return NoAnswer{"timed out"};
    std::vector<CarrierCall> fitting;
    for (auto each = placed.rbegin(); each != placed.rend(); ++each) {
        const auto known = status_by_sid.find(each->sid.text());
        const bool is_listed = known != status_by_sid.end() && (known->second == "queued") == queued &&
                               placed_at(*each) >= std::chrono::floor<std::chrono::days>(since);
        if (!is_listed) continue;
        CarrierCall call;
        call.sid = each->sid;
        call.status = known->second;
        call.from = each->request.from;
        call.to = each->request.to;
        call.date_created = std::chrono::floor<Seconds>(placed_at(*each));
        fitting.push_back(std::move(call));
    }
    const std::size_t first = page.empty() ? 0 : std::stoul(page);
    CarrierPage part;
    for (std::size_t i = first; i < std::min(first + page_size, fitting.size()); ++i)
        part.calls.push_back(fitting[i]);
    if (first + page_size < fitting.size()) part.next = std::to_string(first + page_size);
    return part;
}

asio::awaitable<PageResult> ScriptedCarrier::list_started(Instant since, std::string page) {
    co_return page_of(false, since, page);
}

asio::awaitable<PageResult> ScriptedCarrier::list_queued(std::string page) {
    co_return page_of(true, Instant{}, page);
}

asio::awaitable<FetchResult> ScriptedCarrier::cancel(CallSid sid) {
    canceled.push_back(sid);
    most_cancels_at_once = std::max(most_cancels_at_once, ++cancels_under_way);
    if (cancel_takes.count() > 0) co_await clock_.sleep_until(clock_.tick() + cancel_takes);
    --cancels_under_way;
    co_return state_of(sid);
}

asio::awaitable<FetchResult> ScriptedCarrier::hang_up(CallSid sid) {
    hung_up.push_back(sid);
    co_return state_of(sid);
}

asio::awaitable<std::string> ScriptedCarrier::probe() {
    co_return trouble;
}

}  // namespace carillon::test
