// SPDX-License-Identifier: MIT
#include "http/request_target.hpp"

#include <algorithm>
#include <charconv>

#include <boost/beast/core/string.hpp>

namespace carillon::http {
namespace {

Error invalid(std::string sentence) {
    return Error(Errc::invalid, std::move(sentence));
}

/// Undoes percent-encoding; nothing where an escape is not two hexadecimal digits, or hides a NUL.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[at] != '%') {
            decoded += text[at];
        } else {
            const auto digits = text.substr(at + 1, 2);
            unsigned byte = 0;
            const auto [end, failure] =
                std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
            if (failure != std::errc{} || end != text.data() + at + 3 || byte == 0) return std::nullopt;
            decoded += static_cast<char>(byte);
            at += 2;
        }
    }
    return decoded;
}

Result<std::vector<Header>> parse_query(std::string_view query) {
    std::vector<Header> pairs;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), true);
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value) return invalid("The query holds a % that does not begin an escape.");
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

/// Takes `http://authority` off the front of the target, if it is there.
std::optional<std::string_view> take_authority(std::string_view& target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!boost::beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto authority = target.substr(0, target.find_first_of("/?"));
        target.remove_prefix(authority.size());
        return authority;
    }
    return std::nullopt;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
    const auto authority = take_authority(target);
    const auto path_end = std::min(target.find('?'), target.size());
    const auto path = target.substr(0, path_end);
    const bool is_path = path.starts_with('/') || path == "*" || (authority && path.empty());
    if (!is_path || target.find('#') != std::string_view::npos) {
        return invalid("The target of a request is a path that begins with a slash.");
    }
    // A proxy in front of us may have decided by the path whether this request may pass.
    if (path.find("%2F") != std::string_view::npos || path.find("%2f") != std::string_view::npos) {
        return invalid("The path holds an escaped slash, and nothing here has a slash in its name.");
    }
    auto decoded = decode(path.empty() ? "/" : path, false);
    if (!decoded) return invalid("The path holds a % that does not begin an escape.");
    auto query = parse_query(target.substr(std::min(path_end + 1, target.size())));
    if (!query) return query.error();
    return Target{authority, std::move(*decoded), std::move(*query)};
}

}  // namespace carillon::http
