// SPDX-License-Identifier: MIT
#include "cli/config_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace carillon::cli {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The value without its quotes (`\"` and `\\` inside stand for themselves); none: the quotes do not fit.
std::optional<std::string> unquoted(std::string_view text) {
    if (!text.starts_with('"')) return std::string{text};
    std::string value;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1 == text.size() ? std::optional{value} : std::nullopt;
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        value += text[at];
    }
    return std::nullopt;
}

const ConfigSetting* setting_with_key(std::string_view key) {
    const auto all = config_settings();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const ConfigSetting& each) { return key_of(each) == key; });
    return found == all.end() ? nullptr : &*found;
}

/// Takes one line; returns what is wrong with it, or nothing.
std::string take_line(std::string_view line, const std::string& origin, GivenTexts& given) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return "is not a `key = value` line";
    const std::string key{trimmed(line.substr(0, equals))};
    const ConfigSetting* setting = setting_with_key(key);
    if (setting == nullptr)
        return "has an unknown key \"" + key + "\" (`carillon serve --print-config` lists them)";
    auto value = unquoted(trimmed(line.substr(equals + 1)));
    if (!value) return "has a value of " + key + " whose double quotes do not close at the end of the line";
    const bool is_new = given.emplace(setting->variable, GivenText{*std::move(value), origin}).second;
    return is_new ? std::string{} : "sets " + key + " a second time";
}

}  // namespace

Gathered parse_config_file(std::string_view content, const std::string& name) {
    Gathered gathered;
    int number = 0;
    while (!content.empty()) {
        const auto end = std::min(content.find('\n'), content.size());
        const std::string_view line = trimmed(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
        const std::string origin = name + " line " + std::to_string(++number);
        if (line.empty() || line.starts_with('#')) continue;
        const std::string wrong = take_line(line, origin, gathered.given);
        if (!wrong.empty()) gathered.problems.push_back({origin, origin + " " + wrong + "."});
    }
    return gathered;
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (!file)
        return Error{Errc::invalid, path + " cannot be read: " + std::generic_category().message(errno)};
    return content;
}

Result<std::string> read_secret_file(const std::string& path) {
    auto content = read_file(path);
    while (content && (content->ends_with('\n') || content->ends_with('\r'))) content->pop_back();
    return content;
}

Gathered read_config_file(const std::string& path) {
    const auto content = read_file(path);
    if (content) return parse_config_file(*content, path);
    Gathered unread;
    unread.problems.push_back({path, "The configuration file " + content.error().message + "."});
    return unread;
}

}  // namespace carillon::cli
