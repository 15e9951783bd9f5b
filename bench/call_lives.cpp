// SPDX-License-Identifier: MIT
// What the store costs in the life of a call: claim, submitting, placing and four callbacks, each in groups
// of 32 that are committed with FULL sync. And what a callback costs before it reaches the store: its form
// decoded, its signature checked, its fields read.
//
//   bench_call_lives [FOLDER [CALLS]]      the database is made in FOLDER (default: the temporary folder)
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "dialer/rules/settlement.hpp"
#include "store/group_commit.hpp"
#include "store/sqlite.hpp"
#include "twilio/form.hpp"
#include "twilio/signature.hpp"
#include "twilio/status_callback.hpp"

namespace {

using namespace carillon;
using std::chrono::steady_clock;

constexpr Instant noon{Milliseconds{1'795'348'800'000}};
constexpr std::int64_t in_a_group = 32;
constexpr std::int64_t in_a_wave = 800;  // open at once, below what a campaign may have
const Secret auth_token{"0123456789abcdef0123456789abcdef"};
const std::string callback_url = "https://dialer.example.com/twilio-status";

struct Life {
    CallId id;
    CallToken token;
    std::string sid;
    std::string phone;
};

std::string padded(const char* format, std::int64_t i) {
    char text[48];
    std::snprintf(text, sizeof text, format, static_cast<long long>(i));
    return text;
}

template <class Work>
class Doing final : public store::Job {
public:
    explicit Doing(Work work) : work_(std::move(work)) {}
    void run() override { work_(); }

private:
    Work work_;
};

void commit(store::GroupCommit& committing, std::span<store::Job* const> group) {
    committing.run(group);
    for (store::Job* job : group)
        if (job->error) std::rethrow_exception(job->error);
}

void alone(store::GroupCommit& committing, auto work) {
    Doing job{std::move(work)};
    store::Job* const group[] = {&job};
    commit(committing, group);
}

/// Runs `verb(i)` for each of `count`, in groups. Returns the microseconds of all.
double in_groups(store::GroupCommit& committing, std::int64_t count, auto verb) {
    const auto start = steady_clock::now();
    for (std::int64_t first = 0; first < count; first += in_a_group) {
        auto bound = [&](std::int64_t i) { return [&verb, i] { verb(i); }; };
        std::deque<Doing<decltype(bound(0))>> jobs;
        std::vector<store::Job*> group;
        for (std::int64_t i = first; i < std::min(first + in_a_group, count); ++i)
            jobs.emplace_back(bound(i));
        for (auto& job : jobs) group.push_back(&job);
        commit(committing, group);
    }
    const std::chrono::duration<double, std::micro> spent = steady_clock::now() - start;
    return spent.count();
}

CampaignId fill(store::Writer& writer, store::GroupCommit& committing, std::int64_t contacts) {
    CampaignId campaign;
    alone(committing, [&] {
        store::CreateCampaign wanted;
        wanted.name = "bench";
        wanted.settings.from_number = "+41446681800";
        wanted.settings.twiml_url = "https://agent.example/twiml?name={{name}}";
        wanted.settings.allowed_countries = {"CH"};
        wanted.settings.max_concurrent_calls = 1'000;
        wanted.now = noon;
        campaign = writer.create_campaign(wanted)->id;
        (void)writer.move_campaign({campaign, CampaignMove::start, noon});
        store::AddContacts add;
        add.import_id = writer.begin_import(campaign, noon)->id;
        add.now = noon;
        for (std::int64_t i = 0; i < contacts; ++i) {
            NewContact contact{.phone = *PhoneNumber::from_e164(padded("+4179%07lld", i)),
                               .name = "Somebody",
                               .time_zone = ""};
            contact.line = i + 2;
            add.contacts.push_back(std::move(contact));
        }
        (void)writer.add_contacts(add);
    });
    return campaign;
}

/// A wave of calls; `earlier`: how many there were before it.
std::vector<Life> claim_all(store::Writer& writer,
                            store::GroupCommit& committing,
                            CampaignId campaign,
                            std::int64_t earlier) {
    constexpr std::int64_t at_once = 50;
    std::vector<Life> lives;
    while (std::ssize(lives) < in_a_wave)
        alone(committing, [&] {
            store::ClaimDue wanted;
            wanted.turns = {{campaign, at_once, std::nullopt}};
            for (std::int64_t i = 0; i < at_once; ++i)
                wanted.tokens.push_back(
                    CallToken{padded("%032llx", (earlier + std::ssize(lives) + i + 1) * 0x1234567891)});
            wanted.now = noon;
            const auto claims = writer.claim_due(wanted);
            if (std::ssize(claims.calls) != at_once)
                throw std::runtime_error("fewer were claimed than wanted");
            for (const auto& each : claims.calls)
                lives.push_back({each.call.id,
                                 each.call.token,
                                 "CA" + padded("%032llx", each.call.id.value() * 0x5432198765),
                                 each.call.to_number});
        });
    return lives;
}

twilio::Form form_of(const Life& life, std::string status, int number) {
    twilio::Form form{{"CallSid", life.sid},
                      {"AccountSid", "AC0123456789abcdef0123456789abcdef"},
                      {"From", "+41446681800"},
                      {"To", life.phone},
                      {"Caller", "+41446681800"},
                      {"Called", life.phone},
                      {"CallStatus", status},
                      {"ApiVersion", "2010-04-01"},
                      {"Direction", "outbound-api"},
                      {"Timestamp", "Mon, 23 Nov 2026 12:00:00 +0000"},
                      {"CallbackSource", "call-progress-events"},
                      {"SequenceNumber", std::to_string(number)},
                      {"FromCity", "ZURICH"},
                      {"FromState", ""},
                      {"FromZip", ""},
                      {"FromCountry", "CH"},
                      {"ToCity", ""},
                      {"ToState", ""},
                      {"ToZip", ""},
                      {"ToCountry", "CH"}};
    if (status == "completed") {
        form.emplace_back("CallDuration", "42");
        form.emplace_back("Duration", "1");
        form.emplace_back("SipResponseCode", "200");
    }
    return form;
}

struct Posted {
    std::string url;
    std::string body;
    std::string signature;
};

Posted post_of(const Life& life, std::string status, int number) {
    const auto form = form_of(life, std::move(status), number);
    Posted posted{callback_url + "?call=" + life.token.text(), twilio::encode_form(form), {}};
    posted.signature = twilio::sign(auth_token.reveal(), posted.url, form);
    return posted;
}

NewCallback read(const Posted& posted, const twilio::Verifier& verifier, const CallToken& token) {
    auto form = twilio::decode_form(posted.body);
    if (!verifier.accepts(posted.url, "POST", posted.body, form, posted.signature))
        throw std::runtime_error("a signature does not fit");
    return twilio::read_callback(std::move(form), token, noon).value();
}

struct Costs {
    double claimed = 0, submitting = 0, placing = 0, front = 0;
    std::array<double, 4> callbacks{};
};
constexpr std::array words{"initiated", "ringing", "in-progress", "completed"};

double microseconds(steady_clock::time_point since) {
    return std::chrono::duration<double, std::micro>{steady_clock::now() - since}.count();
}

/// Lives of one wave, from the claim to the last callback; adds up what each step took.
void live(store::Writer& writer, store::GroupCommit& committing, CampaignId campaign, Costs& costs) {
    static std::int64_t earlier = 0;
    const auto start = steady_clock::now();
    const auto lives = claim_all(writer, committing, campaign, earlier);
    costs.claimed += microseconds(start);
    earlier += std::ssize(lives);

    const auto life = [&](std::int64_t i) -> const Life& { return lives[static_cast<std::size_t>(i)]; };
    const auto submit = [&](std::int64_t i) { (void)writer.record_submitting(life(i).id, noon); };
    costs.submitting += in_groups(committing, in_a_wave, submit);
    costs.placing += in_groups(committing, in_a_wave, [&](std::int64_t i) {
        CarrierCall call;
        call.sid = CallSid{life(i).sid};
        call.status = "queued";
        (void)writer.record_placing(life(i).id, Accepted{call}, noon);
    });

    const twilio::Verifier verifier{{auth_token}};
    for (std::size_t number = 0; number < words.size(); ++number) {
        std::vector<Posted> posted;
        for (const Life& each : lives)
            posted.push_back(post_of(each, words[number], static_cast<int>(number)));
        std::vector<NewCallback> callbacks;
        const auto begun = steady_clock::now();
        for (std::size_t i = 0; i < posted.size(); ++i)
            callbacks.push_back(read(posted[i], verifier, lives[i].token));
        costs.front += microseconds(begun) / 4;
        costs.callbacks[number] += in_groups(committing, in_a_wave, [&](std::int64_t i) {
            const auto settled = writer.settle_callback(callbacks[static_cast<std::size_t>(i)]);
            if (!settled.applied) throw std::runtime_error("a callback was not applied");
        });
    }
}

void print(const Costs& costs, double calls, double bytes) {
    const auto say = [&](const char* what, double us) { std::printf("%-30s %8.1f us\n", what, us / calls); };
    say("claimed, 50 at once", costs.claimed);
    say("submitting", costs.submitting);
    say("placing", costs.placing);
    double sum = costs.claimed + costs.submitting + costs.placing;
    for (std::size_t i = 0; i < words.size(); ++i) {
        say(words[i], costs.callbacks[i]);
        sum += costs.callbacks[i];
    }
    say("a call's whole life", sum);
    say("a callback before the store", costs.front);
    std::printf("%-30s %8.0f bytes\n", "a contact with its call", bytes / calls);
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
    const std::int64_t waves = (argc > 2 ? std::stoll(argv[2]) : 20'000) / in_a_wave;
    const auto file = folder / "carillon-bench-lives.db";
    const auto remove = [&] {
        for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
    };
    remove();

    dialer::rules::SettlementPolicy policy;
    policy.limits.max_concurrent_calls = 0;
    const dialer::rules::Settling settling{std::move(policy)};
    store::Engine engine = store::open_sqlite(file, settling);
    store::GroupCommit committing{*engine.writer};
    const CampaignId campaign = fill(*engine.writer, committing, waves * in_a_wave);
    Costs costs;
    for (std::int64_t wave = 0; wave < waves; ++wave) live(*engine.writer, committing, campaign, costs);
    engine.writer->checkpoint();
    print(
        costs, static_cast<double>(waves * in_a_wave), static_cast<double>(std::filesystem::file_size(file)));
    remove();
}
