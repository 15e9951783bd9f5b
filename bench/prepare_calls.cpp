// SPDX-License-Identifier: MIT
// Makes a database with calls that the carrier has accepted, for callback_load; through the store's own
// verbs.
//
//   prepare_calls DATABASE CALLS_FILE COUNT
//
// The campaign is paused, so that a server on this database dials nobody.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "dialer/dialer.hpp"
#include "dialer/rules/settlement.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace carillon;

std::string padded(const char* format, std::int64_t i) {
    char text[48];
    std::snprintf(text, sizeof text, format, static_cast<long long>(i));
    return text;
}

void in_transaction(store::Writer& writer, const auto& work) {
    writer.begin();
    work();
    writer.commit();
}

constexpr std::int64_t at_once = 1'000;

CampaignId fill(store::Writer& writer, std::int64_t count, Instant now) {
    store::CreateCampaign wanted;
    wanted.name = "bench";
    wanted.settings.from_number = "+41446681800";
    wanted.settings.twiml_url = "https://agent.example/twiml?name={{name}}";
    wanted.settings.allowed_countries = {"CH"};
    wanted.settings.max_concurrent_calls = 100'000;
    wanted.now = now;
    const CampaignId campaign = writer.create_campaign(wanted)->id;
    (void)writer.move_campaign({campaign, CampaignMove::start, now});
    store::AddContacts add;
    add.import_id = writer.begin_import(campaign, now)->id;
    add.now = now;
    for (std::int64_t i = 0; i < count; ++i) {
        NewContact contact{
            .phone = *PhoneNumber::from_e164(padded("+4179%07lld", i)), .name = "Somebody", .time_zone = ""};
        contact.line = i + 2;
        add.contacts.push_back(std::move(contact));
    }
    (void)writer.add_contacts(add);
    return campaign;
}

/// From the claim to the carrier's 201.
void place(store::Writer& writer, CampaignId campaign, Instant now, std::ofstream& calls) {
    store::ClaimDue wanted;
    wanted.turns = {{campaign, at_once, std::nullopt}};
    wanted.now = now;
    for (std::int64_t i = 0; i < at_once; ++i) wanted.tokens.push_back(dialer::random_token());
    const auto claims = writer.claim_due(wanted);
    if (std::ssize(claims.calls) != at_once) throw std::runtime_error("not everybody was claimed");
    for (const auto& each : claims.calls) {
        // SIDs are random, as Twilio's are.
        const std::string sid = "CA" + dialer::random_token().text().substr(0, 32);
        if (writer.record_submitting(each.call.id, now) != store::Submission::go)
            throw std::runtime_error("a call was withdrawn");
        CarrierCall accepted;
        accepted.sid = CallSid{sid};
        accepted.status = "queued";
        (void)writer.record_placing(each.call.id, Accepted{accepted}, now);
        calls << each.call.token.text() << ' ' << sid << ' ' << each.call.to_number << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 4) throw std::runtime_error("prepare_calls DATABASE CALLS_FILE COUNT");
    const std::filesystem::path file = argv[1];
    std::ofstream calls{argv[2]};
    const std::int64_t count = std::stoll(argv[3]) / at_once * at_once;
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());

    dialer::rules::SettlementPolicy policy;
    policy.limits.max_concurrent_calls = 0;
    const dialer::rules::Settling settling{std::move(policy)};
    store::Engine engine = store::open_sqlite(file, settling);
    store::Writer& writer = *engine.writer;
    CampaignId campaign;
    in_transaction(writer, [&] { campaign = fill(writer, count, now); });
    for (std::int64_t first = 0; first < count; first += at_once)
        in_transaction(writer, [&] { place(writer, campaign, now, calls); });
    in_transaction(writer, [&] { (void)writer.move_campaign({campaign, CampaignMove::pause, now}); });
    engine.writer->checkpoint();
} catch (const std::exception& failure) {
    std::fprintf(stderr, "prepare_calls: %s\n", failure.what());
    return 1;
}
