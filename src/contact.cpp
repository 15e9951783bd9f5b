// SPDX-License-Identifier: MIT
#include "contact.hpp"

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<ContactStatus, contact_status_count> statuses{{
    {ContactStatus::pending, "pending"},
    {ContactStatus::in_progress, "in_progress"},
    {ContactStatus::answered, "answered"},
    {ContactStatus::completed, "completed"},
    {ContactStatus::busy, "busy"},
    {ContactStatus::no_answer, "no_answer"},
    {ContactStatus::failed, "failed"},
    {ContactStatus::blocked, "blocked"},
    {ContactStatus::canceled, "canceled"},
    {ContactStatus::expired, "expired"},
    {ContactStatus::unresolved, "unresolved"},
}};

}  // namespace

std::string_view to_text(ContactStatus status) {
    return word_of(statuses, status);
}
std::optional<ContactStatus> parse_contact_status(std::string_view text) {
    return value_of(statuses, text);
}

bool is_done(ContactStatus status) {
    return status != ContactStatus::pending && status != ContactStatus::in_progress;
}

}  // namespace carillon
