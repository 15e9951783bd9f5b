// SPDX-License-Identifier: MIT
#include "dialer/hook_exchange.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon::dialer {
namespace {

HookAnswer answer_to(std::string body, int status = 200) {
    return read_hook_answer(WebAnswer{status, "application/json", std::move(body)});
}

std::string failure(const HookAnswer& answer) {
    const auto* fails = std::get_if<HookFails>(&answer);
    return fails == nullptr ? "" : fails->reason;
}

}  // namespace

TEST(HookExchange, TellsTheHookWhoIsToBeCalled) {
    store::ClaimedCall claimed;
    claimed.call.campaign_id = CampaignId{7};
    claimed.call.to_number = "+14155552671";
    claimed.call.from_number = "+15551234567";
    claimed.call.attempt = 2;
    claimed.contact.emplace();
    claimed.contact->id = ContactId{42};
    claimed.contact->name = "Ada";
    claimed.contact->variables = R"({"city": "Bern"})";
    claimed.settings.pre_dial_hook = PreDialHook{"https://hook.example/?key=1", 1'500};
    const WebRequest request = hook_question(claimed);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://hook.example/?key=1");
    EXPECT_EQ(request.patience, Milliseconds{1'500});
    EXPECT_EQ(request.answer_bytes, 64U * 1024);
    EXPECT_EQ(nlohmann::json::parse(request.body),
              nlohmann::json::parse(R"({"campaign_id": 7, "contact_id": 42,
        "phone": "+14155552671", "name": "Ada", "variables": {"city": "Bern"}, "attempt": 2,
        "from_number": "+15551234567"})"));
}

TEST(HookExchange, ReadsAYesAndANo) {
    EXPECT_TRUE(std::holds_alternative<HookAllows>(answer_to(R"({"allow": true})")));
    EXPECT_TRUE(std::holds_alternative<HookAllows>(answer_to(R"({"allow": true, "reason": 1, "more": []})")));

    const auto plain = std::get<HookRefuses>(answer_to(R"({"allow": false})"));
    EXPECT_EQ(plain.reason, "refused");
    EXPECT_EQ(plain.retry_after, std::nullopt);
    const auto later = std::get<HookRefuses>(
        answer_to(R"({"allow": false, "reason": "spoke to us today", "retry_after_seconds": 3600})"));
    EXPECT_EQ(later.reason, "spoke to us today");
    EXPECT_EQ(later.retry_after, Seconds{3'600});
}

TEST(HookExchange, TakesNothingElseForAnAnswer) {
    for (const char* body : {"",
                             "ok",
                             "true",
                             "[]",
                             "{}",
                             "{\"allow\": true",
                             R"({"allow": "true"})",
                             R"({"allow": 1})",
                             R"({"allow": null})",
                             R"({"allowed": true})",
                             R"({"allow": false, "reason": 5})",
                             R"({"allow": false, "retry_after_seconds": 0})",
                             R"({"allow": false, "retry_after_seconds": -5})",
                             R"({"allow": false, "retry_after_seconds": 2592001})",
                             R"({"allow": false, "retry_after_seconds": "60"})",
                             R"({"allow": false, "retry_after_seconds": 1.5})"})
        EXPECT_NE(failure(answer_to(body)), "") << body;
    for (const int status : {199, 201, 204, 302, 400, 403, 404, 429, 500, 503})
        EXPECT_EQ(failure(answer_to(R"({"allow": true})", status)), "it answered " + std::to_string(status));
    EXPECT_EQ(failure(read_hook_answer(NoWebAnswer{"timed out"})), "timed out");
    EXPECT_NE(failure(answer_to(std::string(60'000, '['))), "") << "depth";
}

TEST(HookExchange, ShortensAReasonBetweenTwoCharacters) {
    const auto long_one =
        std::get<HookRefuses>(answer_to(R"({"allow": false, "reason": ")" + std::string(199, 'a') + "éb\"}"));
    EXPECT_EQ(long_one.reason, std::string(199, 'a') + "…");
    EXPECT_EQ(std::get<HookRefuses>(answer_to(R"({"allow": false, "reason": "a\nb\u0000c"})")).reason,
              "a b c");
}

}  // namespace carillon::dialer
