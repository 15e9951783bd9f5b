// SPDX-License-Identifier: MIT
#include "cli/client/verbs.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/client/file_answer.hpp"
#include "cli/client/options.hpp"
#include "cli/client/table.hpp"
#include "percent_encoding.hpp"

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t largest_page = 1000;
constexpr std::size_t widest_cell = 40;

struct Given {
    explicit Given(Verb which) : verb(std::move(which)) {}
    Verb verb;
    Options options;
    std::string argument;
    std::map<std::string, std::string> members;
    std::map<std::string, std::string> filters;
};

std::string target_of(const Given& given) {
    std::string target{given.verb.path};
    const auto open = target.find("{id}");
    if (open != std::string::npos) target.replace(open, 4, percent_encoded(given.argument));
    return target;
}

/// A member that is JSON is sent as what it is, everything else as a string: `--settings '{"max_attempts":
/// 2}'`.
Json member_of(const std::string& name, const std::string& text) {
    const bool may_be_json = name == "settings" || name == "statuses";
    if (!may_be_json) return text;
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) throw CLI::ValidationError("--" + name, "expected JSON");
    return json;
}

std::string body_of(const Given& given) {
    Json body = Json::object();
    for (const auto& [name, text] : given.members)
        if (!text.empty()) body[name] = member_of(name, text);
    return body.empty() ? "" : body.dump();
}

void show_rows(const Given& given, const std::vector<Json>& items) {
    const auto columns = columns_of(given.verb.list);
    Rows rows;
    for (const Json& item : items) {
        auto& row = rows.emplace_back();
        for (const std::string& column : columns) {
            const Json::json_pointer pointer{"/" + column};
            row.push_back(item.contains(pointer) ? to_cell(item.at(pointer)) : "-");
        }
    }
    std::vector<std::string> header;
    for (std::string name : columns) {
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
            return c == '_' || c == '/' ? ' ' : static_cast<char>(std::toupper(c));
        });
        header.push_back(std::move(name));
    }
    print_table(std::cout, header, rows, ::isatty(STDOUT_FILENO) == 1 ? widest_cell : 0);
}

std::string page_target(const Given& given, std::int64_t wanted, const std::string& cursor) {
    std::string target = target_of(given) + "?limit=" + std::to_string(wanted);
    for (const auto& [name, value] : given.filters)
        if (!value.empty()) target += "&" + name + "=" + percent_encoded(value);
    return cursor.empty() ? target : target + "&cursor=" + percent_encoded(cursor);
}

/// Page after page, until there are as many as were asked for. For people all are laid out together.
ExitCode list(const Given& given) {
    Server server{address_of(given.options)};
    std::vector<Json> items;
    std::string cursor;
    std::int64_t left = given.options.limit;
    do {
        const std::int64_t wanted = given.options.limit == 0 ? largest_page : std::min(left, largest_page);
        const Json page = Json::parse(server.ask("GET", page_target(given, wanted, cursor)).body);
        for (const Json& item : page.at(std::string{given.verb.list})) {
            if (given.options.json)
                std::cout << item.dump() << '\n';
            else
                items.push_back(item);
            --left;
        }
        cursor = page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
    } while (!cursor.empty() && (given.options.limit == 0 || left > 0));
    if (!given.options.json) show_rows(given, items);
    if (!cursor.empty()) std::cerr << "There are more: --limit 0 shows all.\n";
    return ExitCode::ok;
}

ExitCode ask(const Given& given) {
    Server server{address_of(given.options)};
    const Reply reply = server.ask(given.verb.method, target_of(given), body_of(given));
    if (given.options.json)
        std::cout << reply.body << '\n';
    else
        print_members(std::cout, Json::parse(reply.body));
    return ExitCode::ok;
}

ExitCode run(const Given& given) {
    if (!given.options.database.empty()) {
        FileQuestion question{given.options.database,
                              std::string{given.verb.view},
                              {},
                              given.options.limit,
                              given.options.json};
        if (!given.argument.empty())
            question.filters.push_back({std::string{given.verb.column}, given.argument});
        for (const auto& [name, value] : given.filters)
            if (!value.empty()) question.filters.push_back({name, value});
        return answer_from_file(question, given.verb.list.empty());
    }
    return given.verb.list.empty() ? ask(given) : list(given);
}

Command add(CLI::App& noun, const Verb& verb) {
    CLI::App* command = noun.add_subcommand(std::string{verb.name}, std::string{verb.description});
    const auto given = std::make_shared<Given>(verb);
    add_server_flags(*command, given->options);
    if (!verb.view.empty()) add_file_flag(*command, given->options);
    if (!verb.argument.empty()) {
        auto* argument = command->add_option("id", given->argument)->type_name(std::string{verb.argument});
        if (verb.path.find("{id}") != std::string_view::npos) argument->required();
    }
    for (const std::string_view member : verb.members) {
        const bool is_needed = member.ends_with(' ');
        const std::string name{member.substr(0, member.find(' '))};
        auto* flag = command->add_option(
            "--" + name, given->members[name], "The member `" + name + "` of what is sent.");
        if (is_needed) flag->required();
    }
    for (const std::string_view filter : verb.filters)
        command->add_option(
            "--" + std::string{filter}, given->filters[std::string{filter}], "Only those with this.");
    if (!verb.list.empty())
        command->add_option("--limit", given->options.limit, "How many; 0: all.")
            ->capture_default_str()
            ->check(CLI::NonNegativeNumber);
    return {command, [given] { return run(*given); }};
}

}  // namespace

std::vector<Command> add_verbs(CLI::App& noun, const std::vector<Verb>& verbs) {
    std::vector<Command> commands;
    for (const Verb& verb : verbs) commands.push_back(add(noun, verb));
    return commands;
}

std::vector<std::string> columns_of(std::string_view list) {
    if (list == "campaigns")
        return {"id",
                "status",
                "counts/total",
                "counts/pending",
                "counts/in_progress",
                "counts/completed",
                "name",
                "reason"};
    if (list == "contacts") return {"id", "phone", "status", "attempts", "next_attempt_at", "name", "reason"};
    if (list == "calls")
        return {"id",
                "to_number",
                "state",
                "outcome",
                "duration_seconds",
                "created_at",
                "error_code",
                "call_sid"};
    if (list == "imports")
        return {"id", "received", "accepted", "duplicates", "rejected", "started_at", "finished_at"};
    if (list == "rejected") return {"line", "field", "code", "value", "message"};
    return {"phone", "reason", "created_at"};
}

}  // namespace carillon::cli::client
