// SPDX-License-Identifier: MIT
// What there is to do, seen at one moment: the dialer asks before every round. Each question is answered from
// an index.
#include <exception>

#include "store/sqlite/inquiries.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/zone_sets.hpp"

namespace carillon::store::sqlite {

Snapshot::~Snapshot() {
    if (!database_.in_transaction()) return;
    try {
        database_.execute("ROLLBACK");
    } catch (const std::exception&) {  // a snapshot that cannot be ended changes nothing; the next BEGIN says
                                       // what is wrong
    }
}

namespace {

constexpr char next_check_sql[] = "SELECT min(next_check_at) FROM calls WHERE next_check_at IS NOT NULL";

template <class... Values>
std::optional<Instant> ask_instant(Database& database, const char* text, const Values&... values) {
    Query query{database, text, values...};
    return query.next() ? query.maybe_instant() : std::nullopt;
}

constexpr char list_running_sql[] =
    "SELECT id, settings_version FROM campaigns WHERE status = 'running' ORDER BY id";

}  // namespace

Workload SqliteReader::survey(const Survey& wanted) {
    const Snapshot snapshot{*database_};
    Workload workload;
    workload.account = read_account_use(*database_, wanted.day, wanted.unknown_since);
    workload.next_check_at = ask_instant(*database_, next_check_sql);

    Query running{*database_, list_running_sql};
    while (running.next()) {
        DialableCampaign campaign;
        campaign.id = running.id<CampaignId>();
        campaign.settings_version = running.integer();
        campaign.settings = settings_.read(*database_, campaign.id, campaign.settings_version);
        campaign.waiting = list_waiting(*database_, campaign.id);
        workload.campaigns.push_back(std::move(campaign));
    }
    return workload;
}

// Indexes of just these: no look at the calls that are over.
constexpr char count_calls_sql[] = R"sql(
    SELECT (SELECT count(*) FROM calls WHERE ended_at IS NULL AND given_up_at IS NULL),
           (SELECT count(*) FROM calls WHERE state = 'unknown'),
           (SELECT count(*) FROM calls WHERE given_up_at IS NOT NULL AND ended_at IS NULL))sql";

CallCounts SqliteReader::count_calls() {
    Query query{*database_, count_calls_sql};
    query.next();
    const std::int64_t open = query.integer();
    const std::int64_t unknown = query.integer();
    return {open, unknown, query.integer()};
}

}  // namespace carillon::store::sqlite
