// SPDX-License-Identifier: MIT
#include "api/upload/csv_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "api/text.hpp"

namespace carillon::api {
namespace {

struct Column {
    std::string_view name;
    std::string UploadRow::*member;
};

constexpr std::array own_columns{
    Column{"name", &UploadRow::name},
    Column{"time_zone", &UploadRow::time_zone},
    Column{"priority", &UploadRow::priority},
};

std::string UploadRow::*member_for(const std::string& name) {
    for (const Column& column : own_columns)
        if (column.name == lower_case(name)) return column.member;
    return nullptr;
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names)
        list.append(list.empty() ? "" : ", ").append(name.empty() ? "(empty)" : name);
    return shortened(list, 500);
}

Error refusal(std::string sentence) {
    return Error{Errc::invalid, std::move(sentence)};
}

/// Two columns that would fill one place: which one is meant, nobody can say.
const std::string* find_doubled(const std::vector<std::string>& names) {
    for (auto name = names.begin(); name != names.end(); ++name)
        if (!name->empty() && std::find(names.begin(), name, *name) != name) return &*name;
    return nullptr;
}

}  // namespace

char detect_delimiter(std::string_view header_line) {
    constexpr std::string_view candidates = ",;\t";
    std::array<std::int64_t, candidates.size()> seen{};
    bool quoted = false;
    for (const char c : header_line) {
        if (c == '"') quoted = !quoted;
        if (const auto which = candidates.find(c); which != std::string_view::npos && !quoted)
            ++seen.at(which);
    }
    const auto most = std::max_element(seen.begin(), seen.end()) - seen.begin();
    return candidates[static_cast<std::size_t>(most)];
}

Result<CsvColumns> CsvColumns::read(std::vector<std::string> header, const std::string& phone_column) {
    if (!std::all_of(header.begin(), header.end(), [](const std::string& name) { return is_text(name); }))
        return refusal("The header row is not UTF-8 text. Save the file as CSV in UTF-8.");

    const std::string phone = phone_column.empty() ? "phone" : lower_case(phone_column);
    CsvColumns columns;
    for (std::string& name : header) {
        name = trimmed(name);
        const bool is_phone = lower_case(name) == phone;
        columns.members_.push_back(is_phone ? &UploadRow::phone : member_for(name));
        if (columns.members_.back() != nullptr) name = lower_case(name);
    }
    if (std::find(columns.members_.begin(), columns.members_.end(), &UploadRow::phone) ==
        columns.members_.end())
        return refusal("No column is called '" + phone + "'. The header row has: " + listed(header) +
                       ". Name one `phone`, or say which with ?phone_column=.");
    if (const std::string* doubled = find_doubled(header))
        return refusal("Two columns are called '" + shortened(*doubled) + "'. Rename one of them.");
    columns.names_ = std::move(header);
    return columns;
}

ReadRow CsvColumns::to_row(std::int64_t line, std::vector<std::string> fields) const {
    if (fields.size() > names_.size())
        return RejectedRow{line,
                           "",
                           "too_many_columns",
                           "The row has " + std::to_string(fields.size()) + " fields, the header row has " +
                               std::to_string(names_.size()) +
                               ". Put fields that hold the delimiter in quotes.",
                           shortened(fields.back())};
    UploadRow row;
    row.line = line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (members_[i] != nullptr)
            row.*members_[i] = std::move(fields[i]);
        else if (!names_[i].empty() && !fields[i].empty())
            row.variables[names_[i]] = std::move(fields[i]);
    }
    return row;
}

}  // namespace carillon::api
