// SPDX-License-Identifier: MIT
// Uploads: the file is read while it is sent, a bar on a terminal says how far it is, and what became of the
// rows is told at the end. Sending a file again is safe, so a broken upload needs no care.
#include "cli/client/upload.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/client/options.hpp"
#include "cli/client/server.hpp"
#include "cli/client/table.hpp"
#include "percent_encoding.hpp"

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

struct Given {
    Options options;
    std::string campaign;
    std::string file;
    std::string format;
    std::string country;
    std::string phone_column;
};

struct CloseFile {
    void operator()(std::FILE* file) const {
        if (file != stdin) std::fclose(file);
    }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open(const std::string& name) {
    File file{name == "-" ? stdin : std::fopen(name.c_str(), "rb")};
    if (!file) throw std::runtime_error("Cannot read " + name + ": " + std::strerror(errno) + ".");
    return file;
}

/// 0: nobody knows, as of a pipe.
std::int64_t size_of(const std::string& name) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(name, failure);
    return failure ? 0 : static_cast<std::int64_t>(size);
}

/// On a terminal alone, and on stderr: what is written to a file or a pipe is the outcome.
class Bar {
public:
    explicit Bar(std::int64_t whole) : whole_(whole), is_shown_(::isatty(STDERR_FILENO) == 1) {}
    ~Bar() {
        if (is_shown_) std::cerr << "\r\033[K";
    }
    void show(std::int64_t sent) {
        const std::int64_t percent =
            whole_ > 0 ? std::min<std::int64_t>(100, sent * 100 / whole_) : sent >> 20U;
        if (!is_shown_ || percent == shown_) return;
        shown_ = percent;
        if (whole_ > 0) {
            const auto full = static_cast<std::size_t>(percent * width / 100);
            std::cerr << "\r[" << std::string(full, '#') << std::string(width - full, ' ') << "] " << percent
                      << " %" << std::flush;
        } else {
            std::cerr << "\r" << percent << " MB sent" << std::flush;
        }
    }

private:
    static constexpr std::size_t width = 40;
    std::int64_t whole_;
    bool is_shown_;
    std::int64_t shown_ = -1;
};

void tell(const Json& report) {
    std::cout << "import " << report.at("import_id") << ": received " << report.at("received")
              << ", accepted " << report.at("accepted") << ", duplicates " << report.at("duplicates")
              << ", rejected " << report.at("rejected") << '\n';
    if (report.at("errors").empty()) return;
    Rows rows;
    for (const Json& error : report.at("errors"))
        rows.push_back({to_cell(error.at("line")),
                        to_cell(error.at("field")),
                        to_cell(error.at("code")),
                        to_cell(error.at("value")),
                        to_cell(error.at("message"))});
    print_table(std::cout, {"LINE", "FIELD", "CODE", "VALUE", "MESSAGE"}, rows, 0);
    if (report.at("errors_truncated").get<bool>())
        std::cout << "and more: carillon contacts rejected " << report.at("import_id") << '\n';
}

std::string target_of(const Given& given) {
    std::string target = "/v1/campaigns/" + percent_encoded(given.campaign) + "/contacts";
    if (!given.country.empty()) target += "?default_country=" + percent_encoded(given.country);
    if (!given.phone_column.empty())
        target +=
            (given.country.empty() ? "?" : "&") + ("phone_column=" + percent_encoded(given.phone_column));
    return target;
}

ExitCode upload(const Given& given) {
    Upload what;
    what.content_type = content_type_of(given.format, given.file);
    if (what.content_type.empty()) {
        std::cerr << "carillon: " << given.file
                  << " has no ending that says what it holds: add --format csv, json or ndjson.\n";
        return ExitCode::usage;
    }
    const File file = open(given.file);
    what.file = file.get();
    Reply reply;
    {
        Bar bar{size_of(given.file)};
        what.progress = [&](std::int64_t sent) { bar.show(sent); };
        Server server{address_of(given.options)};
        reply = server.upload(target_of(given), what);
    }
    if (given.options.json)
        std::cout << reply.body << '\n';
    else
        tell(Json::parse(reply.body));
    return ExitCode::ok;
}

}  // namespace

std::string content_type_of(std::string_view word, std::string_view file) {
    const std::string_view ending =
        word.empty() ? file.substr(std::min(file.size(), file.rfind('.') + 1)) : word;
    if (ending == "csv") return "text/csv";
    if (ending == "json") return "application/json";
    if (ending == "ndjson" || ending == "jsonl") return "application/x-ndjson";
    return {};
}

Command add_upload(CLI::App& contacts) {
    CLI::App* command = contacts.add_subcommand(
        "upload", "Add the contacts of a file to a campaign; doing it again changes nothing.");
    const auto given = std::make_shared<Given>();
    add_server_flags(*command, given->options);
    command->add_option("campaign", given->campaign, "The campaign's number.")
        ->required()
        ->type_name("CAMPAIGN");
    command->add_option("file", given->file, "CSV, JSON or NDJSON; - is stdin.")
        ->required()
        ->type_name("FILE");
    command
        ->add_option(
            "--format", given->format, "csv, json or ndjson, where the file's ending does not say it.")
        ->check(CLI::IsMember({"csv", "json", "ndjson"}));
    command->add_option("--country", given->country, "Of numbers that are written nationally, such as US.");
    command->add_option(
        "--phone-column", given->phone_column, "The CSV column with the number, if it is not `phone`.");
    return {command, [given] { return upload(*given); }};
}

}  // namespace carillon::cli::client
