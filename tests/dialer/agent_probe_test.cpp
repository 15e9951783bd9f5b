// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Probe : public DialerTest {
protected:
    Probe() { start(); }

    CampaignId draft(const std::string& twiml_url) {
        store::CreateCampaign wanted;
        wanted.name = "test";
        wanted.settings = campaign_settings();
        wanted.settings.twiml_url = twiml_url;
        wanted.now = clock.now();
        return await(store->create_campaign(wanted))->id;
    }
    void add(CampaignId id, std::string variables) {
        store::AddContacts batch;
        batch.import_id = await(store->begin_import(id, clock.now()))->id;
        batch.now = clock.now();
        NewContact contact{
            *PhoneNumber::from_e164("+15550000001"), "Ada", "", std::move(variables), 0, 2, ""};
        batch.contacts.push_back(std::move(contact));
        EXPECT_EQ(await(store->add_contacts(batch))->accepted, 1);
    }
    dialer::AgentProbe probe(CampaignId id) { return await(dialer->probe_agent(id)).value(); }
};

}  // namespace

TEST_F(Probe, AsksAsTwilioWouldButWithoutACallAndMarked) {
    web.answer = [](const auto&) { return WebAnswer{200, "text/xml", "<Response/>"}; };
    web.delay = [](const auto&) { return Milliseconds{250}; };
    const auto id = draft("https://agent.example/{{city}}?n={{name|there}}");
    add(id, R"({"city": "Bern"})");
    const auto result = probe(id);
    EXPECT_TRUE(result.ok);
    EXPECT_EQ(result.status, 200);
    EXPECT_EQ(result.content_type, "text/xml");
    EXPECT_GE(result.took, Milliseconds{250});
    EXPECT_EQ(result.problem, "");

    ASSERT_EQ(web.asked.size(), 1U);
    const WebRequest& asked = web.asked[0].request;
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.url, "https://agent.example/Bern?n=Ada");
    EXPECT_EQ(asked.patience, Milliseconds{5'000});
    EXPECT_THAT(asked.headers,
                testing::Contains(std::pair<std::string, std::string>{"X-Carillon-Probe", "true"}));
    EXPECT_THAT(asked.body, HasSubstr("CarillonProbe=true&"));
    EXPECT_THAT(asked.body, HasSubstr("To=%2B15550000001"));
    EXPECT_THAT(asked.body, testing::Not(HasSubstr("CallSid"))) << "no session may hang on it";
    EXPECT_TRUE(carrier.placed.empty());
}

TEST_F(Probe, FillsInSamplesWhileNobodyWasUploaded) {
    web.answer = [](const auto&) { return WebAnswer{200, "text/xml", "<Response/>"}; };
    EXPECT_TRUE(probe(draft("https://agent.example/{{city}}?n={{name}}")).ok);
    EXPECT_EQ(web.asked.at(0).request.url, "https://agent.example/sample?n=sample");
}

TEST_F(Probe, SaysWhatIsWrong) {
    const auto id = draft("https://agent.example/");
    struct Row {
        WebResult answer;
        std::string problem;
    };
    for (const Row& row :
         {Row{NoWebAnswer{"connecting to agent.example failed: refused"},
              "connecting to agent.example failed"},
          Row{WebAnswer{404, "text/html", "<html>"}, "it answered 404"},
          Row{WebAnswer{302, "", ""}, "it answered 302"},
          Row{WebAnswer{403, "", ""}, "may want Twilio's signature"},
          Row{WebAnswer{200, "text/html", "<html></html>"}, "root of the XML is not <Response>"},
          Row{WebAnswer{200, "", ""}, "empty"}}) {
        web.answer = [&](const auto&) { return row.answer; };
        const auto result = probe(id);
        EXPECT_FALSE(result.ok);
        EXPECT_THAT(result.problem, HasSubstr(row.problem));
    }
    EXPECT_EQ(campaign(id).status, CampaignStatus::draft);
}

TEST_F(Probe, HasNothingToAskWithoutAUrlOrItsVariables) {
    EXPECT_EQ(await(dialer->probe_agent(CampaignId{99})).error().code, Errc::not_found);
    EXPECT_EQ(await(dialer->probe_agent(draft(""))).error().code, Errc::conflict);
    const auto id = draft("https://agent.example/{{city}}");
    add(id, "{}");
    EXPECT_THAT(await(dialer->probe_agent(id)).error().message, HasSubstr("'city'"));
    EXPECT_TRUE(web.asked.empty());
}

}  // namespace carillon::test
