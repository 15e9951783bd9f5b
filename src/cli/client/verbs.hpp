// SPDX-License-Identifier: MIT
// The commands that are one request: a table, and what runs a row of it.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace carillon::cli::client {

struct Verb {
    std::string_view name;
    std::string_view description;
    std::string_view method;
    std::string_view path;      ///< with {id} where the argument goes
    std::string_view argument;  ///< what stands for it in the help: ID, PHONE; empty: none
    std::string_view list;      ///< the answer's list, as `campaigns`; empty: one object
    std::string_view view;      ///< what --db reads instead; empty: only a server can do this
    std::string_view column;    ///< of that view: what the argument is there
    /// Members of the object that is sent, each a flag: `name` → --name. With a blank behind it, it must be
    /// given.
    std::vector<std::string_view> members{};
    /// Filters of a list, each a flag and a query parameter.
    std::vector<std::string_view> filters{};
};

/// Adds `verbs` below `noun`.
[[nodiscard]] std::vector<Command> add_verbs(CLI::App& noun, const std::vector<Verb>& verbs);

/// Which columns of a list people want to see first; the rest is in --json.
[[nodiscard]] std::vector<std::string> columns_of(std::string_view list);

}  // namespace carillon::cli::client
