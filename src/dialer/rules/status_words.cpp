// SPDX-License-Identifier: MIT
#include "dialer/rules/status_words.hpp"

#include <array>

namespace carillon::dialer::rules {
namespace {

struct Row {
    std::string_view word;
    Meaning meaning;
};

constexpr std::array<Row, 10> rows{{
    {"queued", {CallState::accepted, CallStatus::pending, {}}},
    {"initiated", {CallState::initiated, CallStatus::pending, {}}},
    {"ringing", {CallState::ringing, CallStatus::in_progress, {}}},
    {"in-progress", {CallState::in_progress, CallStatus::in_progress, {}}},
    {"answered", {CallState::answered, CallStatus::answered, {}}},  // never sent by Twilio; other carriers do
    {"completed", {CallState::ended, CallStatus::completed, Outcome::completed}},
    {"failed", {CallState::ended, CallStatus::failed, Outcome::failed}},
    {"busy", {CallState::ended, CallStatus::busy, Outcome::busy}},
    {"no-answer", {CallState::ended, CallStatus::no_answer, Outcome::no_answer}},
    {"canceled", {CallState::ended, CallStatus::failed, Outcome::canceled}},
}};

}  // namespace

std::optional<Meaning> meaning_of(std::string_view twilio_status) {
    for (const Row& row : rows)
        if (row.word == twilio_status) return row.meaning;
    return std::nullopt;
}

}  // namespace carillon::dialer::rules
