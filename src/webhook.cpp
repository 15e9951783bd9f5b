// SPDX-License-Identifier: MIT
#include "webhook.hpp"

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<DeliveryStatus, delivery_status_count> statuses{{
    {DeliveryStatus::waiting, "waiting"},
    {DeliveryStatus::delivered, "delivered"},
    {DeliveryStatus::dead, "dead"},
}};

}  // namespace

std::string_view to_text(DeliveryStatus status) {
    return word_of(statuses, status);
}
std::optional<DeliveryStatus> parse_delivery_status(std::string_view text) {
    return value_of(statuses, text);
}

}  // namespace carillon
