// SPDX-License-Identifier: MIT
#include "api/routes.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "api/handlers.hpp"

namespace carillon::api {
namespace {

using enum Access;

// clang-format off
constexpr std::array routes{
    Route{"POST",   "/dial",                            dial_key,          dial,               "Call one number now"},
    Route{"POST",   "/twilio-status",                   carrier_signature, twilio_status,      "Take a status callback"},
    Route{"GET",    "/twilio-status",                   carrier_signature, twilio_status,      "Take a status callback sent as GET"},
    Route{"POST",   "/twilio-amd",                      carrier_signature, twilio_amd,         "Take the verdict of an answering machine detection"},
    Route{"GET",    "/twilio-amd",                      carrier_signature, twilio_amd,         "Take a verdict sent as GET"},

    Route{"POST",   "/v1/campaigns",                    dial_key,          create_campaign,    "Create a campaign, as a draft"},
    Route{"GET",    "/v1/campaigns",                    read_key,          list_campaigns,     "List campaigns"},
    Route{"GET",    "/v1/campaigns/{id}",               read_key,          read_campaign,      "Read a campaign with its live counts"},
    Route{"PATCH",  "/v1/campaigns/{id}",               admin_key,         change_campaign,    "Change a campaign's name or settings"},
    Route{"POST",   "/v1/campaigns/{id}/probe-agent",   dial_key,          probe_agent,        "Ask whether a campaign's agent answers"},
    Route{"POST",   "/v1/campaigns/{id}/start",         dial_key,          start_campaign,     "Start a draft"},
    Route{"POST",   "/v1/campaigns/{id}/pause",         dial_key,          pause_campaign,     "Pause a running campaign"},
    Route{"POST",   "/v1/campaigns/{id}/resume",        dial_key,          resume_campaign,    "Resume a paused campaign"},
    Route{"POST",   "/v1/campaigns/{id}/cancel",        dial_key,          cancel_campaign,    "Cancel a campaign for good"},
    Route{"POST",   "/v1/campaigns/{id}/clone",         dial_key,          clone_campaign,     "Make a draft with the same settings"},
    Route{"POST",   "/v1/campaigns/{id}/redial",        dial_key,          redial_campaign,    "Make a draft with the unreached contacts"},

    Route{"POST",   "/v1/campaigns/{id}/preflight",     dial_key,          preflight_campaign, "Say what a start would do"},
    Route{"GET",    "/v1/campaigns/{id}/explain",       read_key,          explain_campaign,   "Say why nobody is called now"},

    Route{"POST",   "/v1/campaigns/{id}/contacts",      upload_key,        upload_contacts,    "Upload contacts as CSV, JSON or NDJSON"},
    Route{"GET",    "/v1/campaigns/{id}/contacts",      read_key,          list_contacts,      "List a campaign's contacts"},
    Route{"GET",    "/v1/campaigns/{id}/imports",       read_key,          list_imports,       "List a campaign's uploads"},
    Route{"GET",    "/v1/campaigns/{id}/results.csv",   read_key,          export_results,     "Export how every contact's last call ended"},
    Route{"GET",    "/v1/imports/{id}",                 read_key,          read_import,        "Read what became of an upload"},
    Route{"GET",    "/v1/imports/{id}/rejected",        read_key,          list_rejected_rows, "List the rows of an upload that were left out"},
    Route{"POST",   "/v1/imports/{id}/undo",            upload_key,        undo_import,        "Take back what was uploaded and not called yet"},

    Route{"GET",    "/v1/contacts/{id}",                read_key,          read_contact,       "Read a contact with its calls"},
    Route{"GET",    "/v1/contacts/{id}/explain",        read_key,          explain_contact,    "Say why a contact is called now, later or never"},
    Route{"POST",   "/v1/contacts/{id}/requeue",        dial_key,          requeue_contact,    "Have a contact called again"},
    Route{"POST",   "/v1/contacts/{id}/opt-out",        dial_key,          opt_out_contact,    "Never call this contact's number again"},

    Route{"GET",    "/v1/calls",                        read_key,          list_calls,         "List calls"},
    Route{"GET",    "/v1/calls/{id}",                   read_key,          read_call,          "Read a call with its callbacks"},
    Route{"POST",   "/v1/calls/{id}/hangup",            dial_key,          hang_up_call,       "Cancel a waiting call, end a live one"},

    Route{"GET",    "/v1/suppressions",                 read_key,          list_suppressions,  "List numbers that must not be called"},
    Route{"POST",   "/v1/suppressions",                 upload_key,        add_suppressions,   "Add numbers that must not be called"},
    Route{"DELETE", "/v1/suppressions/{phone}",         admin_key,         remove_suppression, "Let a number be called again"},

    Route{"GET",    "/v1/keys",                         admin_key,         list_keys,          "List API keys"},
    Route{"POST",   "/v1/keys",                         admin_key,         create_key,         "Make an API key"},
    Route{"DELETE", "/v1/keys/{id}",                    admin_key,         revoke_key,         "Revoke an API key"},
    Route{"GET",    "/v1/audit",                        admin_key,         list_audit,         "List who changed what, the newest first"},

    Route{"GET",    "/v1/events",                       read_key,          follow_events,      "Follow what happens, as it happens"},
    Route{"POST",   "/v1/webhooks",                     admin_key,         create_webhook,     "Have a URL told of events"},
    Route{"GET",    "/v1/webhooks",                     admin_key,         list_webhooks,      "List webhooks"},
    Route{"GET",    "/v1/webhooks/{id}",                admin_key,         read_webhook,       "Read a webhook"},
    Route{"DELETE", "/v1/webhooks/{id}",                admin_key,         delete_webhook,     "Tell a URL no more"},
    Route{"POST",   "/v1/webhooks/{id}/disable",        admin_key,         disable_webhook,    "Tell a URL nothing for now"},
    Route{"POST",   "/v1/webhooks/{id}/enable",         admin_key,         enable_webhook,     "Tell a URL of events again"},
    Route{"POST",   "/v1/webhooks/{id}/rotate-secret",  admin_key,         rotate_webhook_secret, "Sign with a new secret"},
    Route{"GET",    "/v1/webhooks/{id}/deliveries",     admin_key,         list_deliveries,    "List what a webhook was told, or is to be"},
    Route{"POST",   "/v1/deliveries/{id}/resend",       admin_key,         resend_delivery,    "Send a delivery again"},

    Route{"GET",    "/healthz",                         open,              report_alive,       "Whether the process lives"},
    Route{"GET",    "/metrics",                         read_key,          report_metrics,     "Figures for Prometheus"},
    Route{"GET",    "/readyz",                          probe,             report_ready,       "Whether store, carrier and clock work"},

    Route{"GET",    "/openapi.json",                    probe,             describe_api,       "This description, for programs"},
    Route{"GET",    "/docs",                            probe,             show_docs,          "This description, for people"},
    Route{"GET",    "/docs/{file}",                     probe,             show_docs_asset,    "A file that the page loads"},
};
// clang-format on

constexpr bool is_guarded(const Route& route) {
    const auto scope = scope_of(route.access);
    return route.access >= open && route.access <= admin_key &&
           (route.method == "GET" || scope != Scope::read) &&
           (scope || route.pattern.find("/v1/") == std::string_view::npos);
}
static_assert(
    std::all_of(routes.begin(), routes.end(), is_guarded),
    "every route says who may use it, all under /v1/ need a key, and a key that reads changes nothing");

std::string_view take_segment(std::string_view& path) {
    const std::size_t end = path.find('/', 1);
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(segment.size());
    return segment;
}

/// What stands for the pattern's {name} (empty when it has none); none: the path does not fit.
std::optional<std::string_view> fit(std::string_view pattern, std::string_view path) {
    std::string_view subject;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view given = take_segment(path);
        if (wanted.starts_with("/{") && given.size() > 1)
            subject = given.substr(1);
        else if (wanted != given)
            return std::nullopt;
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return subject;
}

}  // namespace

std::span<const Route> all_routes() {
    return routes;
}

Match find_route(std::string_view method, std::string_view path) {
    Match match;
    for (const Route& route : routes) {
        const auto subject = fit(route.pattern, path);
        if (!subject) continue;
        if (route.method == method) {
            match.route = &route;
            match.subject = *subject;
            return match;
        }
        match.allowed_methods.append(match.allowed_methods.empty() ? "" : ", ").append(route.method);
        if (route.method == "GET") match.allowed_methods.append(", HEAD");
    }
    return match;
}

}  // namespace carillon::api
