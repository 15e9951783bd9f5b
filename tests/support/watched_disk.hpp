// SPDX-License-Identifier: MIT
// What stands between SQLite and the operating system's files while this lives: whoever watches sees each
// thing that SQLite does to a file, before it is done, and may have it fail. It is SQLite's default file
// system then, so that the product opens its files through it unchanged. Nothing is truly synced: the machine
// under the test does not lose its power.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace carillon::test {

/// What comes of one operation: SQLite's code to answer with, 0 to do it.
struct DiskFault {
    int code = 0;
    std::size_t written = 0;  ///< of a write that fails: so many of its bytes are written all the same
};

/// Named by what SQLite wants to do. Runs on: the thread of the connection that does it.
class DiskWatch {
public:
    virtual ~DiskWatch() = default;
    virtual DiskFault on_create(const std::string& file) { return pass(file); }
    virtual DiskFault on_write(const std::string& file, std::int64_t /*at*/, std::string_view /*bytes*/) {
        return pass(file);
    }
    virtual DiskFault on_truncate(const std::string& file, std::int64_t /*size*/) { return pass(file); }
    /// `with_directory`: the name of the file is made durable, too.
    virtual DiskFault on_sync(const std::string& file, bool /*with_directory*/) { return pass(file); }
    virtual DiskFault on_delete(const std::string& file, bool /*with_directory*/) { return pass(file); }
    virtual DiskFault on_share(const std::string& file) { return pass(file); }  ///< maps the log's index
    virtual DiskFault on_read(const std::string& file) { return pass(file); }

private:
    static DiskFault pass(const std::string&) { return {}; }
};

/// One at a time in a process. `watch` must outlive it, and every connection opened meanwhile must not.
class WatchedDisk {
public:
    explicit WatchedDisk(DiskWatch& watch);
    ~WatchedDisk();
    WatchedDisk(const WatchedDisk&) = delete;
    WatchedDisk& operator=(const WatchedDisk&) = delete;
};

}  // namespace carillon::test
