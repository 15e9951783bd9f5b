// SPDX-License-Identifier: MIT
#include "simulator/progress.hpp"

#include "words.hpp"

namespace carillon::simulator {
namespace {

constexpr Words<Progress, 9> words{{
    {Progress::queued, "queued"},
    {Progress::initiated, "initiated"},
    {Progress::ringing, "ringing"},
    {Progress::in_progress, "in-progress"},
    {Progress::completed, "completed"},
    {Progress::busy, "busy"},
    {Progress::no_answer, "no-answer"},
    {Progress::failed, "failed"},
    {Progress::canceled, "canceled"},
}};

}  // namespace

std::string_view to_text(Progress progress) {
    return word_of(words, progress);
}

std::string_view resource_status(Progress progress) {
    return to_text(progress == Progress::initiated ? Progress::queued : progress);
}

std::optional<Progress> parse_resource_status(std::string_view text) {
    const auto progress = value_of(words, text);
    return progress == Progress::initiated ? std::nullopt : progress;
}

std::string_view event_name(Progress progress) {
    if (is_over(progress)) return "completed";
    if (progress == Progress::in_progress) return "answered";
    return progress == Progress::queued ? std::string_view{} : to_text(progress);
}

}  // namespace carillon::simulator
