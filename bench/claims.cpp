// SPDX-License-Identifier: MIT
// What it costs to claim 50 contacts among 10,000 and among 10,000,000, when 99 % of them cannot be called
// now: a third is outside of its calling hours, a third waits for a retry, a third is suppressed.
//
//   bench_claims [--quick]      --quick: up to 1,000,000; prints one line of JSON a figure (report.py)
//
// The databases are made in the temporary folder, and removed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "dialer/hours_book.hpp"
#include "dialer/rules/settlement.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace carillon;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr Instant noon{Milliseconds{1'795'348'800'000}};  // in Greenwich
constexpr std::int64_t claimed_at_once = 50;
constexpr int repetitions = 41;

CampaignSettings office_hours() {
    CampaignSettings settings;
    settings.from_number = "+41446681800";
    settings.twiml_url = "https://agent.example/twiml";
    settings.allowed_countries = {"CH", "US"};
    settings.max_concurrent_calls = 1'000;
    CallingWindow window;
    window.days.set();
    window.from = std::chrono::hours{9};
    window.to = std::chrono::hours{18};
    settings.calling_hours.windows = {window};
    return settings;
}

std::string number(std::int64_t i) {
    char text[24];
    std::snprintf(text, sizeof text, "+4179%07d", static_cast<int>(i));
    return text;
}

void in_transaction(store::Writer& writer, const auto& work) {
    writer.begin();
    work();
    writer.commit();
}

/// One contact in a hundred is due, in an open zone.
CampaignId fill(store::Writer& writer, std::int64_t contacts) {
    CampaignId campaign;
    ImportId import;
    in_transaction(writer, [&] {
        store::CreateCampaign wanted;
        wanted.name = "bench";
        wanted.settings = office_hours();
        wanted.now = noon;
        campaign = writer.create_campaign(wanted)->id;
        import = writer.begin_import(campaign, noon)->id;
        (void)writer.move_campaign({campaign, CampaignMove::start, noon});
    });
    constexpr std::int64_t portion = 10'000;
    for (std::int64_t first = 0; first < contacts; first += portion) {
        store::AddContacts due, later;
        due.import_id = later.import_id = import;
        due.now = noon - std::chrono::hours{1};
        later.now = noon + std::chrono::hours{1};
        for (std::int64_t i = first; i < std::min(first + portion, contacts); ++i) {
            const auto kind = i % 100 == 0 ? 3 : i % 3;
            NewContact contact{.phone = *PhoneNumber::from_e164(number(i)),
                               .name = "Somebody",
                               .time_zone = "Europe/Zurich"};
            contact.line = i + 2;
            contact.priority = i % 5;
            if (kind == 0) contact.time_zone = i % 2 == 0 ? "America/New_York" : "Pacific/Auckland";
            if (kind == 1) contact.blocked = "suppressed";
            (kind == 2 ? later : due).contacts.push_back(std::move(contact));
        }
        in_transaction(writer, [&] {
            (void)writer.add_contacts(due);
            (void)writer.add_contacts(later);
        });
    }
    return campaign;
}

store::ClaimDue order_for(store::Reader& reader, dialer::HoursBook& book, CampaignId campaign) {
    const auto workload = reader.survey({noon});
    const store::DialableCampaign& running = workload.campaigns.at(0);
    store::ClaimDue wanted;
    std::vector<std::int64_t> open;
    for (const store::WaitingZone& zone : running.waiting)
        if (book.judge(running, zone, noon).answer == dialer::rules::HoursVerdict::Answer::open &&
            zone.next_due_at <= noon)
            open.push_back(zone.zone_set_id);
    wanted.turns = {{campaign, claimed_at_once, open}};
    for (std::int64_t i = 0; i < claimed_at_once; ++i)
        wanted.tokens.push_back(CallToken{"token " + std::to_string(i)});
    wanted.now = noon;
    return wanted;
}

struct Cost {
    double survey_us = 0;
    double claim_us = 0;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Undone each time, so that each claim finds the same.
Cost measure(const std::filesystem::path& file, std::int64_t contacts) {
    std::filesystem::remove(file);
    dialer::rules::SettlementPolicy policy;
    policy.limits.max_concurrent_calls = 0;  // the claim is measured, not its end
    const dialer::rules::Settling settling{std::move(policy)};
    store::Engine engine = store::open_sqlite(file, settling);
    const CampaignId campaign = fill(*engine.writer, contacts);
    engine.writer->checkpoint();
    dialer::HoursBook book;
    std::vector<double> surveys, claims;
    for (int i = 0; i < repetitions; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto wanted = order_for(*engine.reader, book, campaign);
        const auto surveyed = std::chrono::steady_clock::now();
        engine.writer->begin();
        const auto claimed = engine.writer->claim_due(wanted);
        const auto end = std::chrono::steady_clock::now();
        engine.writer->roll_back();
        if (std::ssize(claimed.calls) != claimed_at_once)
            throw std::runtime_error("fewer were claimed than were due");
        surveys.push_back(Microseconds{surveyed - start}.count());
        claims.push_back(Microseconds{end - surveyed}.count());
    }
    return {median(surveys), median(claims)};
}

void tell(const std::string& figure, const char* goal, double measured, const char* unit, bool met) {
    std::printf(
        R"({"figure": "%s", "goal": "%s", "measured": %.2f, "unit": "%s", "ratio": null, "met": %s, "note": ""})"
        "\n",
        figure.c_str(),
        goal,
        measured,
        unit,
        met ? "true" : "false");
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = argc > 1 && std::string_view{argv[1]} == "--quick";
    const auto file = std::filesystem::temp_directory_path() / "carillon-bench-claims.db";
    constexpr std::int64_t fewest = 10'000;
    const std::int64_t most = quick ? 1'000'000 : 10'000'000;
    const Cost few = measure(file, fewest);
    const Cost many = measure(file, most);
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
    std::fprintf(stderr,
                 "survey: %.0f us at %lld, %.0f us at %lld\n",
                 few.survey_us,
                 static_cast<long long>(fewest),
                 many.survey_us,
                 static_cast<long long>(most));
    const auto size = std::to_string(most / 1'000'000) + " M contacts";
    tell("claim of 50 at " + size, "<= 2 ms", many.claim_us / 1000, "ms", many.claim_us <= 2000);
    const double ratio = std::max(many.claim_us, few.claim_us) / std::min(many.claim_us, few.claim_us);
    tell("claim of 50 at " + size + " beside 10 thousand", "<= 1.5 x", ratio, "x", ratio <= 1.5);
}
