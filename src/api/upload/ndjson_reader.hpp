// SPDX-License-Identifier: MIT
// application/x-ndjson as rows: one JSON object a line.
#pragma once

#include <optional>
#include <vector>

#include "api/upload/line_splitter.hpp"
#include "api/upload/row.hpp"

namespace carillon::api {

class NdjsonReader final : public RowReader {
public:
    std::vector<ReadRow> feed(std::string_view bytes) override;
    std::vector<ReadRow> finish() override;
    [[nodiscard]] const std::optional<Error>& trouble() const override { return no_trouble_; }

private:
    LineSplitter lines_;
    std::optional<Error>
        no_trouble_;  ///< a bad line is a rejected row; nothing here spoils the lines after it
};

}  // namespace carillon::api
