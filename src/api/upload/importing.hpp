// SPDX-License-Identifier: MIT
// An import under way, wherever its rows come from: each is checked, and what was taken is committed in
// batches.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "api/rooms.hpp"
#include "api/upload/check_row.hpp"
#include "api/upload/import_run.hpp"

namespace carillon::api {

class Importing {
public:
    /// Begins with the first batch, so that an upload without a readable row leaves none.
    Importing(CampaignId campaign, Rooms& rooms) : campaign_(campaign), rooms_(rooms) {}
    /// One that was begun already.
    Importing(Import import, Rooms& rooms)
        : campaign_(import.campaign_id), rooms_(rooms), import_(std::move(import)) {}

    void take(ReadRow row, const RowRules& rules);
    [[nodiscard]] bool is_full() const;
    /// Commits what was taken since the last time.
    boost::asio::awaitable<std::optional<Error>> save();
    boost::asio::awaitable<Result<ImportReport>> finish();
    /// `error`, with where to find what came before it.
    [[nodiscard]] Error broken_off_by(Error error) const;

private:
    boost::asio::awaitable<std::optional<Error>> begin();
    void reject(RejectedRow row);

    CampaignId campaign_;
    Rooms& rooms_;
    std::optional<Import> import_;
    std::vector<NewContact> contacts_;
    std::vector<RejectedRow> rejected_;
    std::vector<RejectedRow> errors_;
};

}  // namespace carillon::api
