// SPDX-License-Identifier: MIT
// What a statement costs: none reads through a table, and a claim costs the same however many wait.
#include <set>

#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

class Plans : public SqliteTest {
protected:
    Plans() { store.reset(); }  // opened again by the tests, under the witness's eyes

    /// Each verb at least once, so that each statement is seen.
    void use_every_verb();
    void use_every_verb_of_the_outbox(CampaignId campaign);
    std::vector<std::string> plan(SqliteShell& shell, const std::string& sql) {
        std::vector<std::string> lines;
        for (const auto& row : shell.rows("EXPLAIN QUERY PLAN " + sql)) lines.push_back(row.at(3));
        return lines;
    }
    std::int64_t cost_of_a_claim(int waiting);
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Plans, sqlite_alone(), testing::PrintToStringParamName());

void Plans::use_every_verb() {
    const Call call = accepted(1);
    settle(callback(call, "ringing", 1));
    settle(callback(call, "ringing", 1));
    NewCallback nowhere = callback(call, "busy", 9);
    nowhere.token = CallToken{};
    nowhere.call_sid = sid(987);
    nowhere.metadata = R"({"a":"b"})";
    settle(nowhere);
    nowhere.call_sid = call.call_sid;
    settle(nowhere);
    const Call lost = unknown(2);
    (void)await(store->record_search(lost.id, {carrier_call(sid(44))}, noon));
    await(store->postpone_check(lost.id, noon));
    (void)await(store->record_placing(submitting(4).id, Refused{RefusalScope::contact, 1, 400, "no"}, noon));
    await(store->withdraw_claim(claimed(3).id, ContactStep{ContactStatus::canceled, {}, "", false}, noon));
    const Campaign campaign = this->campaign(*call.campaign_id);
    ChangeCampaign change{campaign.id, campaign.settings_version, "New", campaign.settings, noon};
    (void)await(store->change_campaign(change));
    OpenCall adhoc{number(50), some_settings(), token(50), IdempotencyKey{"k", "f"}, noon};
    (void)await(store->open_call(adhoc));
    (void)await(store->finish_import(begin(campaign.id), noon));
    suppress(number(70));
    (void)await(store->remove_suppression(number(70), noon));
    (void)await(store->cancel_waiting_contacts(5, noon));
    RetireContacts retiring{campaign.id, campaign.settings_version, {}, ContactStatus::expired, "", 5, noon};
    (void)await(store->retire_contacts(retiring));
    retiring.zone_set_id = 0;
    (void)await(store->retire_contacts(retiring));
    (void)await(store->requeue_contact(*lost.contact_id, noon));
    (void)await(store->sweep(noon));
    (void)await(store->survey({noon}));
    (void)await(store->list_due_checks(noon, 5));
    (void)await(store->list_cancelable_calls(campaign.id, 5));
    (void)await(store->opt_out({*call.contact_id, "asked", noon}));
    (void)await(store->list_suppressed_calls(5));
    (void)await(store->undo_import({ImportId{1}, 0, 5, noon}));
    CreateCampaign again;
    again.name = "Again";
    again.settings = campaign.settings;
    again.idempotency = IdempotencyKey{"again", "f"};
    again.now = noon;
    (void)await(store->move_campaign({campaign.id, CampaignMove::cancel, noon}));
    for (int i = 0; i < 2; ++i) (void)await(store->begin_redial({campaign.id, again}));
    (void)await(store->list_campaigns({}));
    (void)await(store->list_campaigns({CampaignStatus::running}));
    (void)await(store->list_contacts({campaign.id, std::nullopt}));
    (void)await(store->list_contacts({campaign.id, ContactStatus::busy}));
    (void)await(store->list_calls({}));
    (void)await(store->list_calls({campaign.id, std::nullopt, CallStatus::busy}));
    (void)await(store->list_calls({campaign.id, call.contact_id, CallStatus::busy}));
    (void)await(store->list_calls({std::nullopt, std::nullopt, CallStatus::busy}));
    (void)await(store->find_call_by_sid(call.call_sid));
    (void)await(store->list_callbacks(call.id));
    (void)await(store->list_imports({campaign.id}));
    (void)await(store->list_rejected_rows({ImportId{1}}));
    (void)await(store->list_suppressions({}));
    use_every_verb_of_the_outbox(campaign.id);
    (void)await(store->list_results(campaign.id, 0, 5));
    const NewApiKey key{"crm", std::string(64, 'a'), {Scope::read}, {}, {}, noon};
    const ApiKeyId made = await(store->create_api_key(key))->id;
    await(store->note_key_use(made, noon));
    (void)await(store->find_api_key(made));
    (void)await(store->list_api_keys({}));
    await(store->add_audit_entry({.at = noon, .actor = "crm", .key_id = made}));
    (void)await(store->list_audit_entries({}));
    (void)await(store->revoke_api_key(made, noon));
}

void Plans::use_every_verb_of_the_outbox(CampaignId campaign) {
    CreateWebhook wanted;
    wanted.url = "https://crm.example/events";
    wanted.campaign_id = campaign;
    wanted.most = 5;
    wanted.now = noon;
    const WebhookId webhook = await(store->create_webhook(wanted)).value().id;
    add(running().id, 80, 80);
    suppress(number(80));
    const auto due = await(store->find_due_deliveries({noon, 5}));
    (void)await(store->list_events({}));
    (void)await(store->find_event_range());
    (void)await(store->list_webhooks());
    (void)await(store->list_deliveries({webhook, std::nullopt}));
    (void)await(store->list_deliveries({webhook, DeliveryStatus::dead}));
    (void)await(store->find_parcel(DeliveryId{1}));
    RecordAttempt gone{DeliveryId{1}, 0, DeliveryStatus::dead, std::nullopt, 410, "gone", true, noon};
    await(store->record_attempt(gone));
    (void)await(store->resend_delivery(DeliveryId{1}, noon));
    (void)await(store->resend_delivery(DeliveryId{1}, noon));
    (void)await(store->enable_webhook(webhook, noon));
    (void)await(store->rotate_secret({webhook, Secret{"another"}, noon}));
    (void)await(store->delete_webhook(webhook, noon));
    DeleteOld old{noon, noon, noon, noon + Seconds{1}, 5, noon};
    (void)await(store->delete_old(old));
}

/// Reading through these is what they are for: they hold only what is open, due, a campaign with somebody
/// waiting, the zones in which somebody waits, the last calls of a circuit breaker, or the first
/// rows of a log.
bool is_small(const std::string& line) {
    for (const char* what : {"INDEX calls_open",
                             "INDEX calls_given_up",
                             "INDEX calls_unknown",
                             "INDEX calls_to_check",
                             "SCAN from_numbers",
                             "SCAN open_calls",
                             "SCAN last_calls",
                             "SCAN first_events",
                             "SCAN k",
                             "CONSTANT ROW",
                             "SCAN w"})
        if (line.find(what) != std::string::npos) return true;
    return false;
}

TEST_P(Plans, NeverReadThroughATable) {
    SqliteWitness witness;
    open();
    const std::size_t first = witness.runs.size();  // after the migrations
    use_every_verb();
    std::set<std::string> statements;
    for (std::size_t i = first; i < witness.runs.size(); ++i) statements.insert(witness.runs[i].sql);
    store.reset();

    SqliteShell shell{file()};
    std::size_t explained = 0;
    for (const std::string& sql : statements) {
        for (const std::string& line : plan(shell, sql)) {
            ++explained;
            EXPECT_TRUE(line.rfind("SCAN", 0) != 0 || is_small(line)) << line << "\n" << sql;
        }
    }
    EXPECT_GT(explained, 40U);
}

bool moves_a_call(const std::string& sql) {
    if (sql.find("?1") == std::string::npos) return false;  // of a migration
    for (const char* what : {"UPDATE calls", "UPDATE contacts", "INSERT INTO calls", "INSERT INTO callbacks"})
        if (sql.find(what) != std::string::npos) return true;
    return false;
}

/// A table that SQLite makes for one run of a statement costs more than the rest of a small one: a CHECK with
/// a list of words does it, RETURNING does, and an index over such a list.
TEST_P(Plans, MakeNoTableOfTheirOwnWhereACallMovesOn) {
    SqliteWitness witness;
    open();
    const Call call = accepted(1);
    settle(callback(call, "ringing", 1));
    settle(callback(call, "completed", 2));
    std::set<std::string> statements;
    for (const StatementRun& run : witness.runs)
        if (moves_a_call(run.sql)) statements.insert(run.sql);
    store.reset();

    SqliteShell shell{file()};
    EXPECT_EQ(shell.execute("DROP TRIGGER events_go_out"),
              "");  // makes one, but only where there are webhooks
    for (const std::string& sql : statements)
        for (const auto& row : shell.rows("EXPLAIN " + sql)) EXPECT_NE(row.at(1), "OpenEphemeral") << sql;
    EXPECT_GE(statements.size(), 8U);
}

/// The steps of SQLite's machine for a claim of 50, with many more that wait for a retry at a higher
/// priority.
std::int64_t Plans::cost_of_a_claim(int waiting) {
    SqliteWitness witness;
    open();
    const CampaignId id = running().id;
    std::vector<NewContact> retries, due;
    for (int i = 0; i < waiting; ++i) {
        retries.push_back(person(1'000'000 + i, 5));
        due.push_back(person(2'000'000 + i, 1));
    }
    add(id, std::move(retries), noon + retry_delay);
    add(id, std::move(due), noon);
    witness.runs.clear();

    EXPECT_EQ(claim(id, 50).size(), 50U);

    std::int64_t steps = 0;
    for (const StatementRun& run : witness.runs) steps += run.steps;
    store.reset();
    std::filesystem::remove(file());
    return steps;
}

TEST_P(Plans, ClaimAtTheSameCostHoweverManyWait) {
    const auto few = cost_of_a_claim(100);
    const auto many = cost_of_a_claim(5'000);

    EXPECT_GT(few, 0);
    EXPECT_LT(many, few + few / 10);
}

}  // namespace
}  // namespace carillon::store::test
