// SPDX-License-Identifier: MIT
// `carillon report …`: the results of a campaign as CSV, and the report views of a database file.
#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/client/file_answer.hpp"
#include "cli/client/nouns.hpp"
#include "cli/client/options.hpp"
#include "percent_encoding.hpp"

namespace carillon::cli::client {
namespace {

struct ResultsGiven {
    Options options;
    std::string campaign;
    std::string output;
};

/// A half-written file must not look like a whole one: it gets its name when all of it is there.
ExitCode write_results(const ResultsGiven& given) {
    Server server{address_of(given.options)};
    const std::string target = "/v1/campaigns/" + percent_encoded(given.campaign) + "/results.csv";
    if (given.output.empty()) {
        server.download(target, stdout);
        return ExitCode::ok;
    }
    const std::string draft = given.output + ".part";
    const auto fail = [&](const std::string& what) {
        const std::string why = std::strerror(errno);
        std::remove(draft.c_str());
        throw std::runtime_error("Cannot write " + what + ": " + why + ".");
    };
    std::FILE* file = std::fopen(draft.c_str(), "wb");
    if (file == nullptr) fail(draft);
    try {
        server.download(target, file);
    } catch (...) {
        std::fclose(file);
        std::remove(draft.c_str());
        throw;
    }
    if (std::fclose(file) != 0) fail(draft);
    if (std::rename(draft.c_str(), given.output.c_str()) != 0) fail(given.output);
    return ExitCode::ok;
}

Command add_results(CLI::App& report) {
    CLI::App* command = report.add_subcommand("results", "How every contact's last call ended, as CSV.");
    const auto given = std::make_shared<ResultsGiven>();
    add_server_flags(*command, given->options);
    command->add_option("campaign", given->campaign, "The campaign's number.")
        ->required()
        ->type_name("CAMPAIGN");
    command->add_option("-o,--output", given->output, "A file; else stdout.")->type_name("FILE");
    return {command, [given] { return write_results(*given); }};
}

struct ViewGiven {
    FileQuestion question;
    std::vector<std::string> filters;
};

ExitCode read_view(const ViewGiven& given) {
    FileQuestion question = given.question;
    question.view = "report_" + question.view;
    for (const std::string& filter : given.filters) {
        const auto equals = filter.find('=');
        if (equals == std::string::npos) {
            std::cerr << "carillon: --where: expected COLUMN=VALUE, as campaign_id=1.\n";
            return ExitCode::usage;
        }
        question.filters.push_back({filter.substr(0, equals), filter.substr(equals + 1)});
    }
    return answer_from_file(question, false);
}

Command add_view(CLI::App& report) {
    CLI::App* command = report.add_subcommand(
        "view",
        "A report view of a database file: campaigns, contacts, calls, callbacks, daily, errors, usage …");
    const auto given = std::make_shared<ViewGiven>();
    command->add_option("view", given->question.view, "docs/reporting.md lists them, without report_.")
        ->required()
        ->type_name("VIEW");
    command->add_option("--db", given->question.database, "The database file; a server may have it open.")
        ->required()
        ->envname("CARILLON_DB")
        ->type_name("FILE");
    command->add_option("--where", given->filters, "COLUMN=VALUE; several must all hold.")
        ->type_name("COLUMN=VALUE");
    command->add_option("--limit", given->question.limit, "How many; 0: all.")->capture_default_str();
    command->add_flag("--json", given->question.json, "One object a line.");
    return {command, [given] { return read_view(*given); }};
}

}  // namespace

Command add_report(CLI::App& program) {
    CLI::App* command =
        program.add_subcommand("report", "Results of a campaign, and the reports of a database file.");
    command->footer(
        "Examples:\n  carillon report results 1 -o results.csv\n  carillon report view daily --db "
        "campaigns.db\n  "
        "carillon report view calls --db campaigns.db --where campaign_id=1 --where outcome=busy --json");
    return with_verbs(command, {add_results(*command), add_view(*command)});
}

}  // namespace carillon::cli::client
