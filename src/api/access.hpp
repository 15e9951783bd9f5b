// SPDX-License-Identifier: MIT
// Who may use a route, as far as it can be said without asking anybody. Without any API key the API belongs
// to this machine alone: a tunnel, a proxy or a web page that reaches the port must not open it (docs/api.md,
// "Access"). Who asks, and how often, is the doorkeeper's (doorkeeper.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api_key.hpp"
#include "api_key_text.hpp"
#include "error.hpp"
#include "http/message.hpp"
#include "secret.hpp"

namespace carillon::api {

/// None is 0, so that a row of the table that says nothing does not compile (routes.cpp).
enum class Access {
    open = 1,           ///< anybody
    carrier_signature,  ///< anybody who reaches it; the handler itself verifies the carrier's signature
    probe,              ///< this machine, and once there is an API key anybody: says little, changes nothing
    read_key,           ///< a key with this scope; as long as there is no key at all, this machine
    upload_key,         ///< likewise
    dial_key,
    admin_key,
};

/// What a key must have for it; none: no key is asked.
[[nodiscard]] constexpr std::optional<Scope> scope_of(Access access) {
    switch (access) {
        case Access::open:
        case Access::carrier_signature:
        case Access::probe:
            return std::nullopt;
        case Access::read_key:
            return Scope::read;
        case Access::upload_key:
            return Scope::upload;
        case Access::dial_key:
            return Scope::dial;
        case Access::admin_key:
            return Scope::admin;
    }
    return Scope::admin;
}

/// Who asks.
struct Caller {
    std::string name;                ///< for the audit
    std::optional<ApiKeyId> key_id;  ///< if it is a key of the database
    Scopes scopes;
    std::optional<std::int64_t> requests_per_second;  ///< none: what the configuration says
};

/// What came as `Authorization: Bearer …` or `X-API-Key: …`; empty: nothing.
[[nodiscard]] std::string_view presented_key(const http::Request& request);

/// Whose key this is. `known`: what the database has under its number. Fails with: unauthorized.
[[nodiscard]] Result<Caller> recognise(std::string_view presented,
                                       const Secret& configured,
                                       const std::optional<ApiKey>& known,
                                       Instant now);

/// Why this request is not from this machine itself; none: it is.
[[nodiscard]] std::optional<Error> find_stranger(const http::Request& request);

/// Why these scopes do not do.
[[nodiscard]] std::optional<Error> find_lack(Scopes scopes, Scope needed);

}  // namespace carillon::api
