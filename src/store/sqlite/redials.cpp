// SPDX-License-Identifier: MIT
// The beginning of a redial: a new draft and the import that will take the copies, or neither.
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/imports.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

/// Whether nobody whom this campaign has given up can be called for it still.
bool is_at_rest(CampaignStatus status) {
    return status == CampaignStatus::completed || status == CampaignStatus::canceled ||
           status == CampaignStatus::paused;
}

Error not_at_rest(const Campaign& source) {
    return {Errc::conflict,
            "Campaign " + std::to_string(source.id.value()) + " is " + std::string{to_text(source.status)} +
                ": only a completed, canceled or paused one can be redialed, because nobody shall be called "
                "for both."};
}

}  // namespace

Result<Redial> SqliteWriter::begin_redial(const BeginRedial& wanted) {
    const auto source = find_campaign(*database_, wanted.source);
    if (!source)
        return Error{Errc::not_found, "There is no campaign " + std::to_string(wanted.source.value()) + "."};
    std::optional<CampaignId> earlier;
    if (wanted.campaign.idempotency) {
        const auto found =
            find_earlier_campaign(*database_, *wanted.campaign.idempotency, wanted.campaign.now);
        if (!found) return found.error();
        earlier = *found;
    }
    if (earlier) {
        auto copy = find_finished_copy(*database_, *earlier, wanted.source);
        if (copy) return Redial{find_campaign(*database_, *earlier).value(), *std::move(copy)};
    } else if (!is_at_rest(source->status)) {
        return not_at_rest(*source);
    }

    auto campaign = create_campaign(wanted.campaign);
    if (!campaign) return campaign.error();
    Import import = insert_import(*database_, campaign->id, wanted.source, wanted.campaign.now);
    return Redial{*std::move(campaign), std::move(import)};
}

}  // namespace carillon::store::sqlite
