// SPDX-License-Identifier: MIT
// Asks every request who it is, before its handler sees it: whose key it shows, whether that is good for this
// route, and whether it does not come too often. Guessing is slow: an address may show few wrong keys a
// minute. What it remembers is bounded. Runs on: the loop.
#pragma once

#include <optional>
#include <variant>

#include <boost/asio/awaitable.hpp>

#include "api/access.hpp"
#include "api/rate_limit.hpp"
#include "api/rooms.hpp"

namespace carillon::api {

struct TurnedAway {
    explicit TurnedAway(Error why) : error(std::move(why)) {}
    TurnedAway(Error why, Microseconds wait)
        : error(std::move(why)), retry_after(std::chrono::ceil<Seconds>(wait)) {}

    Error error;
    std::optional<Seconds> retry_after{};
};
using Admission = std::variant<Caller, TurnedAway>;

class Doorkeeper {
public:
    explicit Doorkeeper(Rooms& rooms) : rooms_(rooms) {}

    boost::asio::awaitable<Admission> admit(Access access, const http::Request& request);

private:
    boost::asio::awaitable<Admission> admit_to_probe(const http::Request& request);
    boost::asio::awaitable<Admission> admit_with_key(Scope scope, const http::Request& request);
    boost::asio::awaitable<store::KeyLookup> look_up(std::optional<PresentedKey> parsed);
    boost::asio::awaitable<void> note_use(ApiKey key, Instant now);
    [[nodiscard]] Admission judge(const http::Request& request,
                                  Scope scope,
                                  const std::optional<ApiKey>& known,
                                  Instant now);
    [[nodiscard]] TurnedAway refuse(const http::Request& request, Error error, Instant now);

    Rooms& rooms_;
    static constexpr std::size_t most_remembered = 4096;
    Buckets uses_{most_remembered};      // by key
    Buckets failures_{most_remembered};  // by address
};

}  // namespace carillon::api
