// SPDX-License-Identifier: MIT
#include "api/upload/csv_reader.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/text.hpp"

namespace carillon::api {
namespace {

/// More lines than any cell has that a person wrote. A quote that is not closed within them is a mistake.
constexpr std::size_t most_lines = 50;

std::deque<Line> in_queue(std::vector<Line> lines) {
    return {std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())};
}

bool are_all_empty(const std::vector<std::string>& fields) {
    return std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); });
}

RejectedRow rejection(const Line& line, bool is_overlong_line) {
    RejectedRow row{line.number, "", "invalid_csv", "", shortened(line.text)};
    if (is_overlong_line) {
        row.code = "row_too_large";
        row.message = "The line is longer than 64 KB.";
    } else {
        row.message =
            "A quote stands in the wrong place: a field with a quote in it must be in quotes, and each quote "
            "in it doubled.";
    }
    return row;
}

}  // namespace

std::vector<ReadRow> CsvReader::feed(std::string_view bytes) {
    return read(in_queue(lines_.feed(bytes)));
}

std::vector<ReadRow> CsvReader::finish() {
    std::deque<Line> waiting;
    if (auto last = lines_.finish()) waiting.push_back(*std::move(last));
    std::vector<ReadRow> rows = read(std::move(waiting));
    while (!open_.empty() && !trouble_) {
        std::deque<Line> rest;
        if (auto row = give_up(rest)) rows.push_back(*std::move(row));
        std::ranges::move(read(std::move(rest)), std::back_inserter(rows));
    }
    if (!columns_ && !trouble_)
        trouble_ =
            Error{Errc::invalid, "The upload is empty: a header row with a column called `phone` is wanted."};
    return rows;
}

std::vector<ReadRow> CsvReader::read(std::deque<Line> waiting) {
    std::vector<ReadRow> rows;
    while (!waiting.empty() && !trouble_) {
        Line line = std::move(waiting.front());
        waiting.pop_front();
        if (open_.empty() && trimmed(line.text).empty()) continue;

        open_.push_back(std::move(line));
        std::optional<ReadRow> row;
        switch (add(open_.back())) {
            case CsvRecord::Progress::complete:
                row = take_record();
                break;
            case CsvRecord::Progress::unfinished:
                if (is_overlong()) row = give_up(waiting);
                break;
            case CsvRecord::Progress::broken:
                row = give_up(waiting);
                break;
        }
        if (row) rows.push_back(*std::move(row));
    }
    return rows;
}

CsvRecord::Progress CsvReader::add(const Line& line) {
    if (!record_) record_.emplace(detect_delimiter(line.text));
    return line.too_long ? CsvRecord::Progress::broken : record_->add_line(line.text);
}

std::optional<ReadRow> CsvReader::take_record() {
    const std::int64_t number = open_.front().number;
    open_.clear();
    std::vector<std::string> fields = record_->take();
    if (columns_) {
        // Spreadsheets export the empty rows below a table as delimiters alone.
        if (are_all_empty(fields)) return std::nullopt;
        return columns_->to_row(number, std::move(fields));
    }
    auto columns = CsvColumns::read(std::move(fields), phone_column_);
    if (columns)
        columns_ = *std::move(columns);
    else
        trouble_ = std::move(columns).error();
    return std::nullopt;
}

/// Rejects the first of the open lines and hands the others back, to be read as rows of their own.
std::optional<ReadRow> CsvReader::give_up(std::deque<Line>& waiting) {
    RejectedRow rejected = rejection(open_.front(), open_.front().too_long);
    waiting.insert(
        waiting.begin(), std::make_move_iterator(open_.begin() + 1), std::make_move_iterator(open_.end()));
    open_.clear();
    record_->reset();
    if (columns_) return rejected;
    trouble_ = Error{Errc::invalid, "The header row cannot be read. " + rejected.message};
    return std::nullopt;
}

bool CsvReader::is_overlong() const {
    std::size_t bytes = 0;
    for (const Line& line : open_) bytes += line.text.size();
    return open_.size() >= most_lines || bytes > longest_row;
}

}  // namespace carillon::api
