// SPDX-License-Identifier: MIT
// Who may ask, and what a create request is answered.
#include <string_view>

#include "simulator/world.hpp"
#include "twilio/base64.hpp"

namespace carillon::simulator {
namespace {

bool consists_of(std::string_view characters, std::string_view text) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_sid(std::string_view text, std::string_view prefix) {
    return text.size() == 34 && text.starts_with(prefix) && consists_of("0123456789abcdef", text.substr(2));
}

http::Outgoing with_authorization(const std::string& value) {
    http::Outgoing request;
    if (!value.empty()) request.headers.emplace_back("Authorization", value);
    return request;
}

using Create = World;

TEST_F(Create, NeedsTheRightPassword) {
    start();
    const auto wrong = "Basic " + twilio::base64(account + ":wrong");
    for (const auto& authorization : {std::string{}, wrong, std::string{"Bearer x"}}) {
        const auto answer = std::get<http::Answer>(send(with_authorization(authorization), "/Calls.json"));
        const auto body = Json::parse(answer.body);

        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(body.at("code"), 20003);
        EXPECT_EQ(body.at("status"), 401);
        EXPECT_EQ(body.at("more_info"), "https://www.twilio.com/docs/errors/20003");
        EXPECT_TRUE(body.at("message").is_string());
    }
}

TEST_F(Create, TakesAnApiKeyInsteadOfTheAuthToken) {
    auto config = quick_config();
    config.api_key = "SK0123456789abcdef0123456789abcdef";
    config.api_secret = Secret{"the secret"};
    start(config);

    const auto authorization = "Basic " + twilio::base64(config.api_key + ":the secret");
    const auto answer = std::get<http::Answer>(send(with_authorization(authorization), ".json"));

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(Json::parse(answer.body).at("sid"), account);
}

TEST_F(Create, KnowsOneAccountOnly) {
    start();
    for (const auto* path : {"x/Calls.json", "/Nothing.json", "/Calls", "/Calls/CA1.json"}) {
        const auto answer = get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(Json::parse(answer.body).at("code"), 20404);
    }
}

TEST_F(Create, AnswersTheWholeCallResource) {
    start();
    const auto answer = post("/Calls.json", call_to("+14155550200"));

    EXPECT_EQ(answer.status, 201);
    EXPECT_TRUE(is_sid(answer.header("Twilio-Request-Id"), "RQ"));
    const auto call = Json::parse(answer.body);
    const auto sid = call.at("sid").get<std::string>();
    EXPECT_TRUE(is_sid(sid, "CA"));
    EXPECT_EQ(call.at("status"), "queued");
    EXPECT_EQ(call.at("account_sid"), account);
    EXPECT_EQ(call.at("to"), "+14155550200");
    EXPECT_EQ(call.at("to_formatted"), "(415) 555-0200");
    EXPECT_EQ(call.at("from"), from_number);
    EXPECT_EQ(call.at("direction"), "outbound-api");
    EXPECT_EQ(call.at("api_version"), "2010-04-01");
    EXPECT_TRUE(consists_of("0123456789", call.at("queue_time").get<std::string>()));
    EXPECT_TRUE(parse_rfc2822(call.at("date_created").get<std::string>()));
    for (const auto* name : {"start_time", "end_time", "duration", "price", "answered_by", "parent_call_sid"})
        EXPECT_TRUE(call.at(name).is_null()) << name;
    EXPECT_EQ(call.at("uri"), "/2010-04-01/Accounts/" + account + "/Calls/" + sid + ".json");
    EXPECT_TRUE(call.at("subresource_uris").contains("recordings"));
    for (const auto* secret : {"url", "status_callback"}) EXPECT_FALSE(call.contains(secret)) << secret;
}

TEST_F(Create, RefusesWithTwiliosErrorBodyAndDialsNobody) {
    start();
    auto form = call_to("+15005550003");
    const auto answer = post("/Calls.json", form);

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(Json::parse(answer.body).at("code"), 21215);
    ASSERT_EQ(ledger().refusals.size(), 1U);
    EXPECT_EQ(ledger().refusals.front().code, 21215);
    EXPECT_EQ(ledger().refusals.front().token, "t1");
    EXPECT_TRUE(ledger().calls.empty());
}

TEST_F(Create, ReadsFormsOnly) {
    start();
    http::Outgoing request = with_authorization("Basic " + twilio::base64(account + ':' + token));
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = R"({"To": "+14155550200"})";

    const auto answer = std::get<http::Answer>(send(std::move(request), "/Calls.json"));

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(Json::parse(answer.body).at("code"), 21201);
}

TEST_F(Create, WritesWhatWasAskedIntoTheLedger) {
    start();
    const auto sid = create_call("+14155550200").at("sid").get<std::string>();

    const auto report = ledger();
    ASSERT_EQ(report.calls.size(), 1U);
    const auto& call = report.calls.front();
    EXPECT_EQ(call.sid, sid);
    EXPECT_EQ(call.token, "t1");
    EXPECT_EQ(call.to, "+14155550200");
    EXPECT_EQ(call.from, from_number);
    EXPECT_EQ(call.url, "https://agent.example/twiml?name=Ada");
    EXPECT_EQ(report.with_token("t1").size(), 1U);
}

TEST_F(Create, WarnsInTheLedgerOnly) {
    start();
    auto form = call_to("+14155550200");
    form.emplace_back("StatusCalback", "typo");
    create(form);

    ASSERT_EQ(ledger().warnings.size(), 1U);
    EXPECT_EQ(ledger().warnings.front().code, 20001);
}

TEST_F(Create, GivesEveryCallAnotherSid) {
    start();
    EXPECT_NE(create_call("+14155550200").at("sid"), create_call("+14155550200").at("sid"));
}

}  // namespace
}  // namespace carillon::simulator
