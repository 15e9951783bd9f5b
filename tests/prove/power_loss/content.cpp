// SPDX-License-Identifier: MIT
#include "prove/power_loss/content.hpp"

#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

namespace carillon::test {
namespace {

class Digest {
public:
    void add(std::string_view text) {
        for (const char c : text) step(static_cast<unsigned char>(c));
        step(0xFF);  // in no UTF-8 text: two columns are not one
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    /// FNV-1a.
    void step(unsigned char byte) { value_ = (value_ ^ byte) * 0x100'0000'01B3; }

    std::uint64_t value_ = 0xCBF2'9CE4'8422'2325;
};

std::vector<std::string> tables_of(SQLite::Database& database) {
    SQLite::Statement names{
        database,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'schema_migrations' ORDER BY name"};
    std::vector<std::string> tables;
    while (names.executeStep()) tables.push_back(names.getColumn(0).getString());
    return tables;
}

/// The first row's first column; empty when there is none.
std::string first_of(SQLite::Database& database, const std::string& sql) {
    SQLite::Statement statement{database, sql};
    return statement.executeStep() ? statement.getColumn(0).getString() : std::string{};
}

constexpr char miscounted_sql[] = R"sql(
    SELECT 'campaign ' || campaign_id FROM campaign_counts k
     WHERE pending <> (SELECT count(*) FROM contacts c WHERE c.campaign_id = k.campaign_id AND status = 'pending')
        OR in_progress <> (SELECT count(*) FROM contacts c
                            WHERE c.campaign_id = k.campaign_id AND status = 'in_progress')
        OR total <> (SELECT count(*) FROM contacts c WHERE c.campaign_id = k.campaign_id))sql";

}  // namespace

std::uint64_t digest_of(const std::filesystem::path& file) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
    const SQLite::Transaction one_moment{database};
    Digest digest;
    for (const std::string& table : tables_of(database)) {
        digest.add(table);
        SQLite::Statement rows{database, "SELECT * FROM " + table + " ORDER BY 1"};
        while (rows.executeStep())
            for (int i = 0; i < rows.getColumnCount(); ++i) digest.add(rows.getColumn(i).getString());
    }
    return digest.value();
}

std::string fault_in(const std::filesystem::path& file) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
    const std::string integrity = first_of(database, "PRAGMA integrity_check(1)");
    if (integrity != "ok") return "integrity_check says " + integrity;
    const std::string orphan = first_of(database, "PRAGMA foreign_key_check");
    if (!orphan.empty()) return "a foreign key is broken in " + orphan;
    const std::string miscounted = first_of(database, miscounted_sql);
    return miscounted.empty() ? "" : "the counters are wrong of " + miscounted;
}

}  // namespace carillon::test
