// SPDX-License-Identifier: MIT
// A disk whose cache does not survive. It knows of each file what was synced and what was only written since,
// and can tell at any moment what a power cut might leave: everything synced, and of the rest any subset,
// each write whole, torn at a sector, or gone. The same holds for names: a file made or deleted since its
// directory was synced may be there or not. The log's index (-shm) is memory and never survives.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <variant>
#include <vector>

#include "support/simulation/dice.hpp"
#include "support/watched_disk.hpp"

namespace carillon::test {

/// What a machine finds on its disk when it comes up again: content by file name.
using DiskImage = std::map<std::string, std::string>;

struct LossCounts {
    std::int64_t kept_writes = 0, lost_writes = 0, torn_writes = 0, lost_names = 0, failed_syncs = 0;
};

class VolatileDisk final : public DiskWatch {
public:
    /// `on_moment` is called before each thing that is done to a file.
    explicit VolatileDisk(std::function<void()> on_moment) : on_moment_(std::move(on_moment)) {}

    [[nodiscard]] DiskImage cut_power(Dice& dice, LossCounts& counts) const;

    /// The next sync fails, as Linux lets it fail: what it could not write it forgets, so that a later sync
    /// that goes through says nothing of it, while whoever reads sees it still.
    void fail_next_sync(Dice& luck) { luck_of_failed_sync_ = &luck; }
    [[nodiscard]] bool has_failed() const { return has_failed_; }
    /// Returns whether a sync has failed since `fail_next_sync`.
    bool stop_failing();

    [[nodiscard]] bool has_unsynced_names() const { return !unsynced_names_.empty(); }

    DiskFault on_create(const std::string& file) override;
    DiskFault on_write(const std::string& file, std::int64_t at, std::string_view bytes) override;
    DiskFault on_truncate(const std::string& file, std::int64_t size) override;
    DiskFault on_sync(const std::string& file, bool with_directory) override;
    DiskFault on_delete(const std::string& file, bool with_directory) override;

private:
    struct Write {
        std::size_t at = 0;
        std::string bytes;
    };
    struct Truncation {
        std::size_t size = 0;
    };
    using Change = std::variant<Write, Truncation>;
    struct File {
        std::string synced;
        std::vector<Change> unsynced;
    };
    using Names = std::map<std::string, std::shared_ptr<File>>;
    struct Renaming {
        std::string name;
        std::shared_ptr<File> file;  ///< none: it was deleted
    };

    static void apply(const Change& change, std::string& content);
    static std::string survive(const File& file, Dice& dice, LossCounts& counts);
    void change(const std::string& file, Change change);
    void sync_directory();
    void lose(File& file);

    std::function<void()> on_moment_;
    Names names_;         ///< as the running machine sees them
    Names synced_names_;  ///< as the disk has them
    std::vector<Renaming> unsynced_names_;
    Dice* luck_of_failed_sync_ = nullptr;
    bool has_failed_ = false;
};

}  // namespace carillon::test
