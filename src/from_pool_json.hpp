// SPDX-License-Identifier: MIT
// The setting `from_pool` as JSON: null, or an object.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "from_pool.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json from_pool_to_json(const FromPool& pool);
/// Lays the value over `pool`. Returns what is wrong with it, as the end of a sentence that begins with the
/// setting's name; none: it was taken.
[[nodiscard]] std::optional<std::string> read_from_pool(const nlohmann::ordered_json& value, FromPool& pool);

}  // namespace carillon
