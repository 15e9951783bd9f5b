// SPDX-License-Identifier: MIT
#include "cli/client/table.hpp"

#include <algorithm>
#include <ostream>

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

struct Character {
    std::size_t bytes = 1;
    char32_t code = 0;
    bool is_whole = false;
};

/// The character that begins here, as RFC 3629 allows them.
Character read_character(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = at(0);
    if (first < 0x80) return {1, first, true};
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {1, first, false};
    char32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((at(i) & 0xC0U) != 0x80) return {1, first, false};
        code = (code << 6U) | (at(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < least[bytes] || code > 0x10FFFF || is_surrogate) return {1, first, false};
    return {bytes, code, true};
}

/// Those that a terminal obeys: C0, C1, and what turns the direction of writing or ends a line.
bool is_order(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
}

void append_escape(std::string& text, char kind, char32_t code, int digits) {
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    (text += '\\') += kind;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += hexadecimal[(code >> shift) & 0xFU];
}

/// In characters. East Asian ones take two places on many terminals: their rows may be a little wide.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string cut(const std::string& text, std::size_t widest) {
    if (widest == 0 || width_of(text) <= widest) return text;
    std::string_view rest = text;
    std::string shorter;
    for (std::size_t i = 1; i < widest; ++i) {
        const auto character = read_character(rest);
        shorter += rest.substr(0, character.bytes);
        rest.remove_prefix(character.bytes);
    }
    return shorter + "…";
}

void print_row(std::ostream& out,
               const std::vector<std::string>& row,
               const std::vector<std::size_t>& widths) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
        out << row[i] << std::string(widths[i] + 2 - width_of(row[i]), ' ');
    out << row.back() << '\n';
}

void print_member(std::ostream& out, const std::string& name, const Json& value) {
    const bool is_deep = value.is_object() && !value.empty();
    if (!is_deep) {
        out << name << ": " << to_cell(value) << '\n';
        return;
    }
    for (const auto& [inner, each] : value.items()) print_member(out, name + "." + printable(inner), each);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string safe;
    while (!text.empty()) {
        const auto character = read_character(text);
        if (!character.is_whole)
            append_escape(safe, 'x', character.code, 2);
        else if (is_order(character.code))
            append_escape(
                safe, character.code < 0x100 ? 'x' : 'u', character.code, character.code < 0x100 ? 2 : 4);
        else
            safe += text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
    }
    return safe;
}

std::string to_cell(const Json& value) {
    if (value.is_null()) return "-";
    if (value.is_string()) return printable(value.get<std::string>());
    return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void print_table(std::ostream& out,
                 const std::vector<std::string>& header,
                 const Rows& rows,
                 std::size_t widest) {
    Rows all{header};
    for (const auto& row : rows) {
        auto& last = all.emplace_back();
        for (const std::string& cell : row) last.push_back(cut(cell, widest));
    }
    std::vector<std::size_t> widths(header.size());
    for (const auto& row : all)
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    for (const auto& row : all) print_row(out, row, widths);
}

void print_members(std::ostream& out, const Json& object) {
    for (const auto& [name, value] : object.items()) print_member(out, printable(name), value);
}

}  // namespace carillon::cli::client
