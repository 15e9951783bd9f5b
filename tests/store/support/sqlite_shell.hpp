// SPDX-License-Identifier: MIT
// A second program that has the database open, as `sqlite3 carillon.db` would; and a look over the shoulder
// of every connection that is opened while `SqliteWitness` lives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace carillon::store::test {

class SqliteShell {
public:
    using Row = std::vector<std::string>;  ///< a null is "NULL"

    explicit SqliteShell(const std::filesystem::path& file);
    ~SqliteShell();
    SqliteShell(const SqliteShell&) = delete;
    SqliteShell& operator=(const SqliteShell&) = delete;

    std::vector<Row> rows(const std::string& sql);
    std::string value(const std::string& sql);  ///< first column of the first row
    std::vector<std::string> columns(const std::string& view);
    /// Returns the complaint; empty when there was none.
    std::string execute(const std::string& sql);

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// What one statement cost, each time that it ran.
struct StatementRun {
    std::string sql;
    std::int64_t steps = 0;  ///< of SQLite's virtual machine: what it did, whatever the machine's mood
};

class SqliteWitness {
public:
    SqliteWitness();
    ~SqliteWitness();
    SqliteWitness(const SqliteWitness&) = delete;
    SqliteWitness& operator=(const SqliteWitness&) = delete;

    std::vector<sqlite3*> connections;  ///< to files, in the order in which they were opened
    std::vector<StatementRun> runs;

    [[nodiscard]] static bool is_read_only(sqlite3* connection);
    [[nodiscard]] static std::int64_t pragma(sqlite3* connection, const std::string& name);
};

}  // namespace carillon::store::test
