// SPDX-License-Identifier: MIT
// How often somebody may ask: token buckets, and a table of them that cannot grow. Pure: `now` is a value.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "instant.hpp"

namespace carillon::api {

using Microseconds = std::chrono::microseconds;

/// `burst` at once, and one more after each `interval`.
struct RateLimit {
    Microseconds interval;
    std::int64_t burst;
};
/// Twice as many at once.
[[nodiscard]] RateLimit per_second(std::int64_t count);
[[nodiscard]] RateLimit per_minute(std::int64_t count);

/// A token bucket kept as one number: the moment at which it is full again.
class TokenBucket {
public:
    /// How long until there is a token; none: there is one.
    [[nodiscard]] std::optional<Microseconds> find_wait(const RateLimit& limit, Instant now);
    /// Takes a token if there is one; else says how long until there is.
    std::optional<Microseconds> take(const RateLimit& limit, Instant now);

private:
    using Moment = std::chrono::sys_time<Microseconds>;

    Moment full_at_{};
};

/// The buckets of those who asked last. Whoever was pushed out begins anew with a full one.
class Buckets {
public:
    explicit Buckets(std::size_t most) : most_(most) {}

    /// Valid until the next one is asked for.
    TokenBucket& of(std::string_view name);
    [[nodiscard]] std::size_t size() const { return by_use_.size(); }

private:
    using Named = std::pair<std::string, TokenBucket>;
    std::size_t most_;
    std::list<Named> by_use_;  // the last one used first
    std::unordered_map<std::string_view, std::list<Named>::iterator> by_name_;
};

/// Who shares a bucket: an IPv4 address alone, an IPv6 address with its /64, which is one subscriber's.
[[nodiscard]] std::string neighbourhood_of(std::string_view address);

}  // namespace carillon::api
