// SPDX-License-Identifier: MIT
#include "simulator/magic_numbers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace carillon::simulator {
namespace {

struct EndingOfCall {
    std::string_view digits;
    double Profile::*share;
};
constexpr std::array<EndingOfCall, 5> endings_of_calls{{
    {"0200", &Profile::answer},
    {"0486", &Profile::busy},
    {"0487", &Profile::no_answer},
    {"0404", &Profile::failed},
    {"0777", &Profile::voicemail},
}};

struct EndingOfFault {
    std::string_view digits;
    double Faults::*probability;
    bool first_request_only;  ///< so that whoever tries again finds the line free
};
constexpr std::array<EndingOfFault, 13> endings_of_faults{{
    {"0429", &Faults::throttle_429, true},
    {"0500", &Faults::error_5xx_before, false},
    {"0501", &Faults::error_5xx_after, false},
    {"0900", &Faults::drop_response, false},
    {"0901", &Faults::reset_before_accept, false},
    {"0902", &Faults::truncate_body, false},
    {"0903", &Faults::slow_answer, false},
    {"0910", &Faults::callback_lost, false},
    {"0911", &Faults::callback_doubled, false},
    {"0912", &Faults::callback_reordered, false},
    {"0913", &Faults::callback_early, false},
    {"0914", &Faults::callback_late, false},
    {"0920", &Faults::list_lag, false},
}};

using Refusals = std::array<std::pair<std::string_view, int>, 4>;
constexpr Refusals refused_as_to{{
    {"+15005550001", 21217},
    {"+15005550002", 21214},
    {"+15005550003", 21215},
    {"+15005550004", 21216},
}};
constexpr std::array<std::pair<std::string_view, int>, 2> refused_as_from{{
    {"+15005550001", 21212},
    {"+15005550007", 21210},
}};

template <class Table>
std::optional<int> code_in(const Table& table, std::string_view number) {
    for (const auto& [each, code] : table)
        if (each == number) return code;
    return std::nullopt;
}

Behaviour with_certainty(Behaviour given) {
    Profile& profile = given.profile;
    profile.answer = profile.busy = profile.no_answer = profile.failed = profile.voicemail = 0;
    for (const auto& ending : endings_of_faults) given.faults.*ending.probability = 0;
    return given;
}

}  // namespace

Behaviour behaviour_of(std::string_view number, std::uint64_t sequence, Behaviour given) {
    const auto digits = number.substr(number.size() - std::min<std::size_t>(number.size(), 4));
    for (const auto& ending : endings_of_calls) {
        if (ending.digits != digits) continue;
        auto magic = with_certainty(given);
        magic.profile.*ending.share = 1;
        return magic;
    }
    for (const auto& ending : endings_of_faults) {
        if (ending.digits != digits) continue;
        auto magic = with_certainty(given);
        magic.profile.answer = 1;
        magic.faults.*ending.probability = ending.first_request_only && sequence > 0 ? 0 : 1;
        return magic;
    }
    return given;
}

std::optional<int> refusal_of_test_to(std::string_view number) {
    return code_in(refused_as_to, number);
}

std::optional<int> refusal_of_test_from(std::string_view number) {
    return code_in(refused_as_from, number);
}

}  // namespace carillon::simulator
