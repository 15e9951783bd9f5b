// SPDX-License-Identifier: MIT
// The beginning of a redial: the new campaign with the import that takes the copies.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Redials : public StoreTest {
protected:
    Result<Redial> redial(CampaignId source, const std::string& key = "") {
        BeginRedial wanted{source, {}};
        wanted.campaign.name = "Again";
        wanted.campaign.settings = some_settings();
        if (!key.empty()) wanted.campaign.idempotency = IdempotencyKey{key, "the same"};
        wanted.campaign.now = noon;
        return await(store->begin_redial(std::move(wanted)));
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Redials,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Redials, BeginADraftWithAnImportThatSaysWhoseContactsItTakes) {
    const CampaignId source = move(draft().id, CampaignMove::cancel).id;

    const auto begun = redial(source);

    EXPECT_EQ(begun->campaign.status, CampaignStatus::draft);
    EXPECT_EQ(begun->campaign.name, "Again");
    EXPECT_EQ(begun->import.campaign_id, begun->campaign.id);
    EXPECT_EQ(begun->import.copied_from, source);
    EXPECT_FALSE(begun->import.finished_at) << "what a crash leaves can be seen";
    AddContacts copies{begun->import.id, {person(1)}, {}, noon};
    EXPECT_EQ(await(store->add_contacts(std::move(copies))).value().accepted, 1);
}

TEST_P(Redials, AreRefusedWhileTheirSourceMayCallSomebody) {
    const CampaignId source = draft().id;
    EXPECT_EQ(redial(source).error().code, Errc::conflict);
    move(source, CampaignMove::start);
    EXPECT_EQ(redial(source).error().code, Errc::conflict);
    EXPECT_EQ(redial(CampaignId{99}).error().code, Errc::not_found);
    EXPECT_EQ(await(store->list_campaigns({})).items.size(), 1U) << "nothing was created";

    move(source, CampaignMove::pause);
    EXPECT_TRUE(redial(source));
}

TEST_P(Redials, WithAKeyGoOnWhereACrashLeftThemAndThenAreDone) {
    const CampaignId source = move(draft().id, CampaignMove::cancel).id;
    const auto cut_short = redial(source, "k");
    reopen();

    const auto second = redial(source, "k");
    EXPECT_EQ(second->campaign.id, cut_short->campaign.id);
    EXPECT_NE(second->import.id, cut_short->import.id);
    (void)await(store->finish_import(second->import.id, noon));
    const auto third = redial(source, "k");

    EXPECT_EQ(third->campaign.id, cut_short->campaign.id);
    EXPECT_EQ(third->import.id, second->import.id);
    EXPECT_TRUE(third->import.finished_at);
    EXPECT_EQ(await(store->list_campaigns({})).items.size(), 2U);
}

TEST_P(Redials, WithAKeyThatMadeAnotherCampaignAreRefused) {
    const CampaignId source = move(draft().id, CampaignMove::cancel).id;
    CreateCampaign other;
    other.name = "Other";
    other.settings = some_settings();
    other.idempotency = IdempotencyKey{"k", "something else"};
    other.now = noon;
    (void)await(store->create_campaign(std::move(other)));

    EXPECT_EQ(redial(source, "k").error().code, Errc::unprocessable);
}

}  // namespace
}  // namespace carillon::store::test
