// SPDX-License-Identifier: MIT
#include "campaign.hpp"

#include <numeric>

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<CampaignStatus, 5> statuses{{
    {CampaignStatus::draft, "draft"},
    {CampaignStatus::running, "running"},
    {CampaignStatus::paused, "paused"},
    {CampaignStatus::completed, "completed"},
    {CampaignStatus::canceled, "canceled"},
}};

constexpr Words<CampaignMove, 4> moves{{
    {CampaignMove::start, "start"},
    {CampaignMove::pause, "pause"},
    {CampaignMove::resume, "resume"},
    {CampaignMove::cancel, "cancel"},
}};

}  // namespace

std::string_view to_text(CampaignStatus status) {
    return word_of(statuses, status);
}
std::optional<CampaignStatus> parse_campaign_status(std::string_view text) {
    return value_of(statuses, text);
}
std::string_view to_text(CampaignMove move) {
    return word_of(moves, move);
}

std::int64_t CampaignCounts::total() const {
    return std::accumulate(by_status.begin(), by_status.end(), std::int64_t{0});
}

std::int64_t CampaignCounts::done() const {
    return total() - of(ContactStatus::pending) - of(ContactStatus::in_progress);
}

}  // namespace carillon
