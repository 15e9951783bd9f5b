// SPDX-License-Identifier: MIT
// The last line of defence is the file itself: whatever a program, or a person with a shell, writes into it,
// what a schema can hold it must hold. Tried on a copy in memory.
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "support/promises/checks.hpp"

namespace carillon::test {
namespace {

std::string a_call(const std::string& token,
                   const std::string& state,
                   const std::string& sid,
                   const std::string& to) {
    return "INSERT INTO calls (token, state, call_sid, status, from_number, to_number, direction, attempt, "
           "settings, "
           "settings_version, created_at, given_up_at) VALUES ('" +
           token + "', '" + state + "', " + sid + ", 'pending', '+1', '" + to +
           "', 'outbound-api', 1, '{}', 1, 0, " + (state == "unresolved" ? "0)" : "NULL)");
}

struct Trespass {
    std::string what;
    std::string refused;
};

const std::vector<Trespass>& trespasses() {
    static const std::vector<Trespass> all{
        {"a second open call to one number", a_call("trespass-2", "claimed", "NULL", "+19")},
        {"a second call with one token", a_call("trespass-1", "unresolved", "NULL", "+18")},
        {"a second call with one SID", a_call("trespass-3", "accepted", "'CAtrespass'", "+17")},
        {"a second contact with one number in a campaign",
         "INSERT INTO contacts (campaign_id, phone, name, time_zone, variables, priority, status, attempts, "
         "next_attempt_at, last_call_id, reason, created_at, updated_at, import_id, line) "
         "SELECT campaign_id, phone, name, time_zone, variables, priority, status, attempts, "
         "next_attempt_at, last_call_id, reason, created_at, updated_at, import_id, line FROM contacts "
         "LIMIT 1"},
        {"a call that is forgotten", "DELETE FROM calls"},
        {"a contact that is forgotten", "DELETE FROM contacts"},
        {"a callback that is forgotten", "DELETE FROM callbacks"},
        {"a callback that is changed", "UPDATE callbacks SET fields = '{}'"},
    };
    return all;
}

/// Whether the file let it happen. What there is no row for cannot happen, and is no breach. A statement that
/// fails for another reason than a constraint would prove nothing.
bool is_let_happen(SQLite::Database& database, const std::string& statement) {
    try {
        return database.exec(statement) > 0;
    } catch (const SQLite::Exception& refusal) {
        constexpr int constraint = 19;  // SQLITE_CONSTRAINT
        if (refusal.getErrorCode() != constraint) throw;
        return false;
    }
}

}  // namespace

void check_schema_holds(const Evidence& evidence, PromiseReport& report) {
    SQLite::Database copy{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    SQLite::Database file{evidence.database.string(), SQLite::OPEN_READONLY};
    SQLite::Backup{copy, file}.executeStep();
    copy.exec(a_call("trespass-1", "ringing", "'CAtrespass'", "+19"));
    for (const Trespass& trespass : trespasses()) {
        ++report.checked;
        if (is_let_happen(copy, trespass.refused))
            report.breaches.push_back("the file does not refuse " + trespass.what);
    }
}

}  // namespace carillon::test
