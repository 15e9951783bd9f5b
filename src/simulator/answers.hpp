// SPDX-License-Identifier: MIT
// Answers of the fake, and of the faults that spoil them.
#pragma once

#include <string>

#include "http/message.hpp"
#include "simulator/refusal.hpp"

namespace carillon::simulator {

[[nodiscard]] http::Response answer_json(int status, std::string json);
[[nodiscard]] http::Response answer_refusal(const Refusal& refusal);
/// A proxy's 500: no JSON, no error code.
[[nodiscard]] http::Response answer_error();
/// Nothing is sent; the connection is closed.
[[nodiscard]] http::Response hang_up();
/// The answer breaks off in the middle of its body.
[[nodiscard]] http::Response answer_half(int status, const std::string& json);

}  // namespace carillon::simulator
