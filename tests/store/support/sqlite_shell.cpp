// SPDX-License-Identifier: MIT
#include "store/support/sqlite_shell.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace carillon::store::test {

struct SqliteShell::Connection {
    SQLite::Database sqlite;
};

SqliteShell::SqliteShell(const std::filesystem::path& file)
    : connection_(new Connection{{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}}) {}

SqliteShell::~SqliteShell() = default;

std::vector<SqliteShell::Row> SqliteShell::rows(const std::string& sql) {
    SQLite::Statement statement{connection_->sqlite, sql};
    std::vector<Row> rows;
    while (statement.executeStep()) {
        Row row;
        for (int i = 0; i < statement.getColumnCount(); ++i)
            row.push_back(statement.isColumnNull(i) ? "NULL" : statement.getColumn(i).getString());
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string SqliteShell::value(const std::string& sql) {
    return rows(sql).at(0).at(0);
}

std::vector<std::string> SqliteShell::columns(const std::string& view) {
    std::vector<std::string> names;
    for (const Row& row : rows("SELECT name FROM pragma_table_info('" + view + "') ORDER BY cid"))
        names.push_back(row.at(0));
    return names;
}

std::string SqliteShell::execute(const std::string& sql) {
    try {
        connection_->sqlite.exec(sql);
        return {};
    } catch (const SQLite::Exception& error) {
        return error.what();
    }
}

namespace {

SqliteWitness* witness = nullptr;

int on_profile(unsigned, void*, void* statement, void*) {
    auto* const ran = static_cast<sqlite3_stmt*>(statement);
    if (witness != nullptr)
        witness->runs.push_back({sqlite3_sql(ran), sqlite3_stmt_status(ran, SQLITE_STMTSTATUS_VM_STEP, 1)});
    return 0;
}

/// Databases in memory are nobody's record: the schema is made once in one, to be compared with.
bool is_in_memory(sqlite3* connection) {
    const char* const file = sqlite3_db_filename(connection, "main");
    return file == nullptr || *file == '\0';
}

int on_open(sqlite3* connection, const char**, const sqlite3_api_routines*) {
    if (is_in_memory(connection)) return SQLITE_OK;
    witness->connections.push_back(connection);
    sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, on_profile, nullptr);
    return SQLITE_OK;
}

}  // namespace

SqliteWitness::SqliteWitness() {
    witness = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(on_open));
}

SqliteWitness::~SqliteWitness() {
    sqlite3_reset_auto_extension();
    witness = nullptr;
}

bool SqliteWitness::is_read_only(sqlite3* connection) {
    return sqlite3_db_readonly(connection, "main") == 1;
}

std::int64_t SqliteWitness::pragma(sqlite3* connection, const std::string& name) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(connection, ("PRAGMA " + name).c_str(), -1, &statement, nullptr);
    const std::int64_t value =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return value;
}

}  // namespace carillon::store::test
