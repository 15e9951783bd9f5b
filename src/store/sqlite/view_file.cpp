// SPDX-License-Identifier: MIT
#include "store/sqlite/view_file.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "store/sqlite/database.hpp"

namespace carillon::store {
namespace {

constexpr int patience_ms = 5'000;

std::string name_of(const std::filesystem::path& file) {
    const bool is_at_rest = sqlite::gentlest_access(file) == sqlite::Database::Access::immutable;
    return "file:" + file.string() + (is_at_rest ? "?immutable=1" : "?mode=ro");
}

SQLite::Database open(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file))
        throw std::runtime_error("There is no database " + file.string() + ".");
    return SQLite::Database{name_of(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI, patience_ms};
}

Cell read_cell(const SQLite::Column& column) {
    if (column.isNull()) return {};
    if (column.isInteger()) return column.getInt64();
    if (column.isFloat()) return column.getDouble();
    return column.getString();
}

std::string quoted(const std::string& name) {
    return '"' + name + '"';  // it is one of the file's own: see `require`
}

/// Digits as a number, so that an index of numbers is used; where the column holds texts SQLite compares
/// texts.
void bind(SQLite::Statement& statement, int place, const std::string& value) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc{} && end == value.data() + value.size())
        statement.bind(place, number);
    else
        statement.bind(place, value);
}

void require(const std::vector<std::string>& known, const std::string& name, const std::string& what) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    throw std::runtime_error("There is no " + what + " " + name + ". There are: " + all + ".");
}

}  // namespace

struct ViewFile::Connection {
    explicit Connection(const std::filesystem::path& file) : database(open(file)) {}
    SQLite::Database database;
};

ViewFile::ViewFile(const std::filesystem::path& file) try : connection_(std::make_unique<Connection>(file)) {
    if (views().empty())
        throw std::runtime_error(file.string() + " has no report views: it is not a database of Carillon.");
} catch (const SQLite::Exception& failure) {
    throw std::runtime_error(file.string() + " cannot be read: " + failure.what() + ".");
}

ViewFile::~ViewFile() = default;

std::vector<std::string> ViewFile::views() {
    SQLite::Statement rows{
        connection_->database,
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'report_*' ORDER BY name"};
    std::vector<std::string> names;
    while (rows.executeStep()) names.push_back(rows.getColumn(0).getString());
    return names;
}

std::vector<std::string> ViewFile::read(const ViewQuestion& question,
                                        const std::function<void(const std::vector<Cell>&)>& row) {
    require(views(), question.view, "view");
    SQLite::Statement shape{connection_->database, "SELECT * FROM " + quoted(question.view)};
    std::vector<std::string> columns;
    for (int i = 0; i < shape.getColumnCount(); ++i) columns.emplace_back(shape.getColumnName(i));

    std::string text = "SELECT * FROM " + quoted(question.view);
    for (std::size_t i = 0; i < question.filters.size(); ++i) {
        require(columns, question.filters[i].column, "column");
        text += (i == 0 ? " WHERE " : " AND ") + quoted(question.filters[i].column) + " = ?";
    }
    if (question.limit > 0) text += " LIMIT " + std::to_string(question.limit);
    SQLite::Statement rows{connection_->database, text};
    for (std::size_t i = 0; i < question.filters.size(); ++i)
        bind(rows, static_cast<int>(i) + 1, question.filters[i].value);
    std::vector<Cell> cells(columns.size());
    while (rows.executeStep()) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] = read_cell(rows.getColumn(static_cast<int>(i)));
        row(cells);
    }
    return columns;
}

}  // namespace carillon::store
