// SPDX-License-Identifier: MIT
// A CSV export of strangers' text: it reads back as it was, and no spreadsheet runs any of it, at whichever
// delimiter it cuts. The input's | part cells.
#include <algorithm>

#include "api/csv_writer.hpp"
#include "api/upload/csv_record.hpp"
#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"

namespace carillon::fuzz {
namespace {

/// Cells as a spreadsheet cuts them: quotes count at the beginning of a cell alone.
std::vector<std::string> cut_by_spreadsheet(std::string_view text, char delimiter) {
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool is_next_quote = at + 1 < text.size() && text[at + 1] == '"';
        if (is_quoted && c == '"' && is_next_quote)
            cells.back() += text[++at];
        else if (is_quoted && c == '"')
            is_quoted = false;
        else if (!is_quoted && c == '"' && cells.back().empty() && (at == 0 || text[at - 1] != '"'))
            is_quoted = true;
        else if (!is_quoted && (c == delimiter || c == '\r' || c == '\n'))
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

bool is_formula(std::string_view cell) {
    const auto first = cell.find_first_not_of(" \"");
    return first != std::string_view::npos &&
           std::string_view("=+-@").find(cell[first]) != std::string_view::npos;
}

/// A line as the reader of uploads reads it, which knows RFC 4180.
std::vector<std::string> read_back(std::string_view line) {
    api::CsvRecord record(',');
    auto progress = api::CsvRecord::Progress::unfinished;
    for (const auto part : split_at(line, '\n')) {
        claim(progress == api::CsvRecord::Progress::unfinished, "a row is complete where it ends");
        progress = record.add_line(part);
    }
    claim(progress == api::CsvRecord::Progress::complete, "a row that was written can be read");
    return record.take();
}

}  // namespace

void csv_export(std::string_view input) {
    const auto cells = split_at(input, '|');
    if (cells.empty()) return;
    std::string line;
    for (const auto cell : cells) {
        if (!line.empty() || cell.data() != cells.front().data()) line += ',';
        api::append_text_cell(line, cell);
    }
    for (const char delimiter : {',', ';', '\t'})
        for (const auto& cell : cut_by_spreadsheet(line, delimiter))
            claim(!is_formula(cell), std::string("no cell is a formula where one cuts at ") + delimiter);

    std::string plain(line);
    const auto is_blank_line = [](std::string_view text) {
        return text.find_first_not_of(" ,") == text.npos;
    };
    if (plain.find('\r') != plain.npos || is_blank_line(plain)) return;  // libcsv reads them in its own way
    const auto read = read_back(plain);
    claim(read.size() == cells.size(), "as many cells are read as were written");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string unguarded = read[i];
        std::string original(cells[i]);
        std::erase(unguarded, '\'');
        std::erase(original, '\'');
        const bool is_padded = original.starts_with(' ') || original.ends_with(' ') ||
                               original.starts_with('\t') || original.ends_with('\t');
        claim(is_padded || unguarded == original, "a cell is read as it was, but for the guard");
    }
}

}  // namespace carillon::fuzz
