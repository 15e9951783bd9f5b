// SPDX-License-Identifier: MIT
#include "cli/client/file_answer.hpp"

#include <iostream>

#include <unistd.h>

#include "cli/client/server.hpp"
#include "cli/client/table.hpp"

namespace carillon::cli::client {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t widest_cell = 40;

Json to_json(const store::Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    return nullptr;
}

}  // namespace

ExitCode answer_from_file(const FileQuestion& question, bool is_one) {
    try {
        store::ViewFile file{question.database};
        std::vector<std::vector<store::Cell>> found;
        const auto columns = file.read({question.view, question.filters, is_one ? 1 : question.limit},
                                       [&](const auto& row) { found.push_back(row); });
        if (is_one && found.empty())
            throw Refused("There is no such row in " + question.view + " of " + question.database + ".");
        Rows rows;
        for (const auto& cells : found) {
            Json object = Json::object();
            for (std::size_t i = 0; i < columns.size(); ++i) object[columns[i]] = to_json(cells[i]);
            if (question.json)
                std::cout << object.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
            else if (is_one)
                print_members(std::cout, object);
            else
                for (auto& row = rows.emplace_back(); const auto& [name, value] : object.items())
                    row.push_back(to_cell(value));
        }
        if (!question.json && !is_one)
            print_table(std::cout, columns, rows, ::isatty(STDOUT_FILENO) == 1 ? widest_cell : 0);
        return ExitCode::ok;
    } catch (const Refused&) {
        throw;
    } catch (const std::runtime_error& failure) {
        throw DatabaseUnusable{failure.what()};
    }
}

}  // namespace carillon::cli::client
