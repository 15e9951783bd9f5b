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

RejectedRow not_a_scalar(std::int64_t line, const std::string& field, const Json& value) {
    const std::string text = value.dump();
    return rejection(line, field, "invalid_value", "must be a string, a number, true, false or null", text);
}

}  // namespace

ReadRow read_json_row(std::int64_t line, std::string_view text) {
    if (const auto fault = find_json_fault(text))
        return rejection(line, "", "invalid_json", fault->message, text);
    const Json json = Json::parse(text);
    if (!json.is_object())
        return rejection(line, "", "invalid_json", "A contact must be a JSON object.", text);

    UploadRow row;
    row.line = line;
    for (const auto& [name, value] : json.items()) {
        if (name == "variables" && value.is_object()) {
            for (const auto& [variable, inner] : value.items()) {
                if (inner.is_structured()) return not_a_scalar(line, variable, inner);
                if (!inner.is_null()) row.variables[variable] = text_of(inner);
            }
        } else if (value.is_structured()) {
            return not_a_scalar(line, name, value);
        } else if (const auto member = member_for(name)) {
            row.*member = text_of(value);
        } else if (!value.is_null()) {
            row.variables[name] = text_of(value);
        }
    }
    return row;
}

RejectedRow overlong_row(std::int64_t line, std::string_view beginning) {
    return rejection(line, "", "row_too_large", "The row is longer than 64 KB.", beginning);
}

}  // namespace carillon::api
