// SPDX-License-Identifier: MIT
#include "store/sqlite/key_file.hpp"

#include <limits>
#include <stdexcept>

#include "store/engine.hpp"
#include "store/sqlite.hpp"
#include "store/sqlite/api_keys.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/migrations.hpp"

namespace carillon::store {
namespace {

using sqlite::Database;

// A busy server takes the write lock again a moment after it gave it back: asked often, it is met in between.
constexpr char pragmas[] = R"sql(
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA busy_timeout = 2;
)sql";
constexpr int most_tries = 5'000;

void require_present_schema(Database& database) {
    std::string problem = sqlite::find_problem(database, sqlite::known_migrations());
    if (problem.empty() &&
        sqlite::schema_version(database) != static_cast<int>(sqlite::known_migrations().size()))
        problem = "A server of an older version runs on it: restart that one first.";
    if (!problem.empty()) throw std::runtime_error(problem);
}

void begin(Database& database) {
    for (int tries = 1;; ++tries) try {
            return database.execute("BEGIN IMMEDIATE");
        } catch (const Damaged&) {
            throw;
        } catch (const std::exception&) {  // busy
            if (tries >= most_tries) throw;
        }
}

NewAuditEntry entry_of(Instant now, const char* verb) {
    NewAuditEntry entry;
    entry.at = now;
    entry.actor = "command line";
    entry.method = "CLI";
    entry.route = verb;
    return entry;
}

}  // namespace

KeyFile::KeyFile(const std::filesystem::path& file, bool is_alone) {
    if (is_alone) migrate_sqlite(file);
    database_ = std::make_unique<Database>(file, Database::Access::read_write);
    if (!is_alone) database_->leave_log();
    database_->execute(pragmas);
    require_present_schema(*database_);
}

KeyFile::~KeyFile() = default;

/// What throws leaves nothing behind: the connection ends with it.
template <class Work>
Result<ApiKey> KeyFile::change(Work work, NewAuditEntry entry) {
    begin(*database_);
    auto key = work();
    if (key) {
        entry.subject = std::to_string(key->id.value());
        sqlite::insert_audit_entry(*database_, entry);
    }
    database_->execute("COMMIT");
    return key;
}

Result<ApiKey> KeyFile::create(const NewApiKey& wanted) {
    return change([&] { return sqlite::insert_api_key(*database_, wanted); },
                  entry_of(wanted.now, "keys create"));
}

Result<ApiKey> KeyFile::revoke(ApiKeyId key, Instant now) {
    return change([&] { return sqlite::revoke_api_key(*database_, key, now); }, entry_of(now, "keys revoke"));
}

std::vector<ApiKey> KeyFile::list() {
    constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max() - 1;
    return sqlite::list_api_keys(*database_, {0, all}).items;
}

}  // namespace carillon::store
