// SPDX-License-Identifier: MIT
// An import under way, wherever its rows come from: each is checked, and what was taken is committed in
// batches.
#pragma once

#include <deque>
#include <memory>
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
    /// Begins with the first batch, so that an upload without a readable row leaves none. `rules` and `rooms`
    /// are lent for this object's life.
    Importing(CampaignId campaign, const RowRules& rules, Rooms& rooms);
    /// One that was begun already.
    Importing(Import import, const RowRules& rules, Rooms& rooms);

    void take(ReadRow row);
    [[nodiscard]] bool is_full() const;
    /// Commits what was taken since the last time, while the next rows are read: what went wrong with it is
    /// told by a later call of this, or by `settle`.
    boost::asio::awaitable<std::optional<Error>> save();
    /// Waits until all that was saved is committed, but for `most` batches.
    boost::asio::awaitable<std::optional<Error>> settle(std::size_t most = 0);
    boost::asio::awaitable<Result<ImportReport>> finish();
    /// `error`, with where to find what came before it.
    [[nodiscard]] Error broken_off_by(Error error) const;

private:
    struct Commit;

    boost::asio::awaitable<std::optional<Error>> begin();
    void reject(RejectedRow row);

    CampaignId campaign_;
    const RowRules& rules_;
    Rooms& rooms_;
    NumberBlocks blocks_;
    std::deque<std::shared_ptr<Commit>> commits_;  ///< in order; they may outlive this object
    std::optional<Import> import_;
    std::vector<NewContact> contacts_;
    std::vector<RejectedRow> rejected_;
    std::vector<RejectedRow> errors_;
};

}  // namespace carillon::api
