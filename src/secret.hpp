// SPDX-License-Identifier: MIT
// A value that must not be seen: no stream operator, no formatter; whoever needs it says `reveal`.
#pragma once

#include <string>
#include <utility>

namespace carillon {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

}  // namespace carillon
