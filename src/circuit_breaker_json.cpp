// SPDX-License-Identifier: MIT
#include "circuit_breaker_json.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

Complaint read_share(const Json& value, double& share) {
    if (!value.is_number() || !(value.get<double>() >= 0.01 && value.get<double>() <= 1))
        return "failed_share must be a number from 0.01 to 1";
    share = value.get<double>();
    return std::nullopt;
}

Complaint read_whole(
    const Json& value, const std::string& name, std::int64_t least, std::int64_t most, std::int64_t& into) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
        return name + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    into = value.get<std::int64_t>();
    return std::nullopt;
}

/// No more calls than the store looks at (store/sqlite/recent_calls.cpp).
Complaint read_member(const std::string& name, const Json& value, CircuitBreaker& breaker) {
    if (name == "failed_share") return read_share(value, breaker.failed_share);
    if (name == "window_seconds") return read_whole(value, name, 10, 86'400, breaker.window_seconds);
    if (name == "least_calls") return read_whole(value, name, 1, 1'000, breaker.least_calls);
    return "has no \"" + name + "\": known are failed_share, window_seconds and least_calls";
}

}  // namespace

Json circuit_breaker_to_json(const std::optional<CircuitBreaker>& breaker) {
    if (!breaker) return nullptr;
    return Json{{"failed_share", breaker->failed_share},
                {"window_seconds", breaker->window_seconds},
                {"least_calls", breaker->least_calls}};
}

Complaint read_circuit_breaker(const Json& json, std::optional<CircuitBreaker>& breaker) {
    if (json.is_null()) {
        breaker.reset();
        return std::nullopt;
    }
    if (!json.is_object())
        return "must be an object with failed_share, window_seconds and least_calls, or null";
    CircuitBreaker read;
    for (const auto& [name, value] : json.items())
        if (auto complaint = read_member(name, value, read)) return complaint;
    breaker = read;
    return std::nullopt;
}

}  // namespace carillon
