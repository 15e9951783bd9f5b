// SPDX-License-Identifier: MIT
// One SQLite connection and its prepared statements; the only place where the engine meets the SQLite
// library. Not for two threads at once: each connection belongs to one.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon::store {
class LogFence;
}

namespace carillon::store::sqlite {

/// The text of a statement, put together while compiling: `sql("SELECT ", call_columns, " FROM calls")`.
template <std::size_t size>
struct Sql {
    char text[size] = {};
    constexpr operator const char*() const { return text; }
};

template <std::size_t... sizes>
consteval auto sql(const char (&... parts)[sizes]) {
    Sql<(sizes + ...) - sizeof...(sizes) + 1> joined;
    std::size_t end = 0;
    const auto append = [&](const char* part) {
        while (*part != '\0') joined.text[end++] = *part++;
    };
    (append(parts), ...);
    return joined;
}

struct Prepared;
struct GiveBack {
    void operator()(Prepared* prepared) const noexcept;
};
using Lease = std::unique_ptr<Prepared, GiveBack>;

class Database {
public:
    enum class Access { read_write, read_only, immutable };

    /// Throws what the library throws when the file cannot be opened; this and all else throws
    /// store::Damaged when the file contradicts itself.
    Database(const std::filesystem::path& file, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements that need no parameters, once: pragmas, migrations.
    void execute(const char* statements);
    /// Runs one cached statement to its end. Returns how many rows it changed.
    template <class... Values>
    std::int64_t run(const char* text, const Values&... values);
    /// How many rows the last statement changed (those that its triggers changed are not counted).
    [[nodiscard]] std::int64_t changes() const;
    /// How many rows were changed in all since this connection was opened, triggers included.
    [[nodiscard]] std::int64_t total_changes() const;
    [[nodiscard]] std::int64_t last_insert_id() const;
    /// False after SQLite itself rolled the transaction back (disk full, I/O error).
    [[nodiscard]] bool in_transaction() const;
    /// From now on a statement that takes long ends with an error soon after `flag` was set.
    void give_up_when(const std::atomic<bool>& flag);
    /// Copies every page, as this connection sees them now, over all that `other` holds.
    void copy_to(Database& other);
    /// Writes the log's own bytes over themselves and syncs them, so that the disk holds what a reader sees:
    /// after a sync that failed it may not (docs/decisions/0009). Inside a writing transaction, so that
    /// nobody adds to the log meanwhile.
    void rewrite_log();

    /// Instead of SQLite's own rule, which asks nobody: a commit that leaves `pages` or more in the log moves
    /// it into the file if the fence can be held; if not, a later one does.
    void checkpoint_inside(LogFence& fence, int pages);
    /// The last one to leave does not move the log into the file either.
    void leave_log();

private:
    friend class Query;
    Lease lease(const char* text);
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// SQLite's own files stand beside a database: "-wal", "-shm", "-journal".
[[nodiscard]] std::filesystem::path beside(std::filesystem::path file, const char* ending);
/// For who only reads. A read-only connection to a file in WAL mode would create the log beside it; without a
/// log nobody has the file open, and it can be read as it lies.
[[nodiscard]] Database::Access gentlest_access(const std::filesystem::path& file);

/// A cached statement on loan: bound when it is made, given back clean when it goes. `text` must be a
/// constant: the cache knows a statement by its address.
class Query {
public:
    template <class... Values>
    Query(Database& database, const char* text, const Values&... values) : prepared_(database.lease(text)) {
        (put(values), ...);
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Moves on to the next row, if there is one.
    bool next();
    /// The first column, which in lists is the key. Does not count as read.
    std::int64_t key() const;

    // The columns of the row, from left to right, one with each call.
    std::int64_t integer();
    std::string text();
    bool is_null() const;  ///< of the column that comes next
    std::optional<std::int64_t> maybe_integer();
    Instant instant() { return from_unix_ms(integer()); }
    std::optional<Instant> maybe_instant();
    template <class Id>
    Id id() {
        return Id{integer()};
    }
    template <class Id>
    std::optional<Id> maybe_id() {
        const auto value = maybe_integer();
        return value ? std::optional<Id>{Id{*value}} : std::nullopt;
    }
    /// A column that holds one of an enumeration's words (the schema's CHECK lets no other in).
    template <class Enum>
    Enum word(std::optional<Enum> (*parse)(std::string_view)) {
        return parse(text()).value();
    }
    template <class Enum>
    std::optional<Enum> maybe_word(std::optional<Enum> (*parse)(std::string_view)) {
        return parse(text());
    }

private:
    // The parameters, from ?1 on, one with each call.
    void put(std::int64_t value);
    void put(const std::string& value);
    void put(std::string_view value) { put(std::string{value}); }
    void put(std::nullopt_t);
    void put(Instant value) { put(to_unix_ms(value)); }
    template <class Tag>
    void put(Id<Tag> value) {
        put(value.value());
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void put(Enum value) { put(to_text(value)); }
    template <class T>
    void put(const std::optional<T>& value) {
        if (value)
            put(*value);
        else
            put(std::nullopt);
    }

    Lease prepared_;
    int parameter_ = 0;
    int column_ = 0;
};

template <class... Values>
std::int64_t Database::run(const char* text, const Values&... values) {
    Query query{*this, text, values...};
    while (query.next()) {
    }
    return changes();
}

}  // namespace carillon::store::sqlite
