// SPDX-License-Identifier: MIT
// What holds for an upload of whatever format: read it as it may arrive, and check each row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/upload/row.hpp"

namespace carillon::fuzz {

struct Reading {
    std::vector<api::ReadRow> rows;
    std::optional<std::string> trouble;
};

using MakeReader = std::unique_ptr<api::RowReader> (*)();

/// Reads the text in one piece, byte by byte and cut at random, and claims that all give the same; and that
/// each row says its line, in order, and becomes a contact or is rejected with a reason.
Reading read_upload(std::string_view text, MakeReader make);

/// The line of a row, or of its rejection.
std::int64_t line_of(const api::ReadRow& row);

}  // namespace carillon::fuzz
