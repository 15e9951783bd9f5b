// SPDX-License-Identifier: MIT
#include "api/upload/import_run.hpp"

#include <optional>
#include <utility>

#include "api/upload/importing.hpp"

namespace carillon::api {

boost::asio::awaitable<Result<ImportReport>> run_import(
    http::Body& body, RowReader& reader, const RowRules& rules, CampaignId campaign, Rooms& rooms) {
    Importing importing(campaign, rules, rooms);
    for (;;) {
        const auto bytes = co_await body.next();
        const bool at_end = bytes && bytes->empty();
        std::vector<ReadRow> rows;
        if (bytes) rows = at_end ? reader.finish() : reader.feed(*bytes);
        for (ReadRow& row : rows) {
            importing.take(std::move(row));
            if (!importing.is_full()) continue;
            if (auto failed = co_await importing.save()) co_return *std::move(failed);
        }

        const std::optional<Error> broken = bytes ? reader.trouble() : bytes.error();
        if (!broken && !at_end) continue;
        if (auto failed = co_await importing.save()) co_return *std::move(failed);
        if (auto failed = co_await importing.settle()) co_return *std::move(failed);
        if (broken) co_return importing.broken_off_by(*broken);
        co_return co_await importing.finish();
    }
}

}  // namespace carillon::api
