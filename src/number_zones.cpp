// SPDX-License-Identifier: MIT
#include "number_zones.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "number_zones_table.hpp"

namespace carillon {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(at), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// The table, by prefix. Read once, when somebody first asks.
class ZonesByPrefix {
public:
    ZonesByPrefix() {
        const auto lines = split(number_zones_table(), '\n');
        zones_.reserve(lines.size());  // the prefixes point into it
        for (const std::string_view line : lines) add(line);
    }

    [[nodiscard]] std::span<const std::string> find(std::string_view digits) const {
        for (std::size_t length = std::min(digits.size(), longest_); length > 0; --length) {
            const auto found = by_prefix_.find(digits.substr(0, length));
            if (found != by_prefix_.end()) return *found->second;
        }
        return {};
    }

private:
    void add(std::string_view line) {
        if (line.front() == '#') return;
        const auto columns = split(line, '\t');
        auto& zones = zones_.emplace_back();
        for (const std::string_view zone : split(columns.at(0), ' ')) zones.emplace_back(zone);
        for (const std::string_view prefix : split(columns.at(1), ' ')) {
            by_prefix_.emplace(prefix, &zones);
            longest_ = std::max(longest_, prefix.size());
        }
    }

    std::vector<std::vector<std::string>> zones_;
    std::unordered_map<std::string_view, const std::vector<std::string>*> by_prefix_;
    std::size_t longest_ = 0;
};

}  // namespace

std::span<const std::string> zones_of(const PhoneNumber& number) {
    static const ZonesByPrefix table;
    return table.find(std::string_view{number.e164()}.substr(1));
}

}  // namespace carillon
