// SPDX-License-Identifier: MIT
// The configuration file: `key = value` lines, `#` comments, values bare or in double quotes. Our own reader,
// because CLI11's cuts a value at `#` and splits it at commas without a word: a secret or a URL may hold
// both.
#pragma once

#include <string>
#include <vector>

#include "config_setting.hpp"

namespace carillon::cli {

/// What sources say, before anybody looked at the values.
struct Gathered {
    GivenTexts given;
    std::vector<FieldError> problems;
};

/// `name` is how messages call the file.
[[nodiscard]] Gathered parse_config_file(std::string_view content, const std::string& name);

/// A file that cannot be read is a problem like any other.
[[nodiscard]] Gathered read_config_file(const std::string& path);

/// All of a small file. Fails with: invalid and a sentence that names the file.
[[nodiscard]] Result<std::string> read_file(const std::string& path);

/// The same without the line end that editors and `echo` put behind a secret.
[[nodiscard]] Result<std::string> read_secret_file(const std::string& path);

}  // namespace carillon::cli
