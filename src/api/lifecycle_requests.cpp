// SPDX-License-Identifier: MIT
#include "api/lifecycle_requests.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/json_fault.hpp"
#include "api/text.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_reason = 500;
constexpr std::array unreached{ContactStatus::busy,
                               ContactStatus::no_answer,
                               ContactStatus::failed,
                               ContactStatus::expired,
                               ContactStatus::canceled};

Error refusal(std::vector<FieldError> fields) {
    return Error{Errc::invalid, "Some members of the body are wrong.", std::move(fields)};
}

/// An object with no other members than these; an empty body is an empty object.
Result<Json> parse_object(std::string_view body, std::initializer_list<std::string_view> known) {
    if (trimmed(body).empty()) return Json::object();
    if (auto fault = find_json_fault(body)) return *std::move(fault);
    auto json = Json::parse(body);
    if (!json.is_object()) return Error{Errc::invalid, "The body must be a JSON object, or empty."};
    std::string names;
    for (const std::string_view name : known) names.append(names.empty() ? "" : ", ").append(name);
    std::vector<FieldError> wrong;
    for (const auto& [name, value] : json.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            wrong.push_back({"/" + shortened(name), shortened(name) + " is not known here. Known: " + names});
    if (!wrong.empty()) return refusal(std::move(wrong));
    return json;
}

/// Why contacts that stand so are not called by a redial; null: they are.
const char* why_not(ContactStatus status) {
    switch (status) {
        case ContactStatus::busy:
        case ContactStatus::no_answer:
        case ContactStatus::failed:
        case ContactStatus::expired:
        case ContactStatus::canceled:
            return nullptr;
        case ContactStatus::answered:
        case ContactStatus::completed:
            return "these contacts were reached";
        case ContactStatus::blocked:
            return "these contacts must not be called, by this campaign or by any";
        case ContactStatus::unresolved:
            return "these contacts may have been called; a person decides about each of them (requeue)";
        case ContactStatus::pending:
        case ContactStatus::in_progress:
            return "these contacts are not done: resume the campaign, or cancel it first";
    }
    return nullptr;
}

std::optional<FieldError> take_status(const Json& word,
                                      std::size_t place,
                                      std::vector<ContactStatus>& statuses) {
    const std::string pointer = "/statuses/" + std::to_string(place);
    const auto status =
        word.is_string() ? parse_contact_status(word.get_ref<const std::string&>()) : std::nullopt;
    if (!status)
        return FieldError{pointer,
                          "a status must be one of busy, no_answer, failed, expired, canceled; here stands " +
                              shortened(word.dump())};
    if (const char* reason = why_not(*status))
        return FieldError{pointer, std::string{to_text(*status)} + " cannot be redialed: " + reason};
    if (std::find(statuses.begin(), statuses.end(), *status) == statuses.end()) statuses.push_back(*status);
    return std::nullopt;
}

Result<std::vector<ContactStatus>> read_statuses(const Json& body) {
    std::vector<ContactStatus> statuses;
    const auto words = body.find("statuses");
    if (words == body.end() || words->is_null()) {
        statuses.assign(unreached.begin(), unreached.end());
        return statuses;
    }
    if (!words->is_array() || words->empty())
        return refusal({{"/statuses", R"(statuses must be an array such as ["busy", "no_answer"])"}});
    std::vector<FieldError> wrong;
    for (std::size_t i = 0; i < words->size(); ++i)
        if (auto complaint = take_status(words->at(i), i, statuses)) wrong.push_back(*std::move(complaint));
    if (!wrong.empty()) return refusal(std::move(wrong));
    return statuses;
}

}  // namespace

Result<RedialWanted> read_redial_wanted(std::string_view body) {
    auto json = parse_object(body, {"name", "settings", "statuses"});
    if (!json) return json.error();
    auto statuses = read_statuses(*json);
    if (!statuses) return statuses.error();
    json->erase("statuses");
    auto campaign = read_campaign_wanted(json->dump());
    if (!campaign) return campaign.error();
    return RedialWanted{*std::move(campaign), *std::move(statuses)};
}

Result<CampaignWanted> read_clone_wanted(std::string_view body) {
    const auto json = parse_object(body, {"name", "settings"});
    if (!json) return json.error();
    return read_campaign_wanted(json->dump());
}

Result<std::string> read_opt_out_reason(std::string_view body) {
    const auto json = parse_object(body, {"reason"});
    if (!json) return json.error();
    const auto reason = json->find("reason");
    if (reason == json->end() || reason->is_null()) return std::string{"opted out"};
    if (!reason->is_string() || trimmed(reason->get_ref<const std::string&>()).empty() ||
        reason->get_ref<const std::string&>().size() > longest_reason)
        return refusal({{"/reason", "reason must be a string of 1 to 500 bytes"}});
    return reason->get<std::string>();
}

}  // namespace carillon::api
