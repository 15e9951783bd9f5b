// SPDX-License-Identifier: MIT
// application/json as rows: an array of objects, or {"contacts": […]}.
#pragma once

#include <optional>
#include <vector>

#include "api/upload/json_splitter.hpp"
#include "api/upload/row.hpp"

namespace carillon::api {

class JsonReader final : public RowReader {
public:
    std::vector<ReadRow> feed(std::string_view bytes) override;
    std::vector<ReadRow> finish() override;
    [[nodiscard]] const std::optional<Error>& trouble() const override { return splitter_.trouble(); }

private:
    JsonSplitter splitter_;
};

}  // namespace carillon::api
