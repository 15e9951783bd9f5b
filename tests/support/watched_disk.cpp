// SPDX-License-Identifier: MIT
#include "support/watched_disk.hpp"

#include <cstring>
#include <filesystem>
#include <new>

#include <sqlite3.h>

namespace carillon::test {
namespace {

struct FileSystem : sqlite3_vfs {
    sqlite3_vfs* real = nullptr;
    DiskWatch* watch = nullptr;
};
FileSystem the_file_system;

/// Made in memory that SQLite owns; the real file's follows at once.
struct File : sqlite3_file {
    std::string name;
    bool syncs_directory =
        false;  ///< with its first sync, as SQLite's own file system does for logs and journals

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    DiskWatch& watch() const { return *the_file_system.watch; }
};

File& of(sqlite3_file* file) {
    return *static_cast<File*>(file);
}

const sqlite3_io_methods& real_methods(sqlite3_file* file) {
    return *of(file).real()->pMethods;
}

int do_close(sqlite3_file* file) {
    const int code = real_methods(file).xClose(of(file).real());
    of(file).~File();
    return code;
}

int do_read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at) {
    if (const auto fault = of(file).watch().on_read(of(file).name); fault.code != 0) return fault.code;
    return real_methods(file).xRead(of(file).real(), bytes, count, at);
}

int do_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    const std::string_view content{static_cast<const char*>(bytes), static_cast<std::size_t>(count)};
    const auto fault = of(file).watch().on_write(of(file).name, at, content);
    if (fault.code == 0) return real_methods(file).xWrite(of(file).real(), bytes, count, at);
    if (fault.written > 0)
        real_methods(file).xWrite(of(file).real(), bytes, static_cast<int>(fault.written), at);
    return fault.code;
}

int do_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const auto fault = of(file).watch().on_truncate(of(file).name, size); fault.code != 0)
        return fault.code;
    return real_methods(file).xTruncate(of(file).real(), size);
}

int do_sync(sqlite3_file* file, int) {
    const auto fault = of(file).watch().on_sync(of(file).name, of(file).syncs_directory);
    if (fault.code == 0) of(file).syncs_directory = false;
    return fault.code;
}

int do_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_methods(file).xFileSize(of(file).real(), size);
}
int do_lock(sqlite3_file* file, int level) {
    return real_methods(file).xLock(of(file).real(), level);
}
int do_unlock(sqlite3_file* file, int level) {
    return real_methods(file).xUnlock(of(file).real(), level);
}
int do_check_reserved(sqlite3_file* file, int* result) {
    return real_methods(file).xCheckReservedLock(of(file).real(), result);
}
int do_control(sqlite3_file* file, int what, void* argument) {
    return real_methods(file).xFileControl(of(file).real(), what, argument);
}
int do_sector_size(sqlite3_file* file) {
    return real_methods(file).xSectorSize(of(file).real());
}
int do_characteristics(sqlite3_file* file) {
    return real_methods(file).xDeviceCharacteristics(of(file).real());
}

int do_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    if (const auto fault = of(file).watch().on_share(of(file).name); fault.code != 0) return fault.code;
    return real_methods(file).xShmMap(of(file).real(), page, size, extend, memory);
}
int do_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real_methods(file).xShmLock(of(file).real(), offset, count, flags);
}
void do_shm_barrier(sqlite3_file* file) {
    real_methods(file).xShmBarrier(of(file).real());
}
int do_shm_unmap(sqlite3_file* file, int with_delete) {
    return real_methods(file).xShmUnmap(of(file).real(), with_delete);
}

// Version 2: with shared memory for the log's index, without files mapped into memory.
constexpr sqlite3_io_methods methods{2,
                                     do_close,
                                     do_read,
                                     do_write,
                                     do_truncate,
                                     do_sync,
                                     do_size,
                                     do_lock,
                                     do_unlock,
                                     do_check_reserved,
                                     do_control,
                                     do_sector_size,
                                     do_characteristics,
                                     do_shm_map,
                                     do_shm_lock,
                                     do_shm_barrier,
                                     do_shm_unmap,
                                     nullptr,
                                     nullptr};

int do_open(sqlite3_vfs*, const char* name, sqlite3_file* memory, int flags, int* out_flags) {
    constexpr int logs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    auto* const file = new (memory) File{};
    file->name = name == nullptr ? "" : name;
    file->syncs_directory = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & logs) != 0;

    const bool is_new = (flags & SQLITE_OPEN_CREATE) != 0 && !std::filesystem::exists(file->name);
    int code = is_new ? the_file_system.watch->on_create(file->name).code : SQLITE_OK;
    if (code == SQLITE_OK)
        code = the_file_system.real->xOpen(the_file_system.real, name, file->real(), flags, out_flags);
    if (code == SQLITE_OK) {
        file->pMethods = &methods;
    } else {
        file->~File();
        memory->pMethods = nullptr;  // SQLite closes only what has methods
    }
    return code;
}

int do_delete(sqlite3_vfs*, const char* name, int with_directory) {
    if (std::filesystem::exists(name)) {
        const auto fault = the_file_system.watch->on_delete(name, with_directory != 0);
        if (fault.code != 0) return fault.code;
    }
    return the_file_system.real->xDelete(the_file_system.real, name, 0);
}

/// Always the same, so that a seed replays to the byte what SQLite would leave to chance (the log's salts).
int do_randomness(sqlite3_vfs*, int count, char* bytes) {
    std::memset(bytes, 0x5A, static_cast<std::size_t>(count));
    return count;
}

}  // namespace

WatchedDisk::WatchedDisk(DiskWatch& watch) {
    sqlite3_vfs* const real = sqlite3_vfs_find("unix");
    static_cast<sqlite3_vfs&>(the_file_system) = *real;
    the_file_system.real = real;
    the_file_system.watch = &watch;
    the_file_system.zName = "watched";
    the_file_system.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    the_file_system.xOpen = do_open;
    the_file_system.xDelete = do_delete;
    the_file_system.xRandomness = do_randomness;
    sqlite3_vfs_register(&the_file_system, 1);
    sqlite3_randomness(0, nullptr);  // draws anew from here
}

WatchedDisk::~WatchedDisk() {
    sqlite3_vfs_unregister(&the_file_system);
    sqlite3_vfs_register(the_file_system.real, 1);
    sqlite3_randomness(0, nullptr);
}

}  // namespace carillon::test
