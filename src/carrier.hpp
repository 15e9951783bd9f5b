// SPDX-License-Identifier: MIT
// The carrier: who places calls. One of the two seams that tests replace (the other is time).
// Every method ends by its own deadline, and never throws for what the network or the carrier did.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "carrier_call.hpp"

namespace carillon {

class Carrier {
public:
    virtual ~Carrier() = default;
    virtual boost::asio::awaitable<PlaceResult> place(CallRequest request) = 0;
    virtual boost::asio::awaitable<FetchResult> fetch(CallSid sid) = 0;
    /// Every call from `from` to `to` that the carrier remembers: all pages, no time filter (a queued call
    /// has no start time, so that a filter would hide it: twilio.md section 2).
    virtual boost::asio::awaitable<ListResult> list(std::string to, std::string from) = 0;
    /// All calls of the account that were dialled since `since` (whole days: earlier ones may be among them),
    /// a page at a time; `page` is empty for the first one, then the `next` of the one before. A carrier that
    /// keeps no such list does not answer; nothing is dialled after a restore then.
    virtual boost::asio::awaitable<PageResult> list_started(Instant /*since*/, std::string /*page*/) {
        co_return NoAnswer{"this carrier does not list its calls"};
    }
    /// All calls of the account that wait to be dialled, likewise. Ask for these first: one that is dialled
    /// meanwhile is among the others then.
    virtual boost::asio::awaitable<PageResult> list_queued(std::string /*page*/) {
        co_return NoAnswer{"this carrier does not list its calls"};
    }
    /// Ends a call that was not picked up yet; leaves others alone. The answer is the call as it is
    /// afterwards.
    virtual boost::asio::awaitable<FetchResult> cancel(CallSid sid) = 0;
    /// Ends a call in whatever state it is.
    virtual boost::asio::awaitable<FetchResult> hang_up(CallSid sid) = 0;
    /// Whether the account answers, for /readyz. Returns an empty string, or what is wrong.
    virtual boost::asio::awaitable<std::string> probe() = 0;
};

}  // namespace carillon
