// SPDX-License-Identifier: MIT
#include "cli/client/nouns.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/client/upload.hpp"
#include "cli/client/verbs.hpp"
#include "cli/client/watching.hpp"

namespace carillon::cli::client {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done, 1 something failed, 2 wrong command line, 3 database cannot be used, 5 the server "
    "refused, 6 no server "
    "answered.";

CLI::App* add_noun(CLI::App& program,
                   const char* name,
                   const char* description,
                   const std::string& examples) {
    CLI::App* noun = program.add_subcommand(name, description);
    noun->footer("Examples:\n" + examples + exit_codes);
    return noun;
}

std::vector<Verb> campaign_verbs() {
    return {
        {"list",
         "List campaigns.",
         "GET",
         "/v1/campaigns",
         "",
         "campaigns",
         "report_campaigns",
         "",
         {},
         {"status"}},
        {"show",
         "Show a campaign with its counts.",
         "GET",
         "/v1/campaigns/{id}",
         "ID",
         "",
         "report_campaigns",
         "campaign_id"},
        {"create",
         "Create a campaign, as a draft.",
         "POST",
         "/v1/campaigns",
         "",
         "",
         "",
         "",
         {"name ", "settings"}},
        {"change",
         "Change a campaign's name or settings.",
         "PATCH",
         "/v1/campaigns/{id}",
         "ID",
         "",
         "",
         "",
         {"name", "settings"}},
        {"start", "Start a draft.", "POST", "/v1/campaigns/{id}/start", "ID", "", "", ""},
        {"pause", "Pause a campaign.", "POST", "/v1/campaigns/{id}/pause", "ID", "", "", ""},
        {"resume", "Resume a paused campaign.", "POST", "/v1/campaigns/{id}/resume", "ID", "", "", ""},
        {"cancel", "Cancel a campaign, for good.", "POST", "/v1/campaigns/{id}/cancel", "ID", "", "", ""},
        {"clone",
         "Make a draft with the same settings.",
         "POST",
         "/v1/campaigns/{id}/clone",
         "ID",
         "",
         "",
         "",
         {"name", "settings"}},
        {"redial",
         "Make a draft with who was not reached.",
         "POST",
         "/v1/campaigns/{id}/redial",
         "ID",
         "",
         "",
         "",
         {"name", "settings", "statuses"}},
        {"preflight", "Say what a start would do.", "POST", "/v1/campaigns/{id}/preflight", "ID", "", "", ""},
        {"explain", "Say why nobody is called now.", "GET", "/v1/campaigns/{id}/explain", "ID", "", "", ""},
        {"imports",
         "List a campaign's uploads.",
         "GET",
         "/v1/campaigns/{id}/imports",
         "ID",
         "imports",
         "",
         ""},
    };
}

std::vector<Verb> contact_verbs() {
    return {
        {"list",
         "List a campaign's contacts.",
         "GET",
         "/v1/campaigns/{id}/contacts",
         "CAMPAIGN",
         "contacts",
         "report_contacts",
         "campaign_id",
         {},
         {"status"}},
        {"show",
         "Show a contact with its calls.",
         "GET",
         "/v1/contacts/{id}",
         "ID",
         "",
         "report_contacts",
         "contact_id"},
        {"explain",
         "Say why a contact is called now, later or never.",
         "GET",
         "/v1/contacts/{id}/explain",
         "ID",
         "",
         "",
         ""},
        {"requeue", "Have a contact called again.", "POST", "/v1/contacts/{id}/requeue", "ID", "", "", ""},
        {"opt-out",
         "Never call this contact's number again.",
         "POST",
         "/v1/contacts/{id}/opt-out",
         "ID",
         "",
         "",
         ""},
        {"rejected",
         "List the rows of an upload that were left out.",
         "GET",
         "/v1/imports/{id}/rejected",
         "IMPORT",
         "rejected",
         "",
         ""},
        {"undo",
         "Take back what an upload added and nobody called yet.",
         "POST",
         "/v1/imports/{id}/undo",
         "IMPORT",
         "",
         "",
         ""},
    };
}

std::vector<Verb> call_verbs() {
    return {
        {"list",
         "List calls.",
         "GET",
         "/v1/calls",
         "",
         "calls",
         "report_calls",
         "",
         {},
         {"campaign_id", "status"}},
        {"show",
         "Show a call with its callbacks.",
         "GET",
         "/v1/calls/{id}",
         "ID",
         "",
         "report_calls",
         "call_id"},
        {"dial", "Call one number now.", "POST", "/dial", "", "", "", "", {"to "}},
        {"hangup",
         "Cancel a waiting call, end a live one.",
         "POST",
         "/v1/calls/{id}/hangup",
         "ID",
         "",
         "",
         ""},
    };
}

std::vector<Verb> suppression_verbs() {
    return {
        {"list",
         "List numbers that must not be called.",
         "GET",
         "/v1/suppressions",
         "",
         "suppressions",
         "",
         ""},
        {"add", "Never call a number.", "POST", "/v1/suppressions", "", "", "", "", {"phone ", "reason"}},
        {"remove", "Let a number be called again.", "DELETE", "/v1/suppressions/{id}", "PHONE", "", "", ""},
    };
}

}  // namespace

Command with_verbs(CLI::App* command, std::vector<Command> verbs) {
    command->require_subcommand(1);
    return {command, [verbs = std::move(verbs)] {
                const auto given = std::find_if(
                    verbs.begin(), verbs.end(), [](const Command& verb) { return verb.app->parsed(); });
                return given->run();
            }};
}

Command add_campaigns(CLI::App& program) {
    CLI::App* noun =
        add_noun(program,
                 "campaigns",
                 "Create, start, watch and end campaigns.",
                 "  carillon campaigns create --name Spring --settings '{\"calls_per_second\": 2}'\n"
                 "  carillon campaigns start 1\n  carillon campaigns watch 1\n"
                 "  carillon campaigns list --db campaigns.db --json\n");
    auto verbs = add_verbs(*noun, campaign_verbs());
    verbs.push_back(add_watching(*noun));
    return with_verbs(noun, std::move(verbs));
}

Command add_contacts(CLI::App& program) {
    CLI::App* noun = add_noun(program,
                              "contacts",
                              "Upload and look after whom a campaign calls.",
                              "  carillon contacts upload 1 people.csv\n  carillon contacts list 1 --status "
                              "failed --limit 0 --json\n"
                              "  carillon contacts explain 12\n");
    auto verbs = add_verbs(*noun, contact_verbs());
    verbs.push_back(add_upload(*noun));
    return with_verbs(noun, std::move(verbs));
}

Command add_calls(CLI::App& program) {
    CLI::App* noun = add_noun(program,
                              "calls",
                              "Look at calls, place one, end one.",
                              "  carillon calls list --campaign_id 1\n  carillon calls dial --to "
                              "+14155552671\n  carillon calls hangup 7\n");
    return with_verbs(noun, add_verbs(*noun, call_verbs()));
}

Command add_suppressions(CLI::App& program) {
    CLI::App* noun = add_noun(program,
                              "suppressions",
                              "Numbers that must not be called.",
                              "  carillon suppressions add --phone +14155552671 --reason 'asked on 3 May'\n  "
                              "carillon suppressions list\n");
    return with_verbs(noun, add_verbs(*noun, suppression_verbs()));
}

}  // namespace carillon::cli::client
