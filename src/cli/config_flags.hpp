// SPDX-License-Identifier: MIT
// The settings as flags of a subcommand, and what flags, environment and configuration file say together.
// CLI11 only collects raw text here: it would stop at the first wrong value, and a person wants all of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/config_file.hpp"
#include "config_setting.hpp"

namespace carillon::cli {

class ConfigFlags {
public:
    /// Adds the flags of all settings, or of one group's, and --config. Must live as long as `command`.
    explicit ConfigFlags(CLI::App& command, std::string_view only_group = {});
    ConfigFlags(const ConfigFlags&) = delete;
    ConfigFlags& operator=(const ConfigFlags&) = delete;

    /// A flag beats the environment, the environment beats the file.
    [[nodiscard]] ReadConfig load() const;
    /// The same, and what a server would lack with them.
    [[nodiscard]] ReadConfig load_for_serving() const;

private:
    void add_flag(CLI::App& command, const ConfigSetting& setting);
    [[nodiscard]] Gathered gather_flags() const;
    [[nodiscard]] bool is_offered(const ConfigSetting& setting) const;

    std::string_view only_group_;
    std::string config_file_;
    std::map<std::string_view, std::string> texts_;  ///< by variable; empty: not given
    std::map<std::string_view, bool> toggles_;
};

/// `carillon: N problems …` and one line each, on stderr.
void print_problems(const std::vector<FieldError>& problems);

}  // namespace carillon::cli
