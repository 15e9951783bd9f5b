// SPDX-License-Identifier: MIT
// The settings of one process as people meet them: each a variable, a flag and a key of the configuration
// file, described once. Reading them never stops at the first problem. It opens no file: that is cli's.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "error.hpp"

namespace carillon {

enum class SettingKind {
    text,    ///< `--flag VALUE`
    toggle,  ///< `--flag`; true or false elsewhere
    secret,  ///< `--flag-file PATH`: the value itself is never an argument, which other users could list
};

struct ConfigSetting {
    std::string_view group;     ///< its heading in --help
    std::string_view variable;  ///< the environment variable, and the setting's name in every message
    SettingKind kind;
    std::string_view expects;                             ///< what a value must look like, after "expected"
    std::string_view purpose;                             ///< one sentence
    bool (*read)(std::string_view text, Config& config);  ///< false: not as expected, nothing was taken
    std::string (*write)(const Config& config);           ///< as `read` takes it
};

[[nodiscard]] std::span<const ConfigSetting> config_settings();
/// Key in the configuration file: the variable in lower case, without `CARILLON_`.
[[nodiscard]] std::string key_of(const ConfigSetting& setting);
[[nodiscard]] std::string flag_of(const ConfigSetting& setting);

/// A value as somebody wrote it, and where.
struct GivenText {
    std::string text;
    std::string origin;  ///< "the environment", "--port", "carillon.conf line 3"
};
/// By variable. `std::map::merge` lays a weaker source under a stronger one.
using GivenTexts = std::map<std::string, GivenText, std::less<>>;

/// The settings that the process's environment gives; an empty variable counts as not set.
[[nodiscard]] GivenTexts read_environment();

/// One problem for each CARILLON_ variable that is none of ours: a misspelt one would be obeyed by nobody.
[[nodiscard]] std::vector<FieldError> unknown_environment_variables();
/// One variable of the environment; empty when it is not set.
[[nodiscard]] std::string environment_variable(const std::string& name);

struct ReadConfig {
    Config config;  ///< what was not given, or given wrongly, keeps its default
    std::vector<FieldError> problems;
};
/// One problem per wrong value, secrets not shown.
[[nodiscard]] ReadConfig read_config(const GivenTexts& given);

/// What a server lacks or must not do with these settings, one problem each.
[[nodiscard]] std::vector<FieldError> problems_for_serving(const Config& config);
/// What works, but a person should know.
[[nodiscard]] std::vector<std::string> advice_for_serving(const Config& config);

/// The effective settings, in the configuration file's form; secrets only as set or not set.
[[nodiscard]] std::string print_config(const Config& config);

}  // namespace carillon
