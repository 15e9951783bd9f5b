// SPDX-License-Identifier: MIT
#include "support/scripted_carrier.hpp"

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

asio::awaitable<FetchResult> ScriptedCarrier::cancel(CallSid sid) {
    canceled.push_back(sid);
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
