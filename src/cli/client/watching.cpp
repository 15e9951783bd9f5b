// SPDX-License-Identifier: MIT
// A campaign's counts, a line whenever they change, until it is over.
#include "cli/client/watching.hpp"

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/client/options.hpp"
#include "cli/client/table.hpp"
#include "percent_encoding.hpp"

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

struct Given {
    Options options;
    std::string campaign;
    double seconds = 1;
};

std::string line_of(const Json& campaign) {
    std::string line = to_cell(campaign.at("status"));
    for (const auto& [name, count] : campaign.at("counts").items())
        if (count.is_number() && count != 0) line += "  " + name + " " + to_cell(count);
    if (!campaign.at("reason").is_null()) line += "  (" + to_cell(campaign.at("reason")) + ")";
    return line;
}

ExitCode watch(const Given& given) {
    Server server{address_of(given.options)};
    const std::string target = "/v1/campaigns/" + percent_encoded(given.campaign);
    std::string last;
    for (;;) {
        const Reply reply = server.ask("GET", target);
        const Json campaign = Json::parse(reply.body);
        const std::string line = given.options.json ? reply.body : line_of(campaign);
        if (line != last) std::cout << line << std::endl;
        last = line;
        const bool is_over = campaign.at("status") == "completed" || campaign.at("status") == "canceled";
        if (is_over) return ExitCode::ok;
        std::this_thread::sleep_for(std::chrono::duration<double>(given.seconds));
    }
}

}  // namespace

Command add_watching(CLI::App& campaigns) {
    CLI::App* command =
        campaigns.add_subcommand("watch", "Tell a campaign's counts as they change, until it is over.");
    const auto given = std::make_shared<Given>();
    add_server_flags(*command, given->options);
    command->add_option("campaign", given->campaign, "The campaign's number.")
        ->required()
        ->type_name("CAMPAIGN");
    command->add_option("--every", given->seconds, "Seconds between two looks.")
        ->capture_default_str()
        ->check(CLI::Range(0.05, 3600.0));
    return {command, [given] { return watch(*given); }};
}

}  // namespace carillon::cli::client
