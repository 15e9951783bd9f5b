// SPDX-License-Identifier: MIT
// New campaigns made of old ones: a clone has the settings, a redial also the contacts that were not reached.
#include <optional>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/idempotency.hpp"
#include "api/lifecycle_requests.hpp"
#include "api/lookup.hpp"
#include "api/media_type.hpp"
#include "api/respond.hpp"
#include "api/settings_guard.hpp"
#include "api/text.hpp"
#include "api/upload/importing.hpp"
#include "settings.hpp"
#include "twiml_url.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 1024 * 1024;
constexpr std::size_t longest_name = 200;
constexpr std::int64_t portion = 500;

/// The body, which may be missing; the error is a 415 or what reading it said.
boost::asio::awaitable<std::variant<std::string, http::Response>> read_json_body(Incoming& incoming) {
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());
    const std::string_view type = incoming.request.header("Content-Type");
    if (!body->empty() && media_type(type) != "application/json") {
        const Error error{Errc::invalid, unsupported_type(type, "application/json")};
        co_return problem(415, error);
    }
    co_return *body;
}

/// Cut between characters, never within one.
std::string cut(std::string name) {
    if (name.size() <= longest_name) return name;
    std::size_t end = longest_name;
    while ((static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    name.resize(end);
    return name;
}

/// The settings of `source` but its time, which is its own, with those of `wanted` laid over them.
Result<store::CreateCampaign> successor_of(const Campaign& source,
                                           const CampaignWanted& wanted,
                                           const char* prefix,
                                           const std::string& body,
                                           const Incoming& incoming) {
    if (auto lack = find_lack_for_settings(incoming.caller, wanted)) return *std::move(lack);
    CampaignSettings base = source.settings;
    base.start_at.reset();
    base.end_at.reset();
    auto settings = change_settings(std::move(base), wanted.settings);
    if (!settings) return settings.error();
    if (auto unsafe = find_unsafe_hook(*settings, incoming.rooms.config)) return *std::move(unsafe);
    auto key = read_idempotency_key(incoming.request, trimmed(body).empty() ? "{}" : canonical_json(body));
    if (!key) return key.error();

    store::CreateCampaign create;
    create.name = wanted.name.value_or(cut(prefix + source.name));
    create.settings = *std::move(settings);
    create.idempotency = *std::move(key);
    create.now = incoming.rooms.clock.now();
    return create;
}

http::Response created(CampaignId id, std::string json) {
    http::Response response = json_response(201, std::move(json));
    response.headers.emplace_back("Location", "/v1/campaigns/" + std::to_string(id.value()));
    return response;
}

/// A contact as a row that is uploaded to another campaign: checked like any other.
UploadRow as_row(const Contact& contact, std::int64_t line) {
    UploadRow row;
    row.line = line;
    row.phone = contact.phone;
    row.name = contact.name;
    row.time_zone = contact.time_zone;
    row.priority = std::to_string(contact.priority);
    const auto variables = nlohmann::json::parse(contact.variables);
    for (const auto& [name, value] : variables.items())
        row.variables[name] = value.is_string() ? value.get<std::string>() : value.dump();
    return row;
}

RowRules rules_for(const CampaignSettings& settings) {
    RowRules rules;
    if (auto url = TwimlUrl::parse(settings.twiml_url)) rules.twiml_url = *std::move(url);
    rules.screening = dialer::Screening{settings};
    return rules;
}

boost::asio::awaitable<Result<ImportReport>> copy_contacts(store::Redial redial,
                                                           CampaignId source,
                                                           std::vector<ContactStatus> statuses,
                                                           Rooms& rooms) {
    if (redial.import.finished_at) co_return ImportReport{std::move(redial.import), {}};
    const RowRules rules = rules_for(redial.campaign.settings);
    Importing importing(std::move(redial.import), rules, rooms);
    std::int64_t line = 0;
    for (const ContactStatus status : statuses) {
        for (std::optional<std::int64_t> next{0}; next;) {
            const store::ListContacts wanted{source, status, *next, portion};
            const auto page = co_await rooms.store.list_contacts(wanted);
            for (const Contact& contact : page.items) importing.take(as_row(contact, ++line));
            if (auto failed = co_await importing.save())
                co_return importing.broken_off_by(*std::move(failed));
            next = page.next;
        }
    }
    co_return co_await importing.finish();
}

}  // namespace

Answering clone_campaign(Incoming incoming) {
    auto body = co_await read_json_body(incoming);
    if (auto* refused = std::get_if<http::Response>(&body)) co_return std::move(*refused);
    const auto& text = std::get<std::string>(body);
    const auto source = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!source) co_return problem(source.error());

    const auto wanted = read_clone_wanted(text);
    if (!wanted) co_return problem(wanted.error());
    auto create = successor_of(*source, *wanted, "Copy of ", text, incoming);
    if (!create) co_return problem(create.error());

    const auto campaign = co_await incoming.rooms.store.create_campaign(*std::move(create));

    if (!campaign) co_return problem(campaign.error());
    co_return with_version(created(campaign->id, to_json(*campaign)), *campaign);
}

Answering redial_campaign(Incoming incoming) {
    auto body = co_await read_json_body(incoming);
    if (auto* refused = std::get_if<http::Response>(&body)) co_return std::move(*refused);
    const auto& text = std::get<std::string>(body);
    const auto source = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!source) co_return problem(source.error());

    const auto wanted = read_redial_wanted(text);
    if (!wanted) co_return problem(wanted.error());
    auto create = successor_of(*source, wanted->campaign, "Redial of ", text, incoming);
    if (!create) co_return problem(create.error());
    store::BeginRedial begin{source->id, *std::move(create)};
    auto redial = co_await incoming.rooms.store.begin_redial(std::move(begin));
    if (!redial) co_return problem(redial.error());
    const CampaignId id = redial->campaign.id;

    const auto report =
        co_await copy_contacts(*std::move(redial), source->id, wanted->statuses, incoming.rooms);

    if (!report) co_return problem(report.error());
    const auto campaign = co_await incoming.rooms.store.find_campaign(id);
    co_return created(id, to_json(campaign.value(), *report));
}

}  // namespace carillon::api
