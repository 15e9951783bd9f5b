// SPDX-License-Identifier: MIT
#include "twilio/form.hpp"

#include <algorithm>

#include "percent_encoding.hpp"

namespace carillon::twilio {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that `%XX` at the front of `text` stands for, or -1.
int escaped_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return -1;
    const int high = hex_value(text[1]);
    const int low = hex_value(text[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string decoded(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        const int byte = escaped_byte(text);
        if (byte >= 0)
            plain += static_cast<char>(byte);
        else
            plain += text[0] == '+' ? ' ' : text[0];
        text.remove_prefix(byte >= 0 ? 3 : 1);
    }
    return plain;
}

}  // namespace

std::string encode_form(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += percent_encoded(name) + '=' + percent_encoded(value);
    }
    return text;
}

Form decode_form(std::string_view text) {
    Form form;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        form.emplace_back(decoded(pair.substr(0, equals)),
                          decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
    return form;
}

std::optional<std::string_view> find_value(const Form& form, std::string_view name) {
    const auto found =
        std::find_if(form.begin(), form.end(), [&](const auto& field) { return field.first == name; });
    if (found == form.end()) return std::nullopt;
    return found->second;
}

}  // namespace carillon::twilio
