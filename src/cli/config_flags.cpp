// SPDX-License-Identifier: MIT
#include "cli/config_flags.hpp"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

namespace carillon::cli {
namespace {

constexpr const char* config_file_variable = "CARILLON_CONFIG";

/// A secret is never shown, so it has no default worth telling either.
std::string description_of(const ConfigSetting& setting) {
    static const Config defaults;
    std::string text = std::string{setting.purpose} + "\nExpects " + std::string{setting.expects} + ".\n";
    if (setting.kind == SettingKind::secret) text += "The flag names a file that holds it. ";
    text += "Variable " + std::string{setting.variable} + ", key " + key_of(setting);
    const std::string value = setting.kind == SettingKind::secret ? "" : setting.write(defaults);
    return text + (value.empty() ? "." : ", default " + value + ".");
}

}  // namespace

ConfigFlags::ConfigFlags(CLI::App& command, std::string_view only_group) : only_group_(only_group) {
    command
        .add_option("--config",
                    config_file_,
                    "Read settings from this file: lines of `key = value`.\n"
                    "Flags come before the environment, the environment before the file.\n"
                    "Variable CARILLON_CONFIG.")
        ->type_name("FILE")
        ->take_last();
    for (const ConfigSetting& setting : config_settings())
        if (is_offered(setting)) add_flag(command, setting);
}

bool ConfigFlags::is_offered(const ConfigSetting& setting) const {
    return only_group_.empty() || setting.group == only_group_;
}

void ConfigFlags::add_flag(CLI::App& command, const ConfigSetting& setting) {
    const std::string flag = flag_of(setting);
    const std::string group{setting.group};
    const std::string description = description_of(setting);
    if (setting.kind == SettingKind::toggle) {
        command.add_flag(flag, toggles_[setting.variable], description)->group(group);
        return;
    }
    command.add_option(flag, texts_[setting.variable], description)
        ->type_name(setting.kind == SettingKind::secret ? "FILE" : "TEXT")
        ->group(group)
        ->take_last();
}

Gathered ConfigFlags::gather_flags() const {
    Gathered gathered;
    for (const ConfigSetting& setting : config_settings()) {
        const std::string variable{setting.variable};
        const auto toggle = toggles_.find(setting.variable);
        if (toggle != toggles_.end() && toggle->second)
            gathered.given.emplace(variable, GivenText{"true", flag_of(setting)});
        const auto text = texts_.find(setting.variable);
        if (text == texts_.end() || text->second.empty()) continue;
        if (setting.kind != SettingKind::secret) {
            gathered.given.emplace(variable, GivenText{text->second, flag_of(setting)});
            continue;
        }
        auto content = read_secret_file(text->second);
        if (content)
            gathered.given.emplace(variable, GivenText{*std::move(content), flag_of(setting)});
        else
            gathered.problems.push_back({variable, flag_of(setting) + ": " + content.error().message + "."});
    }
    return gathered;
}

ReadConfig ConfigFlags::load() const {
    const std::string file = config_file_.empty() ? environment_variable(config_file_variable) : config_file_;
    Gathered all = gather_flags();
    all.given.merge(read_environment());
    for (FieldError& unknown : unknown_environment_variables()) all.problems.push_back(std::move(unknown));
    if (!file.empty()) {
        Gathered from_file = read_config_file(file);
        all.given.merge(from_file.given);
        all.problems.insert(all.problems.end(), from_file.problems.begin(), from_file.problems.end());
    }
    for (const ConfigSetting& setting : config_settings())
        if (!is_offered(setting)) all.given.erase(std::string{setting.variable});

    ReadConfig read = read_config(all.given);
    read.problems.insert(read.problems.begin(), all.problems.begin(), all.problems.end());
    return read;
}

ReadConfig ConfigFlags::load_for_serving() const {
    ReadConfig read = load();
    const auto is_named = [known = read.problems](const FieldError& problem) {
        return std::any_of(known.begin(), known.end(), [&](const FieldError& each) {
            return each.pointer == problem.pointer;
        });
    };
    // A value that was refused is not missing as well.
    for (FieldError& problem : problems_for_serving(read.config))
        if (!is_named(problem)) read.problems.push_back(std::move(problem));
    return read;
}

void print_problems(const std::vector<FieldError>& problems) {
    std::cerr << "carillon: " << problems.size() << (problems.size() == 1 ? " problem" : " problems")
              << " in the configuration:\n";
    for (const FieldError& problem : problems) std::cerr << "  - " << problem.message << '\n';
}

}  // namespace carillon::cli
