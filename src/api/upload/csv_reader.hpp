// SPDX-License-Identifier: MIT
// text/csv as rows. A quote that is never closed costs the line it stands in, not the rows that follow.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "api/upload/csv_columns.hpp"
#include "api/upload/csv_record.hpp"
#include "api/upload/line_splitter.hpp"
#include "api/upload/row.hpp"

namespace carillon::api {

class CsvReader final : public RowReader {
public:
    explicit CsvReader(std::string phone_column) : phone_column_(std::move(phone_column)) {}

    std::vector<ReadRow> feed(std::string_view bytes) override;
    std::vector<ReadRow> finish() override;
    [[nodiscard]] const std::optional<Error>& trouble() const override { return trouble_; }

private:
    std::vector<ReadRow> read(std::deque<Line> waiting);
    CsvRecord::Progress add(const Line& line);
    std::optional<ReadRow> take_record();
    std::optional<ReadRow> give_up(std::deque<Line>& waiting);
    [[nodiscard]] bool is_overlong() const;

    std::string phone_column_;
    LineSplitter lines_;
    std::optional<CsvRecord> record_;    ///< from the header line on, which tells the delimiter
    std::optional<CsvColumns> columns_;  ///< from the header row on
    std::vector<Line> open_;             ///< the lines of the record under way
    std::optional<Error> trouble_;
};

}  // namespace carillon::api
