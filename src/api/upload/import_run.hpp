// SPDX-License-Identifier: MIT
// One upload from the first byte to the report, in constant memory: read a piece, check its rows, commit them
// in batches. What was committed stays, however the upload ends.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "api/rooms.hpp"
#include "api/upload/check_row.hpp"
#include "api/upload/row.hpp"
#include "http/message.hpp"
#include "import.hpp"

namespace carillon::api {

/// How many rejected rows an answer shows; all of them are kept in the database.
inline constexpr std::size_t most_errors_shown = 100;

struct ImportReport {
    Import import;
    std::vector<RejectedRow> errors;  ///< the first ones
};

/// `reader` and `rules` belong to the caller and must outlive the run.
/// Fails with: what the body, the reader or the store said. An upload that breaks off leaves an import
/// without an end, which its error names.
boost::asio::awaitable<Result<ImportReport>> run_import(
    http::Body& body, RowReader& reader, const RowRules& rules, CampaignId campaign, Rooms& rooms);

}  // namespace carillon::api
