// SPDX-License-Identifier: MIT
#include "api/upload/json_row.hpp"

#include <array>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/json_fault.hpp"
#include "api/text.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;

struct Member {
    std::string_view name;
    std::string UploadRow::*member;
};
constexpr std::array own_members{
    Member{"phone", &UploadRow::phone},
    Member{"name", &UploadRow::name},
    Member{"time_zone", &UploadRow::time_zone},
    Member{"priority", &UploadRow::priority},
};

std::string UploadRow::*member_for(std::string_view name) {
    for (const Member& each : own_members)
        if (each.name == name) return each.member;
    return nullptr;
}

std::string text_of(const Json& scalar) {
    if (scalar.is_null()) return {};
    return scalar.is_string() ? scalar.get<std::string>() : scalar.dump();
}

RejectedRow rejection(
    std::int64_t line, std::string field, std::string code, std::string message, std::string_view value) {
    return RejectedRow{line, std::move(field), std::move(code), std::move(message), shortened(value)};
}

RejectedRow wrong_value(const UploadRow& row,
                        const std::string& name,
                        std::string wanted,
                        const Json& value) {
    const std::string field = shortened(name);
    return rejection(row.line, field, "invalid_value", field + std::move(wanted), value.dump());
}

// Each of these says why a member cannot be taken; none: it was.

std::optional<RejectedRow> take_variable(UploadRow& row, const std::string& name, const Json& value) {
    if (value.is_structured())
        return wrong_value(row, name, " must be a string, a number, true, false or null", value);
    if (!value.is_null()) row.variables[name] = text_of(value);
    return std::nullopt;
}

std::optional<RejectedRow> take_variables(UploadRow& row, const Json& variables) {
    if (!variables.is_object()) return wrong_value(row, "variables", " must be an object", variables);
    for (const auto& [name, value] : variables.items())
        if (auto rejected = take_variable(row, name, value)) return rejected;
    return std::nullopt;
}

std::optional<RejectedRow> take_member(UploadRow& row, const std::string& name, const Json& value) {
    if (name == "variables") return take_variables(row, value);
    const auto member = member_for(name);
    if (member == nullptr || value.is_structured()) return take_variable(row, name, value);
    row.*member = text_of(value);
    return std::nullopt;
}

}  // namespace

ReadRow read_json_row(std::int64_t line, std::string_view text) {
    // The library reads over it; within a document it is no JSON. That of the whole file is gone by now.
    if (text.starts_with("\xEF\xBB\xBF"))
        return rejection(
            line, "", "invalid_json", "This is not valid JSON: the fault shows at byte 1.", text);
    if (const auto fault = find_json_fault(text))
        return rejection(line, "", "invalid_json", fault->message, text);
    const Json json = Json::parse(text);
    if (!json.is_object())
        return rejection(line, "", "invalid_json", "A contact must be a JSON object.", text);

    UploadRow row;
    row.line = line;
    for (const auto& [name, value] : json.items())
        if (auto rejected = take_member(row, name, value)) return *std::move(rejected);
    return row;
}

RejectedRow overlong_row(std::int64_t line, std::string_view beginning) {
    return rejection(line, "", "row_too_large", "The row is longer than 64 KB.", beginning);
}

}  // namespace carillon::api
