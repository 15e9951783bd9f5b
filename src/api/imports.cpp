// SPDX-License-Identifier: MIT
// Uploads of contacts, and what became of their rows.
#include <memory>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lookup.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/respond.hpp"
#include "api/upload/csv_reader.hpp"
#include "api/upload/import_run.hpp"
#include "api/upload/json_reader.hpp"
#include "api/upload/ndjson_reader.hpp"
#include "import.hpp"
#include "numbering_plan.hpp"
#include "settings.hpp"

namespace carillon::api {
namespace {

constexpr std::string_view accepted_types = "text/csv, application/json or application/x-ndjson";

/// Null: not a type that has rows.
std::unique_ptr<RowReader> make_reader(const http::Request& request) {
    const std::string type = media_type(request.header("Content-Type"));
    if (type == "text/csv")
        return std::make_unique<CsvReader>(std::string{request.parameter("phone_column").value_or("")});
    if (type == "application/json") return std::make_unique<JsonReader>();
    if (type == "application/x-ndjson") return std::make_unique<NdjsonReader>();
    return nullptr;
}

Result<RowRules> rules_for(const http::Request& request, const CampaignSettings& settings) {
    for (const auto& [name, value] : request.query)
        if (name != "phone_column" && name != "default_country")
            return wrong_parameter(
                name, name + " is not a parameter of an upload. Known: phone_column, default_country");

    RowRules rules;
    rules.default_country = request.parameter("default_country").value_or(settings.default_country);
    if (!rules.default_country.empty() && !is_country(rules.default_country))
        return wrong_parameter("default_country",
                               "default_country must be a country in ISO 3166-1 alpha-2 form, such as US");
    if (auto url = TwimlUrl::parse(settings.twiml_url)) rules.twiml_url = *std::move(url);
    rules.screening = dialer::Screening{settings};
    return rules;
}

}  // namespace

Answering upload_contacts(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());

    const auto reader = make_reader(incoming.request);
    if (!reader) {
        const Error error{Errc::invalid,
                          unsupported_type(incoming.request.header("Content-Type"), accepted_types)};
        co_return problem(415, error);
    }
    const auto rules = rules_for(incoming.request, campaign->settings);
    if (!rules) co_return problem(rules.error());
    incoming.body.set_limit(incoming.rooms.config.max_upload_bytes);

    const auto report = co_await run_import(incoming.body, *reader, *rules, campaign->id, incoming.rooms);

    if (!report) co_return problem(report.error());
    co_return json_response(200, to_json(*report));
}

Answering list_imports(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());
    const auto page = read_page(incoming.request, "imports");
    if (!page) co_return problem(page.error());

    store::ListImports wanted;
    wanted.campaign_id = campaign->id;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto imports = co_await incoming.rooms.store.list_imports(std::move(wanted));

    co_return page_response(incoming.request, "imports", imports);
}

Answering read_import(Incoming incoming) {
    const auto import = co_await get_import(incoming.rooms.store, incoming.subject);

    if (!import) co_return problem(import.error());
    co_return json_response(200, to_json(*import));
}

Answering list_rejected_rows(Incoming incoming) {
    const auto import = co_await get_import(incoming.rooms.store, incoming.subject);
    if (!import) co_return problem(import.error());
    const auto page = read_page(incoming.request, "rejected");
    if (!page) co_return problem(page.error());

    store::ListRejectedRows wanted;
    wanted.import_id = import->id;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto rows = co_await incoming.rooms.store.list_rejected_rows(std::move(wanted));

    co_return page_response(incoming.request, "rejected", rows);
}

}  // namespace carillon::api
