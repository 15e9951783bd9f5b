// SPDX-License-Identifier: MIT
// `carillon keys`: makes, lists and revokes API keys in the database file, while the server runs or not. A
// running server sees it at its next request.
#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "api_key_text.hpp"
#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/database_lock.hpp"
#include "clock.hpp"
#include "config_values.hpp"
#include "store/engine.hpp"
#include "store/sqlite/key_file.hpp"

namespace carillon::cli {
namespace {

Instant now() {
    return SystemClock{}.now();
}

ExitCode refuse(const std::string& sentence) {
    std::cerr << "carillon: " << sentence << '\n';
    return ExitCode::usage;
}

ExitCode fail(const Error& error) {
    std::cerr << "carillon: " << error.message << '\n';
    return ExitCode::failed;
}

/// Inside the fence for as long as `work` runs.
template <class Work>
ExitCode visit(const std::string& database, Work work) {
    try {
        const DatabaseVisit visit{database};
        store::KeyFile keys{database, visit.is_alone()};
        return work(keys);
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{damaged.what()};
    } catch (const DatabaseUnusable&) {
        throw;
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{"The database " + database + " cannot be used. " + failure.what()};
    }
}

// ---- create

struct CreateOptions {
    explicit CreateOptions(CLI::App& command) : flags(command, "Database") {}
    ConfigFlags flags;
    std::string name;
    std::string scopes;
    std::string expires;
    std::int64_t rate = 0;
};

/// `90d` from now, or an instant; none: it is neither, or past.
std::optional<Instant> read_expiry(const std::string& text, Instant now) {
    const auto duration = parse_duration(text);
    const auto expires_at = duration ? std::optional{now + *duration} : parse_rfc3339(text);
    return expires_at && *expires_at > now ? expires_at : std::nullopt;
}

ExitCode create(const CreateOptions& options, const std::string& database) {
    NewApiKey wanted;
    wanted.now = now();
    wanted.name = options.name;
    if (!is_key_name(wanted.name))
        return refuse("--name: expected 1 to 100 bytes without control characters.");
    const auto scopes = parse_scopes(options.scopes);
    if (!scopes)
        return refuse("--scope: expected some of read, upload, dial and admin, such as read,upload.");
    wanted.scopes = *scopes;
    if (!options.expires.empty()) wanted.expires_at = read_expiry(options.expires, wanted.now);
    if (!options.expires.empty() && !wanted.expires_at)
        return refuse(
            "--expires: expected a duration such as 90d, or an instant to come, as 2027-06-30T00:00:00Z.");
    if (options.rate != 0) wanted.requests_per_second = options.rate;
    const std::string secret = random_key_secret();
    wanted.secret_sha256 = sha256_hex(secret);

    return visit(database, [&](store::KeyFile& keys) {
        const auto key = keys.create(wanted);
        if (!key) return fail(key.error());
        std::cerr << "Key " << key->id.value() << " of " << key->name
                  << ". It is shown this once: keep it where secrets are kept.\n";
        std::cout << api_key_text(key->id, secret) << std::endl;
        return ExitCode::ok;
    });
}

// ---- list and revoke

std::string maybe(const std::optional<Instant>& instant) {
    return instant ? to_rfc3339(*instant) : "-";
}

std::string state_of(const ApiKey& key, Instant now) {
    if (key.revoked_at) return "revoked";
    return find_key_fault(key, now).empty() ? "good" : "expired";
}

ExitCode list(store::KeyFile& keys) {
    using Row = std::array<std::string, 7>;
    std::vector<Row> rows{{"ID", "STATE", "SCOPES", "CREATED", "EXPIRES", "LAST USED", "NAME"}};
    for (const ApiKey& key : keys.list())
        rows.push_back({std::to_string(key.id.value()),
                        state_of(key, now()),
                        to_text(key.scopes),
                        to_rfc3339(key.created_at),
                        maybe(key.expires_at),
                        maybe(key.last_used_at),
                        key.name});
    Row::size_type widths[std::tuple_size_v<Row>]{};
    for (const Row& row : rows)
        for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            std::cout << std::left << std::setw(static_cast<int>(widths[i]) + 2) << row[i];
        std::cout << row.back() << '\n';
    }
    return ExitCode::ok;
}

ExitCode revoke(store::KeyFile& keys, std::int64_t id) {
    const auto key = keys.revoke(ApiKeyId{id}, now());
    if (!key) return fail(key.error());
    std::cout << "Key " << id << " of " << key->name << " was revoked at " << to_rfc3339(*key->revoked_at)
              << ".\n";
    return ExitCode::ok;
}

// ---- the command line

constexpr const char* description = "Make, list and revoke API keys, while the server runs or not.";
constexpr const char* footer =
    "Scopes: read (looks), upload (adds contacts and suppressions), dial (has people called within settings\n"
    "that others made), admin (all of it). docs/api.md says which route needs which.\n"
    "Examples:\n"
    "  carillon keys create --db campaigns.db --name crm --scope read,upload --expires 90d\n"
    "  carillon keys list --db campaigns.db\n"
    "  carillon keys revoke 3 --db campaigns.db\n"
    "The key alone is written to stdout, once; what is kept only recognises it. A running server obeys at "
    "its\n"
    "next request.\n"
    "Exit codes: 0 done, 1 no such key, or the name is taken, 2 wrong command line, 3 database cannot be "
    "used, 4 database damaged.";

template <class Options, class Run>
std::function<ExitCode()> with_database(std::shared_ptr<Options> options, Run run) {
    return [options = std::move(options), run] {
        const ReadConfig read = options->flags.load();
        if (read.problems.empty()) return run(*options, read.config.database);
        print_problems(read.problems);
        return ExitCode::usage;
    };
}

struct Options {
    explicit Options(CLI::App& command) : flags(command, "Database") {}
    ConfigFlags flags;
    std::int64_t id = 0;
};

Command add_create(CLI::App& keys) {
    CLI::App* command = keys.add_subcommand("create", "Make a key and show it, once.");
    const auto options = std::make_shared<CreateOptions>(*command);
    command->add_option("--name", options->name, "Whose it is, for lists and the audit.")->required();
    command->add_option("--scope", options->scopes, "Some of read,upload,dial,admin.")->required();
    command->add_option(
        "--expires",
        options->expires,
        "When it ends: a duration such as 90d, or an instant, as 2027-06-30T00:00:00Z. Without "
        "it: never.");
    command
        ->add_option("--rate",
                     options->rate,
                     "Requests per second, twice as many at once. Without it: "
                     "CARILLON_KEY_REQUESTS_PER_SECOND.")
        ->check(CLI::Range(std::int64_t{1}, most_requests_per_second));
    return {command, with_database(options, create)};
}

Command add_list(CLI::App& keys) {
    CLI::App* command = keys.add_subcommand("list", "List all keys, also those that are good no more.");
    return {command,
            with_database(std::make_shared<Options>(*command),
                          [](const Options&, const auto& database) { return visit(database, list); })};
}

Command add_revoke(CLI::App& keys) {
    CLI::App* command = keys.add_subcommand("revoke", "Make a key good for nothing, at once and for good.");
    const auto options = std::make_shared<Options>(*command);
    command->add_option("id", options->id, "The key's number: that in its text, and in the list.")
        ->required()
        ->type_name("ID");
    return {command, with_database(options, [](const Options& given, const auto& database) {
                return visit(database, [&](store::KeyFile& file) { return revoke(file, given.id); });
            })};
}

}  // namespace

Command add_keys(CLI::App& program) {
    CLI::App* command = program.add_subcommand("keys", description);
    command->footer(footer);
    command->require_subcommand(1);
    const std::array verbs{add_create(*command), add_list(*command), add_revoke(*command)};
    return {command, [verbs] {
                const auto given = std::find_if(
                    verbs.begin(), verbs.end(), [](const Command& verb) { return verb.app->parsed(); });
                return given->run();
            }};
}

}  // namespace carillon::cli
