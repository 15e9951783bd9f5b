// SPDX-License-Identifier: MIT
// The rules of delivering, pure: what is sent, what an answer means, when to try again, and how long an
// endpoint that fails is left in peace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"
#include "store/event_verbs.hpp"
#include "web.hpp"

namespace carillon::events {

/// The signed request of this moment.
[[nodiscard]] WebRequest to_request(const store::Parcel& parcel, Instant now);

/// When the next attempt follows, after so many that failed; none: it is given up. `dice`, from 0 to 1,
/// spreads attempts that failed together over a tenth of the delay. An endpoint that asks for a longer wait
/// gets it.
[[nodiscard]] std::optional<Instant> next_attempt(const std::vector<Seconds>& schedule,
                                                  Instant now,
                                                  std::int64_t failed_attempts,
                                                  std::optional<Milliseconds> retry_after,
                                                  double dice);
/// Seconds, or a date, a day at the most; none for what is neither, or is over.
[[nodiscard]] std::optional<Milliseconds> read_retry_after(std::string_view text, Instant now);

struct Verdict {
    store::RecordAttempt record;
    bool has_failed = false;
    std::optional<Milliseconds> rest;  ///< the endpoint wants to hear nothing for so long
};
/// 2xx is a success, 410 the end of the webhook, all else a failure that is tried again by the schedule.
[[nodiscard]] Verdict judge(const Delivery& delivery,
                            const WebResult& result,
                            const std::vector<Seconds>& schedule,
                            Instant now,
                            double dice);

/// How long an endpoint that failed so many times in a row is asked nothing at all, whatever is due: from the
/// third on 1 s, doubling to a minute.
[[nodiscard]] Milliseconds rest_of_endpoint(std::int64_t failures_in_a_row);

}  // namespace carillon::events
