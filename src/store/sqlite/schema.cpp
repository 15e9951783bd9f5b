// SPDX-License-Identifier: MIT
#include "store/sqlite/schema.hpp"

#include <map>

#include "store/sqlite/migrations.hpp"

namespace carillon::store::sqlite {
namespace {

using Schema = std::map<std::string, std::string>;  // the text of each part by its name

Schema read_schema(Database& database) {
    Query parts{database, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"};
    Schema schema;
    while (parts.next()) {
        std::string name = parts.text();
        schema[std::move(name)] = parts.text();
    }
    return schema;
}

/// Made once in a process, in memory.
const Schema& expected_schema() {
    static const Schema expected = [] {
        Database database{":memory:", Database::Access::read_write};
        migrate(database, known_migrations());
        return read_schema(database);
    }();
    return expected;
}

}  // namespace

std::string find_schema_damage(Database& database) {
    const Schema found = read_schema(database);
    for (const auto& [name, text] : expected_schema()) {
        const auto part = found.find(name);
        if (part == found.end() || part->second != text) return "its schema is not what it was: " + name;
    }
    return {};
}

}  // namespace carillon::store::sqlite
