// SPDX-License-Identifier: MIT
#include "api/upload/json_reader.hpp"

#include "api/upload/json_row.hpp"

namespace carillon::api {

std::vector<ReadRow> JsonReader::feed(std::string_view bytes) {
    std::vector<ReadRow> rows;
    for (const JsonElement& element : splitter_.feed(bytes)) {
        if (element.too_large)
            rows.emplace_back(overlong_row(element.number, element.text));
        else
            rows.push_back(read_json_row(element.number, element.text));
    }
    return rows;
}

std::vector<ReadRow> JsonReader::finish() {
    splitter_.finish();
    return {};
}

}  // namespace carillon::api
