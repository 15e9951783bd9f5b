// SPDX-License-Identifier: MIT
#include "store/sqlite/inquiries.hpp"

#include "store/sqlite/calls.hpp"
#include "store/sqlite/suppressions.hpp"

namespace carillon::store::sqlite {
namespace {

// As many as the largest limit asks for.
constexpr char list_recent_calls_sql[] = R"sql(
    SELECT submitted_at FROM calls
     WHERE to_number = ?1 AND submitted_at > ?2 AND (outcome IS NULL OR outcome NOT IN ('not_sent', 'rejected'))
     ORDER BY submitted_at DESC LIMIT 50)sql";

// Those that are unknown for long are taken off again.
constexpr char count_open_calls_sql[] = R"sql(
    SELECT nullif(campaign_id, 0), from_number, calls FROM open_calls WHERE calls > 0
    UNION ALL
    SELECT campaign_id, from_number, -count(*) FROM calls WHERE state = 'unknown' AND submitted_at < ?1
     GROUP BY campaign_id, from_number)sql";
constexpr char read_usage_sql[] =
    "SELECT from_number, calls, minutes, spend_micros FROM usage WHERE day = ?1";
constexpr char list_resting_sql[] = "SELECT phone, resting_until, reason FROM from_numbers";
constexpr char last_from_number_sql[] = "SELECT from_number FROM calls WHERE id = ?1";

}  // namespace

NumberRecord read_number_record(Database& database,
                                const std::string& phone,
                                std::optional<ContactId> asking,
                                const std::optional<ClockReading>& clock,
                                Instant now) {
    constexpr std::chrono::hours week{7 * 24};
    NumberRecord record;
    record.is_suppressed = is_suppressed(database, phone);
    if (clock) {
        record.is_being_called = has_open_call(database, phone);
        record.may_be_on_the_line = may_be_on_the_line(database, phone, asking, *clock);
    }
    Query recent{database, list_recent_calls_sql, phone, now - week};
    while (recent.next()) record.called_at.push_back(recent.instant());
    return record;
}

AccountUse read_account_use(Database& database, const std::string& day, Instant unknown_since) {
    AccountUse account;
    Query open{database, count_open_calls_sql, unknown_since};
    while (open.next()) {
        const auto campaign = open.maybe_id<CampaignId>();
        FromNumberUse& from = account.from_numbers[open.text()];
        const std::int64_t count = open.integer();
        account.open_calls += count;
        from.open_calls += count;
        if (campaign) account.open_by_campaign[*campaign] += count;
    }
    std::erase_if(account.open_by_campaign, [](const auto& each) { return each.second == 0; });
    Query usage{database, read_usage_sql, day};
    while (usage.next()) {
        FromNumberUse& from = account.from_numbers[usage.text()];
        from.calls_today = usage.integer();
        account.today.calls += from.calls_today;
        account.today.minutes += usage.integer();
        account.today.spend_micros += usage.integer();
    }
    Query resting{database, list_resting_sql};
    while (resting.next()) {
        FromNumberUse& from = account.from_numbers[resting.text()];
        from.resting_until = resting.instant();
        from.rest_reason = resting.text();
    }
    return account;
}

std::string last_from_number(Database& database, const Contact& contact) {
    if (!contact.last_call_id) return {};
    Query query{database, last_from_number_sql, *contact.last_call_id};
    return query.next() ? query.text() : "";
}

void add_claim(AccountUse& account, const Booking& booking, std::optional<CampaignId> campaign) {
    FromNumberUse& from = account.from_numbers[booking.from_number];
    ++account.open_calls;
    ++account.today.calls;
    ++from.open_calls;
    ++from.calls_today;
    account.today.minutes += booking.reserved_minutes;
    account.today.spend_micros += booking.reserved_minutes * booking.price_micros;
    if (campaign) ++account.open_by_campaign[*campaign];
}

}  // namespace carillon::store::sqlite
