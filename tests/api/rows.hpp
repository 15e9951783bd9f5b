// SPDX-License-Identifier: MIT
// Reading rows in pieces of any size, and saying in one line what a row came to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/upload/row.hpp"

namespace carillon::test {

/// All rows of an upload that comes in pieces of `piece` bytes.
inline std::vector<api::ReadRow> read_in_pieces(api::RowReader& reader,
                                                std::string_view bytes,
                                                std::size_t piece) {
    std::vector<api::ReadRow> rows;
    const auto take = [&](std::vector<api::ReadRow> more) {
        for (api::ReadRow& row : more) rows.push_back(std::move(row));
    };
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
        take(reader.feed(bytes.substr(0, piece)));
    take(reader.finish());
    return rows;
}

/// `2: +1555… name=Ada city=Bern` for a row, `3! invalid_csv` for a rejected one.
inline std::string summary(const api::ReadRow& row) {
    if (const auto* rejected = std::get_if<RejectedRow>(&row))
        return std::to_string(rejected->line) + "! " + rejected->code;
    const auto& read = std::get<api::UploadRow>(row);
    std::string text = std::to_string(read.line) + ": " + read.phone;
    if (!read.name.empty()) text += " name=" + read.name;
    if (!read.time_zone.empty()) text += " time_zone=" + read.time_zone;
    if (!read.priority.empty()) text += " priority=" + read.priority;
    for (const auto& [name, value] : read.variables) text.append(" ").append(name).append("=").append(value);
    return text;
}

inline std::vector<std::string> summaries(const std::vector<api::ReadRow>& rows) {
    std::vector<std::string> texts;
    for (const api::ReadRow& row : rows) texts.push_back(summary(row));
    return texts;
}

}  // namespace carillon::test
