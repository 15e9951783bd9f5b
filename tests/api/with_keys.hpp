// SPDX-License-Identifier: MIT
// The running API with keys, and requests that show one.
#pragma once

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "api/running_api.hpp"
#include "api_key_text.hpp"

namespace carillon::test {

struct MadeKey {
    ApiKeyId id;
    std::string text;
    [[nodiscard]] std::string header() const { return "Authorization: Bearer " + text + "\r\n"; }
};

class WithKeys : public testing::Test {
protected:
    MadeKey make_key(std::string name,
                     Scopes scopes,
                     std::optional<std::int64_t> rate = 10'000,
                     std::optional<Instant> expires_at = std::nullopt) {
        const std::string secret = random_key_secret();
        NewApiKey wanted{std::move(name), sha256_hex(secret), scopes, rate, expires_at, SystemClock{}.now()};
        const auto key = api_.ask(api_.store.create_api_key(std::move(wanted)));
        return {key->id, api_key_text(key->id, secret)};
    }
    RawAnswer send(const std::string& key_header,
                   std::string_view method,
                   std::string_view target,
                   const std::string& body = {},
                   std::string_view type = "application/json") {
        return api_.request(method, target, body.empty() ? "" : type, body, key_header);
    }

    RunningApi api_;
};

}  // namespace carillon::test
