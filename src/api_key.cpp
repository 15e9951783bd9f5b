// SPDX-License-Identifier: MIT
#include "api_key.hpp"

#include <algorithm>

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<Scope, 4> words{{
    {Scope::read, "read"},
    {Scope::upload, "upload"},
    {Scope::dial, "dial"},
    {Scope::admin, "admin"},
}};

}  // namespace

std::string_view to_text(Scope scope) {
    return word_of(words, scope);
}

std::optional<Scope> parse_scope(std::string_view word) {
    return value_of(words, word);
}

std::string to_text(Scopes scopes) {
    std::string text;
    for (const auto& [scope, word] : words)
        if (scopes.contains(scope)) text.append(text.empty() ? "" : ",").append(word);
    return text;
}

std::optional<Scopes> parse_scopes(std::string_view text) {
    Scopes scopes;
    for (;;) {
        const std::size_t comma = text.find(',');
        const auto scope = parse_scope(text.substr(0, comma));
        if (!scope) return std::nullopt;
        scopes.add(*scope);
        if (comma == std::string_view::npos) return scopes;
        text.remove_prefix(comma + 1);
    }
}

bool is_key_name(std::string_view name) {
    constexpr std::size_t longest = 100;
    const bool has_controls =
        std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == '\x7f'; });
    return !name.empty() && name.size() <= longest && !has_controls;
}

std::string find_key_fault(const ApiKey& key, Instant now) {
    if (key.revoked_at) return "was revoked at " + to_rfc3339(*key.revoked_at);
    if (key.expires_at && *key.expires_at <= now) return "expired at " + to_rfc3339(*key.expires_at);
    return {};
}

}  // namespace carillon
