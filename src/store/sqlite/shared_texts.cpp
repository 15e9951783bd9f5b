// SPDX-License-Identifier: MIT
#include "store/sqlite/shared_texts.hpp"

#include <optional>

namespace carillon::store::sqlite {
namespace {

constexpr char find_shared_text_sql[] = "SELECT id FROM shared_texts WHERE hash = ?1 AND text = ?2";
constexpr char insert_shared_text_sql[] = "INSERT INTO shared_texts (hash, text) VALUES (?1, ?2)";

/// FNV-1a: stored in the file, so it must be the same in every build.
std::int64_t hash_of(const std::string& text) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return static_cast<std::int64_t>(hash);
}

std::optional<std::int64_t> find(Database& database, std::int64_t hash, const std::string& text) {
    Query query{database, find_shared_text_sql, hash, text};
    return query.next() ? std::optional{query.integer()} : std::nullopt;
}

std::int64_t insert(Database& database, std::int64_t hash, const std::string& text) {
    database.run(insert_shared_text_sql, hash, text);
    return database.last_insert_id();
}

}  // namespace

std::int64_t SharedTexts::id_of(Database& database, const std::string& text) {
    constexpr std::size_t most = 4096;  // some megabytes
    if (const auto known = known_.find(text); known != known_.end()) return known->second;
    if (known_.size() >= most) known_.clear();
    const std::int64_t hash = hash_of(text);
    const auto found = find(database, hash, text);
    return known_[text] = found ? *found : insert(database, hash, text);
}

}  // namespace carillon::store::sqlite
