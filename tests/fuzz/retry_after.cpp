// SPDX-License-Identifier: MIT
// Retry-After, of the carrier and of a webhook's endpoint: whatever it says, the wait is bounded. The input:
// the header, then the answer's Date, a line each.
#include "events/delivering.hpp"
#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "twilio/errors.hpp"

namespace carillon::fuzz {

void retry_after(std::string_view input) {
    constexpr Milliseconds longest = std::chrono::hours{24};
    http::Answer answer;
    answer.status = 429;
    const std::string text(take_line(input));
    answer.headers = {{"Retry-After", text}, {"Date", std::string(take_line(input))}};
    if (const auto wait = twilio::retry_after(answer))
        claim(*wait >= Milliseconds{0} && *wait <= longest,
              "the carrier makes us wait for a day at the most");

    const Instant now{Milliseconds{1'750'000'000'000}};
    const auto wait = events::read_retry_after(text, now);
    if (wait)
        claim(*wait > Milliseconds{0} && *wait <= longest, "an endpoint makes us wait for a day at the most");

    const std::vector<Seconds> schedule{Seconds{5}, Seconds{300}};
    const auto next = events::next_attempt(schedule, now, 1, wait, 1.0);
    claim(next && *next > now && *next <= now + longest + Seconds{1},
          "the next attempt comes, and within a day");
    claim(!events::next_attempt(schedule, now, 3, wait, 1.0),
          "an endpoint cannot ask for more attempts than there are");
}

}  // namespace carillon::fuzz
