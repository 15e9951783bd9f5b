// SPDX-License-Identifier: MIT
#include "events/delivering.hpp"

#include <algorithm>
#include <charconv>
#include <variant>

#include "events/payload.hpp"
#include "events/signature.hpp"

namespace carillon::events {
namespace {

constexpr Milliseconds patience{15'000};
/// What an endpoint answers is not read, but it must fit: a page of an error is some kilobytes.
constexpr std::size_t answer_bytes = 256 * 1024;
constexpr Milliseconds longest_wait{24 * 3'600'000};

std::string sign_all(const Webhook& webhook,
                     const std::string& id,
                     const std::string& at,
                     const std::string& body,
                     Instant now) {
    std::string signatures = sign(webhook.secret, id, at, body);
    const bool is_rotating = webhook.old_secret_until && now < *webhook.old_secret_until;
    if (is_rotating) signatures.append(" ").append(sign(webhook.old_secret, id, at, body));
    return signatures;
}

bool is_success(const WebResult& result) {
    const auto* answer = std::get_if<WebAnswer>(&result);
    return answer != nullptr && answer->status >= 200 && answer->status < 300;
}

std::string describe(const WebResult& result) {
    if (const auto* none = std::get_if<NoWebAnswer>(&result)) return none->reason;
    return "it answered " + std::to_string(std::get<WebAnswer>(result).status);
}

}  // namespace

WebRequest to_request(const store::Parcel& parcel, Instant now) {
    const std::string& id = parcel.delivery.message_id;
    const std::string at = std::to_string(std::chrono::floor<Seconds>(now).time_since_epoch().count());
    WebRequest request;
    request.url = parcel.webhook.url;
    request.body = to_payload(parcel.record);
    request.headers = {{"Content-Type", "application/json"},
                       {"User-Agent", "Carillon"},
                       {"webhook-id", id},
                       {"webhook-timestamp", at},
                       {"webhook-signature", sign_all(parcel.webhook, id, at, request.body, now)}};
    request.patience = patience;
    request.answer_bytes = answer_bytes;
    return request;
}

std::optional<Instant> next_attempt(const std::vector<Seconds>& schedule,
                                    Instant now,
                                    std::int64_t failed_attempts,
                                    std::optional<Milliseconds> retry_after,
                                    double dice) {
    if (failed_attempts > std::ssize(schedule)) return std::nullopt;
    const Milliseconds delay = schedule.at(static_cast<std::size_t>(failed_attempts - 1));
    const Milliseconds spread{static_cast<std::int64_t>(dice * 0.1 * static_cast<double>(delay.count()))};
    return now + std::max(delay, retry_after.value_or(delay)) + spread;
}

std::optional<Milliseconds> read_retry_after(std::string_view text, Instant now) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    Milliseconds wait{0};
    if (error == std::errc{} && end == text.data() + text.size())
        wait = Seconds{std::clamp<std::int64_t>(seconds, 0, longest_wait / Seconds{1})};
    else if (const auto date = parse_rfc2822(text))  // HTTP's own form of it: in GMT
        wait = *date - now;
    if (wait <= Milliseconds{0}) return std::nullopt;
    return std::min(wait, longest_wait);
}

Verdict judge(const Delivery& delivery,
              const WebResult& result,
              const std::vector<Seconds>& schedule,
              Instant now,
              double dice) {
    Verdict verdict;
    verdict.record.id = delivery.id;
    verdict.record.attempts = delivery.attempts;
    verdict.record.now = now;
    const auto* answer = std::get_if<WebAnswer>(&result);
    if (answer != nullptr) verdict.record.answer_status = answer->status;
    if (is_success(result)) {
        verdict.record.status = DeliveryStatus::delivered;
        return verdict;
    }
    verdict.has_failed = true;
    verdict.record.error = describe(result);
    verdict.record.disable_webhook = answer != nullptr && answer->status == 410;
    if (answer != nullptr) verdict.rest = read_retry_after(answer->retry_after, now);
    verdict.record.next_attempt_at = next_attempt(schedule, now, delivery.attempts + 1, verdict.rest, dice);
    const bool is_over = verdict.record.disable_webhook || !verdict.record.next_attempt_at;
    if (is_over) verdict.record.next_attempt_at.reset();
    verdict.record.status = is_over ? DeliveryStatus::dead : DeliveryStatus::waiting;
    return verdict;
}

Milliseconds rest_of_endpoint(std::int64_t failures_in_a_row) {
    constexpr std::int64_t tolerated = 2, most_doublings = 6;
    if (failures_in_a_row <= tolerated) return Milliseconds{0};
    const auto doublings = std::min(failures_in_a_row - tolerated - 1, most_doublings);
    return std::min(Milliseconds{1'000LL << doublings}, Milliseconds{60'000});
}

}  // namespace carillon::events
