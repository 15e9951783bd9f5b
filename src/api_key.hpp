// SPDX-License-Identifier: MIT
// An API key: who may ask what of the API, and for how long. The key itself is shown once and kept nowhere;
// what is kept recognises it (api_key_text.hpp).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

/// What a key is good for. docs/api.md says of every route which of them it needs.
enum class Scope {
    read,    ///< looks, changes nothing
    upload,  ///< adds contacts and suppressions
    dial,    ///< has people called, or no longer called, within settings that others made
    admin,   ///< all of it: settings, caps, keys
};
[[nodiscard]] std::string_view to_text(Scope scope);
[[nodiscard]] std::optional<Scope> parse_scope(std::string_view word);

/// A set of scopes.
class Scopes {
public:
    constexpr Scopes() = default;
    constexpr Scopes(std::initializer_list<Scope> scopes) {
        for (const Scope scope : scopes) add(scope);
    }

    constexpr void add(Scope scope) { bits_ |= bit(scope); }
    [[nodiscard]] constexpr bool contains(Scope scope) const { return (bits_ & bit(scope)) != 0; }
    /// Whether a key with these may do what needs that one: `admin` may do all.
    [[nodiscard]] constexpr bool allow(Scope scope) const {
        return contains(scope) || contains(Scope::admin);
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    bool operator==(const Scopes&) const = default;

private:
    static constexpr unsigned bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }
    unsigned bits_ = 0;
};

/// `read,upload`, always in this order.
[[nodiscard]] std::string to_text(Scopes scopes);
/// None: a word of it is no scope, or there is none at all.
[[nodiscard]] std::optional<Scopes> parse_scopes(std::string_view text);

/// 1 to 100 bytes without control characters: it is shown on terminals.
[[nodiscard]] bool is_key_name(std::string_view name);
inline constexpr std::int64_t most_requests_per_second = 10'000;

struct NewApiKey {
    std::string name;
    std::string secret_sha256;
    Scopes scopes;
    std::optional<std::int64_t> requests_per_second;  ///< none: what the configuration says
    std::optional<Instant> expires_at;                ///< none: never
    Instant now;
};

struct ApiKey {
    ApiKeyId id;
    std::string name;
    std::string secret_sha256;  ///< hex
    Scopes scopes;
    std::optional<std::int64_t> requests_per_second;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> revoked_at;
    std::optional<Instant> last_used_at;  ///< to the minute
};

/// Why this key is good for nothing any more; empty: it is good.
[[nodiscard]] std::string find_key_fault(const ApiKey& key, Instant now);

}  // namespace carillon
