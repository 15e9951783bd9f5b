// SPDX-License-Identifier: MIT
#include "from_pool_json.hpp"

#include <algorithm>
#include <set>

#include "phone_number.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

bool is_whole(const Json& value, std::int64_t least, std::int64_t most) {
    return value.is_number_integer() && value.get<std::int64_t>() >= least &&
           value.get<std::int64_t>() <= most;
}

bool is_share(const Json& value) {
    return value.is_number() && value.get<double>() >= 0 && value.get<double>() <= 1;
}

Complaint read_numbers(const Json& value, FromPool& pool) {
    constexpr std::ptrdiff_t most = 100;
    const auto is_number = [](const Json& each) {
        return each.is_string() && PhoneNumber::from_e164(each.get<std::string>());
    };
    if (!value.is_array() || value.empty() || std::ssize(value) > most ||
        !std::all_of(value.begin(), value.end(), is_number))
        return "numbers must be a list of 1 to 100 phone numbers in E.164 form, such as [\"+15551234567\"]";
    pool.numbers = value.get<std::vector<std::string>>();
    if (std::set(pool.numbers.begin(), pool.numbers.end()).size() != pool.numbers.size())
        return "numbers names a number twice";
    return std::nullopt;
}

Complaint read_rest_member(const std::string& name, const Json& value, RestRule& rest) {
    constexpr std::int64_t longest_rest = 30 * 86'400;
    if (name == "of_last") {
        if (!is_whole(value, 5, 1000)) return "rest: of_last must be a whole number from 5 to 1000 (calls)";
        rest.of_last = value.get<std::int64_t>();
    } else if (name == "answer_rate_below") {
        if (!is_share(value)) return "rest: answer_rate_below must be a share from 0 to 1";
        rest.answer_rate_below = value.get<double>();
    } else if (name == "short_calls_above") {
        if (!is_share(value)) return "rest: short_calls_above must be a share from 0 to 1";
        rest.short_calls_above = value.get<double>();
    } else if (name == "rest_seconds") {
        if (!is_whole(value, 60, longest_rest))
            return "rest: rest_seconds must be a whole number from 60 to 2592000";
        rest.rest_seconds = value.get<std::int64_t>();
    } else {
        return "rest has no \"" + name +
               "\": known are of_last, answer_rate_below, short_calls_above and rest_seconds";
    }
    return std::nullopt;
}

Complaint read_rest(const Json& value, FromPool& pool) {
    if (value.is_null()) {
        pool.rest.reset();
        return std::nullopt;
    }
    if (!value.is_object()) return "rest must be an object, or null";
    RestRule rest;
    for (const auto& [name, member] : value.items())
        if (auto complaint = read_rest_member(name, member, rest)) return complaint;
    pool.rest = rest;
    return std::nullopt;
}

Complaint read_member(const std::string& name, const Json& value, FromPool& pool) {
    if (name == "numbers") return read_numbers(value, pool);
    if (name == "rest") return read_rest(value, pool);
    if (name == "strategy") {
        const auto strategy =
            value.is_string() ? parse_pool_strategy(value.get<std::string>()) : std::nullopt;
        if (!strategy) return "strategy must be rotation, sticky or local_presence";
        pool.strategy = *strategy;
        return std::nullopt;
    }
    if (name == "max_calls_per_day") {
        if (!is_whole(value, 0, 1'000'000))
            return "max_calls_per_day must be a whole number from 0 (no cap) to 1000000";
        pool.max_calls_per_day = value.get<std::int64_t>();
        return std::nullopt;
    }
    return "has no \"" + name + "\": known are numbers, strategy, max_calls_per_day and rest";
}

Json rest_to_json(const RestRule& rest) {
    return {{"of_last", rest.of_last},
            {"answer_rate_below", rest.answer_rate_below},
            {"short_calls_above", rest.short_calls_above},
            {"rest_seconds", rest.rest_seconds}};
}

}  // namespace

Json from_pool_to_json(const FromPool& pool) {
    if (pool.numbers.empty()) return nullptr;
    return {{"numbers", pool.numbers},
            {"strategy", to_text(pool.strategy)},
            {"max_calls_per_day", pool.max_calls_per_day},
            {"rest", pool.rest ? rest_to_json(*pool.rest) : Json(nullptr)}};
}

std::optional<std::string> read_from_pool(const Json& value, FromPool& pool) {
    FromPool read;
    if (!value.is_null()) {
        if (!value.is_object()) return "must be an object, or null";
        for (const auto& [name, member] : value.items())
            if (auto complaint = read_member(name, member, read)) return complaint;
        if (read.numbers.empty()) return "numbers is missing: a list of phone numbers in E.164 form";
    }
    pool = std::move(read);
    return std::nullopt;
}

}  // namespace carillon
