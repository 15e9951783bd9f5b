// SPDX-License-Identifier: MIT
#include "callback.hpp"

namespace carillon {
namespace {

constexpr std::string_view verdict_prefix = "amd:";

}  // namespace

std::string_view to_text(CallbackSource source) {
    return source == CallbackSource::webhook ? "webhook" : "poll";
}

std::string verdict_word(std::string_view answered_by) {
    return std::string{verdict_prefix}.append(answered_by);
}

bool is_verdict(std::string_view word) {
    return word.starts_with(verdict_prefix);
}

}  // namespace carillon
