// SPDX-License-Identifier: MIT
#include "twilio/errors.hpp"

#include <algorithm>
#include <array>

#include "twilio/json.hpp"

namespace carillon::twilio {
namespace {

struct Row {
    std::int64_t code;
    RefusalScope scope;
};

constexpr std::array scopes{
    Row{21202, RefusalScope::contact},  // premium, emergency and service numbers
    Row{21211, RefusalScope::contact},  // To is invalid, or is From
    Row{21214, RefusalScope::contact},  // To cannot be reached
    Row{21216, RefusalScope::contact},  // on Twilio's own block list
    Row{21217, RefusalScope::contact},  // To does not look valid
    Row{21203, RefusalScope::country},  // international calls not enabled
    Row{21215, RefusalScope::country},  // geo permissions
    Row{21200, RefusalScope::number},   // none of Url, Twiml, ApplicationSid
    Row{21205, RefusalScope::number},   // Url
    Row{21206, RefusalScope::number},   // SendDigits
    Row{21208, RefusalScope::number},   // Timeout
    Row{21209, RefusalScope::number},   // a method
    Row{21210, RefusalScope::number},   // From is neither ours nor verified
    Row{21212, RefusalScope::number},   // From is invalid, or must not originate calls
    Row{21213, RefusalScope::number},   // From is missing
    Row{21218, RefusalScope::number},   // ApplicationSid
    Row{21234, RefusalScope::number},   // machine detection
    Row{21263, RefusalScope::number},   // machine detection
    Row{21626, RefusalScope::number},   // StatusCallbackEvent
    Row{21201, RefusalScope::account},  // To is missing: our own fault
    Row{21219, RefusalScope::account},  // a trial account rings verified numbers only
    Row{21609, RefusalScope::account},  // StatusCallback: one for all campaigns
    Row{20003, RefusalScope::account},  // wrong credentials, suspended account
    Row{20005, RefusalScope::account},  // account not active
    Row{20006, RefusalScope::account},  // access denied
    Row{20008, RefusalScope::account},  // test credentials
    Row{20403, RefusalScope::account},  // forbidden
    Row{20404, RefusalScope::account},  // no such account
    Row{10001, RefusalScope::account},  // account not active
};

/// The date of an answer's header: Twilio's own form, which is HTTP's too.
std::optional<Instant> date_in(const http::Answer& answer, std::string_view name) {
    return parse_rfc2822(answer.header(name));
}

}  // namespace

std::optional<ErrorBody> parse_error_body(const http::Answer& answer) {
    const auto json = parse_object(answer.body);
    if (!json) return std::nullopt;
    ErrorBody error;
    error.code = whole_number(text_at(*json, "code"));
    for (const char* name : {"message", "detail", "title"})
        if (error.message.empty()) error.message = text_at(*json, name);
    const bool repeats_status = whole_number(text_at(*json, "status")) == answer.status;
    if (!error.code && !(repeats_status && !error.message.empty())) return std::nullopt;
    return error;
}

RefusalScope scope_of(const ErrorBody& error, int http_status) {
    const auto row = std::find_if(scopes.begin(), scopes.end(), [&](const Row& each) {
        return error.code && each.code == *error.code;
    });
    if (row != scopes.end()) return row->scope;
    return http_status == 400 ? RefusalScope::number : RefusalScope::account;
}

bool is_capacity_error(const ErrorBody& error) {
    constexpr std::int64_t too_many_at_once = 10004;
    constexpr std::int64_t a_day_of_calls_queued = 22005;
    return error.code == too_many_at_once || error.code == a_day_of_calls_queued;
}

std::optional<Milliseconds> retry_after(const http::Answer& answer) {
    constexpr Seconds longest = std::chrono::hours{24};
    if (const auto seconds = whole_number(answer.header("Retry-After")))
        return Seconds{std::min<std::int64_t>(*seconds, longest.count())};

    const auto until = date_in(answer, "Retry-After");
    const auto now = date_in(answer, "Date");
    if (!until || !now) return std::nullopt;
    return std::clamp<Milliseconds>(*until - *now, Milliseconds{0}, longest);
}

}  // namespace carillon::twilio
