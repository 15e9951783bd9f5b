// SPDX-License-Identifier: MIT
#include "api/upload/ndjson_reader.hpp"

#include "api/text.hpp"
#include "api/upload/json_row.hpp"

namespace carillon::api {
namespace {

std::vector<ReadRow> read_lines(const std::vector<Line>& lines) {
    std::vector<ReadRow> rows;
    for (const Line& line : lines) {
        if (line.too_long)
            rows.emplace_back(overlong_row(line.number, line.text));
        else if (!trimmed(line.text).empty())
            rows.push_back(read_json_row(line.number, line.text));
    }
    return rows;
}

}  // namespace

std::vector<ReadRow> NdjsonReader::feed(std::string_view bytes) {
    return read_lines(lines_.feed(bytes));
}

std::vector<ReadRow> NdjsonReader::finish() {
    const auto last = lines_.finish();
    return last ? read_lines({*last}) : std::vector<ReadRow>{};
}

}  // namespace carillon::api
