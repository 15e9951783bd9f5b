// SPDX-License-Identifier: MIT
#include "api/rate_limit.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace carillon::api {

RateLimit per_second(std::int64_t count) {
    return {Microseconds{std::chrono::seconds{1}} / count, 2 * count};
}

RateLimit per_minute(std::int64_t count) {
    return {Microseconds{std::chrono::minutes{1}} / count, count};
}

std::optional<Microseconds> TokenBucket::find_wait(const RateLimit& limit, Instant now) {
    // Never later than an empty bucket's: should the clock have been set back, nobody waits for what it said.
    full_at_ = std::clamp<Moment>(full_at_, now, now + limit.interval * limit.burst);
    const Moment room_at = full_at_ - limit.interval * (limit.burst - 1);
    if (room_at <= now) return std::nullopt;
    return room_at - now;
}

std::optional<Microseconds> TokenBucket::take(const RateLimit& limit, Instant now) {
    const auto wait = find_wait(limit, now);
    if (!wait) full_at_ += limit.interval;
    return wait;
}

TokenBucket& Buckets::of(std::string_view name) {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) {
        by_use_.splice(by_use_.begin(), by_use_, found->second);
        return by_use_.front().second;
    }
    if (by_use_.size() >= most_) {
        by_name_.erase(by_use_.back().first);
        by_use_.pop_back();
    }
    by_use_.emplace_front(std::string{name}, TokenBucket{});
    by_name_.emplace(by_use_.front().first, by_use_.begin());
    return by_use_.front().second;
}

std::string neighbourhood_of(std::string_view text) {
    boost::system::error_code failure;
    const auto address = boost::asio::ip::make_address(std::string{text}, failure);
    if (failure || address.is_v4()) return std::string{text};
    const auto six = address.to_v6();
    if (six.is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, six).to_string();
    auto bytes = six.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6{bytes}.to_string();
}

}  // namespace carillon::api
