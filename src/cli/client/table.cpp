// SPDX-License-Identifier: MIT
#include "cli/client/table.hpp"

#include <algorithm>
#include <ostream>

#include "utf8.hpp"

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

/// In characters. East Asian ones take two places on many terminals: their rows may be a little wide.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string cut(const std::string& text, std::size_t widest) {
    if (widest == 0 || width_of(text) <= widest) return text;
    std::size_t end = 0;
    for (std::size_t i = 1; i < widest; ++i) end += character_size(std::string_view{text}.substr(end));
    return text.substr(0, end) + "…";
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
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    std::string safe;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
        text.remove_prefix(character.size());
        const bool is_shown = size > 0 && !is_obeyed(character);
        if (is_shown) safe += character;
        if (is_shown) continue;
        for (const char c : character) {
            const auto byte = static_cast<unsigned char>(c);
            safe.append("\\x").append({hexadecimal[byte >> 4U], hexadecimal[byte & 0xFU]});
        }
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
