// SPDX-License-Identifier: MIT
#include "store/sqlite/writer.hpp"

#include <stdexcept>

#include "store/log_fence.hpp"
#include "store/sqlite/events.hpp"

namespace carillon::store::sqlite {

SqliteWriter::SqliteWriter(std::unique_ptr<Database> database, const Decisions& decisions, LogFence* fence)
    : database_(std::move(database)),
      decisions_(decisions),
      fence_(fence),
      newest_event_(find_newest_event(*database_)) {}

constexpr char foreign_commits_sql[] = "PRAGMA data_version";

void SqliteWriter::begin() {
    mark_was_lost_ = false;
    database_->run("BEGIN IMMEDIATE");
    // Nobody else should write, but a person with a shell may.
    Query version{*database_, foreign_commits_sql};
    const std::int64_t commits = version.next() ? version.integer() : 0;
    if (commits != foreign_commits_) forget();
    foreign_commits_ = commits;
}

void SqliteWriter::commit() {
    if (mark_was_lost_)
        throw std::runtime_error("A failed operation could not be undone alone; its group was undone.");
    const EventId newest = find_newest_event(*database_);
    database_->run("COMMIT");
    newest_event_ = newest;
}

void SqliteWriter::roll_back() noexcept try {
    forget();
    if (database_->in_transaction()) database_->run("ROLLBACK");
} catch (const std::exception&) {
    // There is nothing left to undo it with; the next `begin` fails as long as the transaction hangs.
}

// A full disk or an I/O error makes SQLite roll back by itself. What is then run, or a SAVEPOINT, would be a
// transaction of its own, and commit one verb alone.
void SqliteWriter::require_transaction() {
    if (!database_->in_transaction())
        throw std::runtime_error("The transaction was undone by an earlier error.");
}

void SqliteWriter::set_mark() {
    require_transaction();
    database_->run("SAVEPOINT mark");
}

void SqliteWriter::release_mark() {
    database_->run("RELEASE mark");
}

void SqliteWriter::return_to_mark() noexcept try {
    forget();
    database_->run("ROLLBACK TO mark");
    database_->run("RELEASE mark");
} catch (const std::exception&) {
    mark_was_lost_ = true;
}

/// What is remembered of the file may have been undone.
void SqliteWriter::forget() {
    settings_.forget();
    texts_.forget();
    open_calls_.forget();
}

/// Not done when somebody was stopped inside the fence: the next start does it.
void SqliteWriter::checkpoint() {
    if (fence_ != nullptr && !fence_->hold()) return;
    database_->run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (fence_ != nullptr) fence_->let_go();
}

}  // namespace carillon::store::sqlite
