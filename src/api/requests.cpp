// SPDX-License-Identifier: MIT
#include "api/requests.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/json_fault.hpp"
#include "api/text.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_name = 200;

Result<Json> parse(std::string_view body) {
    if (auto fault = find_json_fault(body)) return *std::move(fault);
    return Json::parse(body);
}

Error refusal(std::vector<FieldError> fields) {
    return Error{Errc::invalid, "Some members of the body are wrong.", std::move(fields)};
}

std::string member_pointer(const std::string& name) {
    return "/" + shortened(name);
}

std::optional<FieldError> take_campaign_member(const std::string& name,
                                               const Json& value,
                                               CampaignWanted& wanted) {
    if (name == "settings") {
        if (!value.is_object()) return FieldError{"/settings", "settings must be an object"};
        wanted.settings = value.dump();
        return std::nullopt;
    }
    if (name != "name")
        return FieldError{member_pointer(name),
                          shortened(name) +
                              " is not a member of a campaign. Known: name, settings (settings such as "
                              "calls_per_second go inside settings)"};
    if (!value.is_string() || trimmed(value.get_ref<const std::string&>()).empty() ||
        value.get_ref<const std::string&>().size() > longest_name)
        return FieldError{"/name", "name must be a string of 1 to 200 bytes"};
    wanted.name = value.get<std::string>();
    return std::nullopt;
}

/// A string member; empty when it is missing.
Result<std::string> read_text(const Json& object, const char* name, const std::string& pointer) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return std::string{};
    if (found->is_string()) return found->get<std::string>();
    return refusal({{pointer + "/" + name, std::string{name} + " must be a string"}});
}

std::optional<FieldError> find_unknown_member(const Json& object, const std::string& pointer) {
    for (const auto& [name, value] : object.items())
        if (name != "phone" && name != "phones" && name != "reason")
            return FieldError{pointer + member_pointer(name),
                              shortened(name) + " is not known here. Known: phone, phones, reason"};
    return std::nullopt;
}

/// One element of a list: a number, or an object with `phone` and maybe `reason`.
Result<SuppressionWanted> read_element(const Json& element, const std::string& pointer) {
    SuppressionWanted wanted;
    if (!element.is_object()) {  // what is no number is reported with its line, and keeps nobody else off the
                                 // list
        wanted.phone = element.is_string() ? element.get<std::string>() : element.dump();
        return wanted;
    }
    if (auto unknown = find_unknown_member(element, pointer)) return refusal({*std::move(unknown)});
    auto phone = read_text(element, "phone", pointer);
    auto reason = read_text(element, "reason", pointer);
    if (!phone) return phone.error();
    if (!reason) return reason.error();
    wanted.phone = *std::move(phone);
    wanted.reason = *std::move(reason);
    return wanted;
}

Result<std::vector<SuppressionWanted>> read_elements(const Json& array,
                                                     const std::string& pointer,
                                                     const std::string& reason) {
    std::vector<SuppressionWanted> all;
    for (const Json& element : array) {
        auto wanted = read_element(element, pointer + "/" + std::to_string(all.size()));
        if (!wanted) return wanted.error();
        wanted->line = static_cast<std::int64_t>(all.size()) + 1;
        if (wanted->reason.empty()) wanted->reason = reason;
        all.push_back(*std::move(wanted));
    }
    return all;
}

}  // namespace

Result<CampaignWanted> read_campaign_wanted(std::string_view body) {
    const auto json = parse(body);
    if (!json) return json.error();
    if (!json->is_object())
        return Error{Errc::invalid, R"(The body must be a JSON object such as {"name": "Spring offer"}.)"};

    CampaignWanted wanted;
    std::vector<FieldError> wrong;
    for (const auto& [name, value] : json->items())
        if (auto complaint = take_campaign_member(name, value, wanted))
            wrong.push_back(*std::move(complaint));
    if (!wrong.empty()) return refusal(std::move(wrong));
    return wanted;
}

Result<std::string> read_to(std::string_view body) {
    const auto json = parse(body);
    if (!json) return json.error();
    if (!json->is_object()) return std::string{};
    const auto to = json->find("to");
    if (to == json->end() || !to->is_string()) return std::string{};
    for (const auto& [name, value] : json->items())
        if (name != "to")
            return Error{
                Errc::invalid,
                "'" + shortened(name) +
                    "' is not known here: /dial takes 'to' alone, the rest comes from the configuration"};
    return to->get<std::string>();
}

Result<std::vector<SuppressionWanted>> read_suppressions_wanted(std::string_view body) {
    const auto json = parse(body);
    if (!json) return json.error();
    if (json->is_array()) return read_elements(*json, "", "");
    if (!json->is_object() || (!json->contains("phone") && !json->contains("phones")))
        return Error{
            Errc::invalid,
            R"(The body must be {"phone": "+1…", "reason": "…"}, {"phones": ["+1…"]} or an array of these.)"};
    if (json->contains("phone")) return read_elements(Json::array({*json}), "", "");

    if (auto unknown = find_unknown_member(*json, "")) return refusal({*std::move(unknown)});
    const auto reason = read_text(*json, "reason", "");
    if (!reason) return reason.error();
    if (!json->at("phones").is_array()) return refusal({{"/phones", "phones must be an array"}});
    return read_elements(json->at("phones"), "/phones", *reason);
}

std::string canonical_json(std::string_view json) {
    const Json parsed = Json::parse(json, nullptr, false);
    return parsed.is_discarded() ? std::string{json}
                                 : parsed.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace carillon::api
