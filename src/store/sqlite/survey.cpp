// SPDX-License-Identifier: MIT
// What there is to do, seen at one moment: the dialer asks before every round. Each question is answered from
// an index.
#include <exception>
#include <map>

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

constexpr char count_open_calls_sql[] = R"sql(
    SELECT campaign_id, count(*) FROM calls
     WHERE state NOT IN ('ended', 'unresolved') AND NOT (state = 'unknown' AND submitted_at < ?1)
     GROUP BY campaign_id)sql";

/// Ad-hoc calls stand under no campaign.
using OpenCalls = std::map<std::optional<CampaignId>, std::int64_t>;

OpenCalls count_open_calls(Database& database, Instant unknown_since) {
    Query query{database, count_open_calls_sql, unknown_since};
    OpenCalls open;
    while (query.next()) {
        const auto campaign = query.maybe_id<CampaignId>();
        open[campaign] = query.integer();
    }
    return open;
}

constexpr char next_check_sql[] = "SELECT min(next_check_at) FROM calls WHERE next_check_at IS NOT NULL";

template <class... Values>
std::optional<Instant> ask_instant(Database& database, const char* text, const Values&... values) {
    Query query{database, text, values...};
    return query.next() ? query.maybe_instant() : std::nullopt;
}

constexpr char list_running_sql[] =
    "SELECT id, settings, settings_version FROM campaigns WHERE status = 'running' ORDER BY id";

}  // namespace

Workload SqliteReader::survey(Instant unknown_since) {
    const Snapshot snapshot{*database_};
    const OpenCalls open = count_open_calls(*database_, unknown_since);
    Workload workload;
    for (const auto& [campaign, count] : open) workload.open_calls += count;
    workload.next_check_at = ask_instant(*database_, next_check_sql);

    Query running{*database_, list_running_sql};
    while (running.next()) {
        DialableCampaign campaign;
        campaign.id = running.id<CampaignId>();
        campaign.settings = settings_.read(campaign.id, running.text());
        campaign.settings_version = running.integer();
        if (const auto found = open.find(campaign.id); found != open.end())
            campaign.open_calls = found->second;
        campaign.waiting = list_waiting(*database_, campaign.id);
        workload.campaigns.push_back(std::move(campaign));
    }
    return workload;
}

}  // namespace carillon::store::sqlite
