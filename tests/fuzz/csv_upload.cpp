// SPDX-License-Identifier: MIT
// A CSV upload: as it comes, and as a table that was written well, of which nothing may be lost. For the
// second the input's ~ part rows and its | part cells.
#include <algorithm>

#include "api/upload/csv_reader.hpp"
#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "fuzz/uploads.hpp"

namespace carillon::fuzz {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::unique_ptr<api::RowReader> make_csv_reader() {
    return std::make_unique<api::CsvReader>("");
}

/// Line ends within a cell are read as LF.
std::string with_plain_line_ends(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
        plain += text[at] == '\r' ? '\n' : text[at];
    }
    return plain;
}

std::string in_quotes(std::string_view cell) {
    std::string text = "\"";
    for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
    return text += '"';
}

/// Rows that a reader may take for a mistake (a cell of very many lines) are no part of the claim.
Table table_in(std::string_view input) {
    Table table;
    for (const auto row : split_at(input, '~')) {
        std::vector<std::string> cells;
        for (const auto cell : split_at(row, '|')) cells.emplace_back(cell);
        if (std::count(row.begin(), row.end(), '\n') + std::count(row.begin(), row.end(), '\r') > 40)
            continue;
        const auto is_empty = [](const std::string& cell) { return cell.empty(); };
        if (!std::all_of(cells.begin(), cells.end(), is_empty)) table.push_back(std::move(cells));
    }
    return table;
}

std::string as_csv(const Table& table, std::size_t columns, char delimiter) {
    std::string csv = "phone";
    for (std::size_t i = 1; i < columns; ++i) csv += delimiter + std::string("c") + std::to_string(i);
    for (const auto& row : table) {
        csv += "\r\n";
        for (const auto& cell : row) csv.append(in_quotes(cell)) += delimiter;
        csv.pop_back();
    }
    return csv;
}

void claim_same(const api::UploadRow& read, const std::vector<std::string>& row) {
    claim(read.phone == with_plain_line_ends(row.front()), "a row's phone is its first cell");
    std::size_t filled = 0;
    for (std::size_t i = 1; i < row.size(); ++i) {
        if (row[i].empty()) continue;
        ++filled;
        const auto found = read.variables.find("c" + std::to_string(i));
        claim(found != read.variables.end() && found->second == with_plain_line_ends(row[i]),
              "a cell arrives as it was written");
    }
    claim(read.variables.size() == filled, "no cell arrives that was not written");
}

}  // namespace

void csv_upload(std::string_view input) {
    (void)read_upload(input, make_csv_reader);

    const Table table = table_in(input);
    std::size_t columns = 2;
    for (const auto& row : table) columns = std::max(columns, row.size());
    for (const char delimiter : {',', ';', '\t'}) {
        const Reading reading = read_upload(as_csv(table, columns, delimiter), make_csv_reader);
        claim(!reading.trouble, "a table that was written well is read");
        claim(reading.rows.size() == table.size(), "no row is lost, and none is added");
        for (std::size_t i = 0; i < table.size(); ++i) {
            const auto* read = std::get_if<api::UploadRow>(&reading.rows[i]);
            claim(read != nullptr, "a row that was written well is taken");
            claim_same(*read, table[i]);
        }
    }
}

}  // namespace carillon::fuzz
