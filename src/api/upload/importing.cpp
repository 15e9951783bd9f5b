// SPDX-License-Identifier: MIT
#include "api/upload/importing.hpp"

#include <utility>

namespace carillon::api {
namespace {

constexpr std::size_t batch_size = 500;

}  // namespace

bool Importing::is_full() const {
    return contacts_.size() + rejected_.size() >= batch_size;
}

void Importing::take(ReadRow row, const RowRules& rules) {
    if (auto* unreadable = std::get_if<RejectedRow>(&row)) return reject(std::move(*unreadable));
    auto checked = check_row(std::get<UploadRow>(std::move(row)), rules);
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

boost::asio::awaitable<std::optional<Error>> Importing::save() {
    if (contacts_.empty() && rejected_.empty()) co_return std::nullopt;
    if (auto failed = co_await begin()) co_return failed;

    store::AddContacts batch;
    batch.import_id = import_->id;
    batch.contacts = std::exchange(contacts_, {});
    batch.rejected = std::exchange(rejected_, {});
    batch.now = rooms_.clock.now();
    const auto added = co_await rooms_.store.add_contacts(std::move(batch));
    if (!added) co_return added.error();
    if (added->accepted > 0) rooms_.dialer.wake();
    co_return std::nullopt;
}

boost::asio::awaitable<Result<ImportReport>> Importing::finish() {
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
