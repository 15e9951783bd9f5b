// SPDX-License-Identifier: MIT
#include "api/upload/check_row.hpp"

#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/text.hpp"
#include "numbering_plan.hpp"
#include "time_zone.hpp"

namespace carillon::api {
namespace {

constexpr std::int64_t highest_priority = 1'000'000;

RejectedRow rejection(
    const UploadRow& row, std::string field, std::string code, std::string message, std::string_view value) {
    return RejectedRow{row.line, std::move(field), std::move(code), std::move(message), shortened(value)};
}

std::optional<RejectedRow> find_bad_text(const UploadRow& row) {
    const auto refuse = [&](const std::string& field, std::string_view value) {
        return rejection(row, shortened(field), "invalid_encoding", field + " is not UTF-8 text", value);
    };
    if (!is_text(row.phone)) return refuse("phone", row.phone);
    if (!is_text(row.name)) return refuse("name", row.name);
    for (const auto& [name, value] : row.variables)
        if (!is_text(name) || !is_text(value)) return refuse(shortened(name), value);
    return std::nullopt;
}

std::optional<std::int64_t> parse_priority(std::string_view text) {
    if (text.empty()) return 0;
    std::int64_t priority = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), priority);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (priority > highest_priority || priority < -highest_priority) return std::nullopt;
    return priority;
}

/// The name of the first placeholder that would stay empty.
std::optional<std::string> find_missing(const UploadRow& row,
                                        const PhoneNumber& phone,
                                        const RowRules& rules) {
    if (!rules.twiml_url) return std::nullopt;
    if (rules.twiml_url->missing(row.variables).empty()) return std::nullopt;
    Variables variables = row.variables;
    if (!row.name.empty()) variables["name"] = row.name;
    variables["phone"] = phone.e164();
    const auto missing = rules.twiml_url->missing(variables);
    return missing.empty() ? std::nullopt : std::optional{missing.front()};
}

}  // namespace

std::variant<NewContact, RejectedRow> check_row(UploadRow row, const RowRules& rules, NumberBlocks& blocks) {
    if (auto bad = find_bad_text(row)) return *std::move(bad);
    if (trimmed(row.phone).empty())
        return rejection(row, "phone", "missing_phone", "phone is empty: there is nothing to call", "");
    auto phone = blocks.normalize(row.phone, rules.default_country);
    if (!phone) return rejection(row, "phone", "invalid_phone", "phone " + phone.error().message, row.phone);
    if (!row.time_zone.empty() && !is_time_zone(row.time_zone))
        return rejection(row,
                         "time_zone",
                         "invalid_time_zone",
                         "time_zone must be an IANA time zone such as America/New_York",
                         row.time_zone);
    const auto priority = parse_priority(row.priority);
    if (!priority)
        return rejection(row,
                         "priority",
                         "invalid_priority",
                         "priority must be a whole number from -1000000 to 1000000",
                         row.priority);
    if (const auto name = find_missing(row, *phone, rules))
        return rejection(
            row,
            *name,
            "missing_variable",
            "the campaign's twiml_url asks for {{" + *name + "}}, and this row has no value for it",
            "");

    NewContact contact{*std::move(phone), std::move(row.name), std::move(row.time_zone)};
    contact.variables = nlohmann::json(row.variables).dump();
    contact.priority = *priority;
    contact.line = row.line;
    contact.blocked = blocks.objection(contact.phone).value_or("");
    return contact;
}

}  // namespace carillon::api
