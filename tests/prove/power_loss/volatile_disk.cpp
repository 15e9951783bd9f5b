// SPDX-License-Identifier: MIT
#include "prove/power_loss/volatile_disk.hpp"

#include <algorithm>
#include <utility>

#include <sqlite3.h>

namespace carillon::test {
namespace {

constexpr std::size_t sector = 512;

void put(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size(), '\0');
    content.replace(at, bytes.size(), bytes);
}

/// Each sector that the write touches has its part of it, or what was there before.
void put_torn(std::string& content, std::size_t at, std::string_view bytes, Dice& dice) {
    while (!bytes.empty()) {
        const auto part = std::min(bytes.size(), sector - at % sector);
        if (dice.chance(0.5)) put(content, at, bytes.substr(0, part));
        at += part;
        bytes.remove_prefix(part);
    }
}

/// How kind this power cut is: from "nothing unsynced survived" to "all of it did".
double pick_kindness(Dice& dice) {
    constexpr double kindnesses[] = {0.0, 0.1, 0.5, 0.5, 0.9, 1.0};
    return dice.pick(kindnesses);
}

}  // namespace

void VolatileDisk::apply(const Change& change, std::string& content) {
    if (const auto* write = std::get_if<Write>(&change))
        put(content, write->at, write->bytes);
    else
        content.resize(std::get<Truncation>(change).size, '\0');
}

std::string VolatileDisk::survive(const File& file, Dice& dice, LossCounts& counts) {
    std::string content = file.synced;
    const double kindness = pick_kindness(dice);
    for (const Change& change : file.unsynced) {
        const auto* write = std::get_if<Write>(&change);
        if (dice.chance(kindness)) {
            apply(change, content);
            ++counts.kept_writes;
        } else if (write != nullptr && dice.chance(0.25)) {
            put_torn(content, write->at, write->bytes, dice);
            ++counts.torn_writes;
        } else {
            ++counts.lost_writes;
        }
    }
    return content;
}

DiskImage VolatileDisk::cut_power(Dice& dice, LossCounts& counts) const {
    Names names = synced_names_;
    for (const auto& [name, file] : unsynced_names_) {
        if (dice.chance(0.5))
            ++counts.lost_names;
        else if (file)
            names[name] = file;
        else
            names.erase(name);
    }
    DiskImage image;
    for (const auto& [name, file] : names) image[name] = survive(*file, dice, counts);
    return image;
}

void VolatileDisk::change(const std::string& file, Change change) {
    on_moment_();
    if (const auto found = names_.find(file); found != names_.end())
        found->second->unsynced.push_back(std::move(change));
}

DiskFault VolatileDisk::on_create(const std::string& file) {
    on_moment_();
    names_[file] = std::make_shared<File>();
    unsynced_names_.push_back({file, names_[file]});
    return {};
}

DiskFault VolatileDisk::on_write(const std::string& file, std::int64_t at, std::string_view bytes) {
    change(file, Write{static_cast<std::size_t>(at), std::string{bytes}});
    return {};
}

DiskFault VolatileDisk::on_truncate(const std::string& file, std::int64_t size) {
    change(file, Truncation{static_cast<std::size_t>(size)});
    return {};
}

/// What the disk took before it failed is on it; the rest is forgotten.
void VolatileDisk::lose(File& file) {
    for (const Change& change : file.unsynced)
        if (luck_of_failed_sync_->chance(0.5)) apply(change, file.synced);
    file.unsynced.clear();
    luck_of_failed_sync_ = nullptr;
    has_failed_ = true;
}

bool VolatileDisk::stop_failing() {
    luck_of_failed_sync_ = nullptr;
    return std::exchange(has_failed_, false);
}

DiskFault VolatileDisk::on_sync(const std::string& file, bool with_directory) {
    on_moment_();
    if (const auto found = names_.find(file); found != names_.end()) {
        if (luck_of_failed_sync_ != nullptr) {
            lose(*found->second);
            return {SQLITE_IOERR_FSYNC};
        }
        for (const Change& change : found->second->unsynced) apply(change, found->second->synced);
        found->second->unsynced.clear();
    }
    if (with_directory) sync_directory();
    return {};
}

DiskFault VolatileDisk::on_delete(const std::string& file, bool with_directory) {
    on_moment_();
    names_.erase(file);
    unsynced_names_.push_back({file, nullptr});
    if (with_directory) sync_directory();
    return {};
}

void VolatileDisk::sync_directory() {
    synced_names_ = names_;
    unsynced_names_.clear();
}

}  // namespace carillon::test
