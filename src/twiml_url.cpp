// SPDX-License-Identifier: MIT
#include "twiml_url.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "percent_encoding.hpp"

namespace carillon {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Where the path begins: what stands before decides whom we talk to, so no contact may choose it.
std::size_t end_of_authority(std::string_view url) {
    const auto after_scheme = url.find("://") + 3;
    return std::min(url.find_first_of("/?#", after_scheme), url.size());
}

const std::string* value_in(const Variables& variables, std::string_view name) {
    const auto found = variables.find(name);
    return found == variables.end() || found->second.empty() ? nullptr : &found->second;
}

Error refusal(std::string what) {
    return Error{Errc::invalid, std::move(what)};
}

}  // namespace

Result<TwimlUrl> TwimlUrl::parse(std::string_view text) {
    if (!text.starts_with("https://") && !text.starts_with("http://"))
        return refusal("must be an absolute URL that starts with https:// or http://");
    const std::size_t authority_end = end_of_authority(text);
    if (authority_end == text.find("://") + 3) return refusal("has no host");
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return refusal("has a control character");

    TwimlUrl url;
    std::size_t at = 0;
    for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", at)) {
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos) return refusal("has a placeholder that is not closed with }}");
        if (open < authority_end)
            return refusal("has a placeholder before its path; only path and query may have one");

        const std::string_view inside = text.substr(open + 2, close - open - 2);
        const std::size_t bar = inside.find('|');
        Piece piece;
        piece.literal = text.substr(at, open - at);
        piece.placeholder = trimmed(inside.substr(0, bar));
        piece.has_default = bar != std::string_view::npos;
        if (piece.has_default) piece.default_value = inside.substr(bar + 1);
        if (piece.placeholder.empty()) return refusal("has a placeholder without a name");
        url.pieces_.push_back(std::move(piece));
        at = close + 2;
    }
    const std::string_view rest = text.substr(at);
    const bool has_space = rest.find(' ') != std::string_view::npos ||
                           std::any_of(url.pieces_.begin(), url.pieces_.end(), [](const Piece& piece) {
                               return piece.literal.find(' ') != std::string::npos;
                           });
    if (has_space) return refusal("has a space outside of a placeholder");
    Piece last;
    last.literal = rest;
    url.pieces_.push_back(std::move(last));
    return url;
}

std::vector<std::string> TwimlUrl::missing(const Variables& variables) const {
    std::vector<std::string> names;
    for (const Piece& piece : pieces_)
        if (!piece.placeholder.empty() && !piece.has_default &&
            value_in(variables, piece.placeholder) == nullptr)
            names.push_back(piece.placeholder);
    return names;
}

std::string TwimlUrl::fill(const Variables& variables) const {
    std::string url;
    for (const Piece& piece : pieces_) {
        url += piece.literal;
        if (piece.placeholder.empty()) continue;
        const std::string* value = value_in(variables, piece.placeholder);
        url += percent_encoded(value != nullptr ? *value : piece.default_value);
    }
    return url;
}

Variables variables_of(std::string_view json, std::string_view name, std::string_view phone) {
    Variables variables;
    const auto members = nlohmann::json::parse(json);
    for (const auto& [key, value] : members.items())
        variables[key] = value.is_string() ? value.get<std::string>() : value.dump();
    // An upload may have put an empty name beside a variable of that name: what says something wins.
    if (!name.empty()) variables["name"] = name;
    variables["phone"] = phone;
    return variables;
}

}  // namespace carillon
