// SPDX-License-Identifier: MIT
// A CSV header row: which column is what. Every column that is not one of ours becomes a variable.
#pragma once

#include <string>
#include <vector>

#include "api/upload/row.hpp"

namespace carillon::api {

/// Comma, semicolon or tab: the one that the header line has most of, outside of quotes.
[[nodiscard]] char detect_delimiter(std::string_view header_line);

class CsvColumns {
public:
    /// `phone_column`: the column with the number, whatever it is called; empty: `phone`. Our column names
    /// are found in any case. Fails with: invalid and the columns that there are, when there is no such
    /// column, when two have one name, or when the header is not UTF-8.
    [[nodiscard]] static Result<CsvColumns> read(std::vector<std::string> header,
                                                 const std::string& phone_column);

    /// A record in this order. Missing fields at its end are empty; too many are an error.
    [[nodiscard]] ReadRow to_row(std::int64_t line, std::vector<std::string> fields) const;

private:
    std::vector<std::string UploadRow::*> members_;  ///< null: a variable
    std::vector<std::string> names_;                 ///< empty: a column without name, which is left out
};

}  // namespace carillon::api
