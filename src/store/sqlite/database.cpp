// SPDX-License-Identifier: MIT
#include "store/sqlite/database.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "store/engine.hpp"
#include "store/log_fence.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr int largest_write = 65'536;  // the largest page; SQLite's own file system takes less than 128 KiB

/// A file as an SQLite URI, with what would end the path or look like an escape escaped.
std::string to_uri(const std::filesystem::path& file, std::string_view query) {
    std::string uri = "file:";
    for (const char c : file.string()) switch (c) {
            case '%':
                uri += "%25";
                break;
            case '?':
                uri += "%3f";
                break;
            case '#':
                uri += "%23";
                break;
            default:
                uri += c;
        }
    return uri.append(query);
}

/// SQLite's count of its own memory costs a mutex at each allocation, and nobody asks for it.
void leave_memory_uncounted() {
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)done;  // refused when somebody else has used SQLite before: then it counts on
}

SQLite::Database open(const std::filesystem::path& file, Database::Access access) {
    leave_memory_uncounted();
    // Each connection belongs to one thread, so that SQLite's own mutexes would only cost.
    switch (access) {
        case Database::Access::read_write:
            return {file.string(),
                    SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                    busy_timeout_ms};
        case Database::Access::read_only:
            return {file.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, busy_timeout_ms};
        case Database::Access::immutable:
            return {to_uri(file, "?immutable=1"),
                    SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | SQLite::OPEN_URI,
                    busy_timeout_ms};
    }
    throw std::logic_error("no such access");
}

/// Damage gets the store's own exception; any other failure stays as it is.
template <class Work>
auto recognising_damage(Work work) {
    try {
        return work();
    } catch (const SQLite::Exception& failure) {
        const int code = failure.getErrorCode() & 0xFF;
        if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) throw Damaged{failure.what()};
        throw;
    }
}

void write_over_itself(sqlite3_file& file) {
    const auto check = [](int code) {
        if (code != SQLITE_OK)
            throw std::runtime_error("Its log cannot be written: " + std::string{sqlite3_errstr(code)} + ".");
    };
    sqlite3_int64 size = 0;
    check(file.pMethods->xFileSize(&file, &size));
    if (size == 0) return;
    std::vector<char> bytes(largest_write);
    for (sqlite3_int64 at = 0; at < size; at += largest_write) {
        const int count = static_cast<int>(std::min<sqlite3_int64>(size - at, largest_write));
        check(file.pMethods->xRead(&file, bytes.data(), count, at));
        check(file.pMethods->xWrite(&file, bytes.data(), count, at));
    }
    check(file.pMethods->xSync(&file, SQLITE_SYNC_NORMAL));
}

}  // namespace

struct Prepared {
    SQLite::Statement statement;
    bool is_leased = false;
};

struct Database::Connection {
    SQLite::Database sqlite;
    std::unordered_map<const char*, Prepared> statements;  // after `sqlite`: they end first
    LogFence* fence = nullptr;
    int pages_until_checkpoint = 0;
};

Database::Database(const std::filesystem::path& file, Access access)
    : connection_(new Connection{open(file, access), {}}) {
    // Who only reads must never move the log into the file, not even as the last one to leave.
    if (access != Access::read_write) leave_log();
}

Database::~Database() = default;

std::filesystem::path beside(std::filesystem::path file, const char* ending) {
    return file += ending;
}

Database::Access gentlest_access(const std::filesystem::path& file) {
    return std::filesystem::exists(beside(file, "-wal")) ? Database::Access::read_only
                                                         : Database::Access::immutable;
}

void Database::execute(const char* statements) {
    recognising_damage([&] { return connection_->sqlite.exec(statements); });
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(connection_->sqlite.getHandle());
}

std::int64_t Database::total_changes() const {
    return sqlite3_total_changes64(connection_->sqlite.getHandle());
}

std::int64_t Database::last_insert_id() const {
    return connection_->sqlite.getLastInsertRowid();
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(connection_->sqlite.getHandle()) == 0;
}

void Database::give_up_when(const std::atomic<bool>& flag) {
    constexpr int steps = 100'000;  // of SQLite's machine; some milliseconds
    const auto is_set = [](void* watched) {
        return static_cast<std::atomic<bool>*>(watched)->load() ? 1 : 0;
    };
    sqlite3_progress_handler(
        connection_->sqlite.getHandle(), steps, is_set, const_cast<std::atomic<bool>*>(&flag));
}

void Database::copy_to(Database& other) {
    sqlite3* target = other.connection_->sqlite.getHandle();
    sqlite3_backup* copying = sqlite3_backup_init(target, "main", connection_->sqlite.getHandle(), "main");
    const int code = copying == nullptr ? SQLITE_ERROR : sqlite3_backup_step(copying, -1);
    if (copying != nullptr) sqlite3_backup_finish(copying);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) throw Damaged{sqlite3_errstr(code)};
    if (code != SQLITE_DONE)
        throw std::runtime_error("The database cannot be copied: " + std::string{sqlite3_errstr(code)} + ".");
}

void Database::rewrite_log() {
    sqlite3* const sqlite = connection_->sqlite.getHandle();
    sqlite3_file* log = nullptr;
    sqlite3_file_control(sqlite, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log == nullptr || log->pMethods == nullptr) return;  // no log is open: another journal mode

    // Should this fail, the connection's end must not move the log into the file either.
    int leaves_log = 0;
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &leaves_log);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    write_over_itself(*log);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leaves_log, nullptr);
}

void Database::leave_log() {
    sqlite3_db_config(connection_->sqlite.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Database::checkpoint_inside(LogFence& fence, int pages) {
    connection_->fence = &fence;
    connection_->pages_until_checkpoint = pages;
    // What fails here fails nobody's commit, as with SQLite's own hook: the log only grows.
    const auto after_commit = [](void* context, sqlite3* sqlite, const char* name, int in_log) {
        const auto& connection = *static_cast<const Connection*>(context);
        if (in_log < connection.pages_until_checkpoint || !connection.fence->try_hold()) return SQLITE_OK;
        sqlite3_wal_checkpoint_v2(sqlite, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        connection.fence->let_go();
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_->sqlite.getHandle(), after_commit, connection_.get());
}

Lease Database::lease(const char* text) {
    auto found = connection_->statements.find(text);
    if (found == connection_->statements.end()) {
        auto statement = recognising_damage([&] { return SQLite::Statement{connection_->sqlite, text}; });
        found = connection_->statements.emplace(text, Prepared{std::move(statement)}).first;
    }
    Prepared& prepared = found->second;
    if (prepared.is_leased) throw std::logic_error("a statement was used inside itself");
    prepared.is_leased = true;
    return Lease{&prepared};
}

void GiveBack::operator()(Prepared* prepared) const noexcept {
    // tryReset: `reset` would throw the error of the last step once more, maybe while that one is in flight.
    (void)prepared->statement.tryReset();
    prepared->statement.clearBindings();
    prepared->is_leased = false;
}

bool Query::next() {
    column_ = 0;
    return recognising_damage([this] { return prepared_->statement.executeStep(); });
}

std::int64_t Query::key() const {
    return prepared_->statement.getColumn(0).getInt64();
}

std::int64_t Query::integer() {
    return prepared_->statement.getColumn(column_++).getInt64();
}

std::string Query::text() {
    return prepared_->statement.getColumn(column_++).getString();
}

bool Query::is_null() const {
    return prepared_->statement.isColumnNull(column_);
}

std::optional<std::int64_t> Query::maybe_integer() {
    const bool missing = is_null();
    const std::int64_t value = integer();
    return missing ? std::nullopt : std::optional{value};
}

std::optional<Instant> Query::maybe_instant() {
    const auto value = maybe_integer();
    return value ? std::optional{from_unix_ms(*value)} : std::nullopt;
}

void Query::put(std::int64_t value) {
    prepared_->statement.bind(++parameter_, value);
}

void Query::put(const std::string& value) {
    prepared_->statement.bind(++parameter_, value);
}

void Query::put(std::nullopt_t) {
    prepared_->statement.bind(++parameter_);
}

}  // namespace carillon::store::sqlite
