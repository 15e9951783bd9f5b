// SPDX-License-Identifier: MIT
#include "api/upload/importing.hpp"

#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::api {
namespace {

namespace asio = boost::asio;

// Many, so that a commit is shared by many; few enough that a callback that waits behind them does not wait
// long.
constexpr std::size_t batch_size = 500;

// So many that the database finds the next ones when it has nothing else to do, and may commit them together.
// One when so many wait already, whosoever they are: what waits, is held in memory.
constexpr std::size_t most_under_way = 32;

asio::awaitable<std::optional<Error>> add(Rooms& rooms, store::AddContacts batch) {
    const auto added = co_await rooms.store.add_contacts(std::move(batch));
    if (!added) co_return added.error();
    if (added->accepted > 0) rooms.dialer.wake();
    co_return std::nullopt;
}

}  // namespace

/// A batch on its way into the database.
struct Importing::Commit {
    explicit Commit(const asio::any_io_executor& executor)
        : over(executor, asio::steady_timer::time_point::max()) {}
    bool is_over = false;
    std::optional<Error> failed;
    std::exception_ptr broken;
    asio::steady_timer over;  ///< cancelled when it is
};

Importing::Importing(CampaignId campaign, const RowRules& rules, Rooms& rooms)
    : campaign_(campaign),
      rules_(rules),
      rooms_(rooms),
      blocks_([&rules](const PhoneNumber& number) { return rules.screening.objection(number); }) {}

Importing::Importing(Import import, const RowRules& rules, Rooms& rooms)
    : Importing(import.campaign_id, rules, rooms) {
    import_ = std::move(import);
}

bool Importing::is_full() const {
    return contacts_.size() + rejected_.size() >= batch_size;
}

void Importing::take(ReadRow row) {
    if (auto* unreadable = std::get_if<RejectedRow>(&row)) return reject(std::move(*unreadable));
    auto checked = check_row(std::get<UploadRow>(std::move(row)), rules_, blocks_);
    if (auto* wrong = std::get_if<RejectedRow>(&checked)) return reject(std::move(*wrong));
    contacts_.push_back(std::get<NewContact>(std::move(checked)));
}

void Importing::reject(RejectedRow row) {
    if (errors_.size() < most_errors_shown) errors_.push_back(row);
    rejected_.push_back(std::move(row));
}

boost::asio::awaitable<std::optional<Error>> Importing::begin() {
    if (import_) co_return std::nullopt;
    auto begun = co_await rooms_.store.begin_import(campaign_, rooms_.clock.now());
    if (!begun) co_return std::move(begun).error();
    import_ = *std::move(begun);
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Importing::settle(std::size_t most) {
    while (commits_.size() > most) {
        const auto commit = std::move(commits_.front());
        commits_.pop_front();
        if (!commit->is_over) co_await commit->over.async_wait(asio::as_tuple(asio::use_awaitable));
        if (commit->broken) std::rethrow_exception(commit->broken);
        if (commit->failed) co_return commit->failed;
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Importing::save() {
    const bool is_crowded = rooms_.store.backlog().writes >= most_under_way;
    const std::size_t others = is_crowded ? 0 : most_under_way - 1;
    if (auto failed = co_await settle(others)) co_return failed;
    if (contacts_.empty() && rejected_.empty()) co_return std::nullopt;
    if (auto failed = co_await begin()) co_return failed;

    store::AddContacts batch;
    batch.import_id = import_->id;
    batch.contacts = std::exchange(contacts_, {});
    batch.rejected = std::exchange(rejected_, {});
    batch.now = rooms_.clock.now();
    const auto executor = co_await asio::this_coro::executor;
    const auto& commit = commits_.emplace_back(std::make_shared<Commit>(executor));
    auto note = [commit](std::exception_ptr broken, std::optional<Error> failed) {
        commit->is_over = true;
        commit->broken = std::move(broken);
        commit->failed = std::move(failed);
        commit->over.cancel();
    };
    asio::co_spawn(executor, add(rooms_, std::move(batch)), std::move(note));
    co_await asio::post(executor,
                        asio::use_awaitable);  // whoever else has come is served before the next rows
    co_return std::nullopt;
}

asio::awaitable<Result<ImportReport>> Importing::finish() {
    if (auto failed = co_await settle()) co_return *std::move(failed);
    if (auto failed = co_await begin()) co_return *std::move(failed);
    auto finished = co_await rooms_.store.finish_import(import_->id, rooms_.clock.now());
    if (!finished) co_return std::move(finished).error();
    co_return ImportReport{*std::move(finished), std::move(errors_)};
}

Error Importing::broken_off_by(Error error) const {
    if (import_)
        error.message += " What came before is kept: /v1/imports/" + std::to_string(import_->id.value()) +
                         ". The same upload may be sent again; nobody is added twice.";
    return error;
}

}  // namespace carillon::api
