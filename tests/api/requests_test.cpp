// SPDX-License-Identifier: MIT
#include "api/requests.hpp"

#include <gmock/gmock.h>

#include "api/error_response.hpp"
#include "api/idempotency.hpp"
#include "api/paging.hpp"

namespace carillon::api {
namespace {

using testing::HasSubstr;

http::Request with_query(std::vector<http::Header> query) {
    http::Request request;
    request.query = std::move(query);
    return request;
}

std::string pointer_of(const Error& error) {
    return error.fields.empty() ? "" : error.fields.front().pointer;
}

TEST(Requests, NameTheByteWhereJsonGoesWrong) {
    EXPECT_THAT(read_campaign_wanted(R"({"name": oops})").error().message, HasSubstr("byte 10"));
    EXPECT_THAT(read_to("").error().message, HasSubstr("byte 1"));
    EXPECT_THAT(read_campaign_wanted(std::string(65, '[') + std::string(65, ']')).error().message,
                HasSubstr("64 levels"));
    EXPECT_THAT(read_campaign_wanted(std::string(200'000, '[')).error().message, HasSubstr("64 levels"));
}

TEST(Requests, NameEveryWrongMemberOfACampaign) {
    const auto wrong = read_campaign_wanted(R"({"name": 7, "settings": [], "calls_per_second": 2})");

    ASSERT_FALSE(wrong);
    std::vector<std::string> pointers;
    for (const FieldError& field : wrong.error().fields) pointers.push_back(field.pointer);
    EXPECT_THAT(pointers, testing::UnorderedElementsAre("/name", "/settings", "/calls_per_second"));
    EXPECT_EQ(pointer_of(read_campaign_wanted(R"({"name": "  "})").error()), "/name");
    EXPECT_FALSE(read_campaign_wanted("[]"));
}

TEST(Requests, FindTheGuidesNumber) {
    EXPECT_EQ(*read_to(R"({"to": "+15559876543"})"), "+15559876543");
    for (const char* without :
         {"{}", R"({"to": ""})", R"({"to": 15559876543})", R"({"to": null})", "[]", "7"})
        EXPECT_EQ(*read_to(without), "") << without;
}

TEST(Requests, TakeSuppressionsInEveryShape) {
    const auto one = read_suppressions_wanted(R"({"phone": "+1", "reason": "asked"})");
    const auto some = read_suppressions_wanted(
        R"({"phones": ["+1", {"phone": "+2", "reason": "mine"}], "reason": "theirs"})");
    const auto array = read_suppressions_wanted(R"(["+1", {"phone": "+2"}])");

    ASSERT_TRUE(one && some && array);
    EXPECT_EQ(one->at(0).phone, "+1");
    EXPECT_EQ(one->at(0).reason, "asked");
    EXPECT_EQ(some->at(0).reason, "theirs");
    EXPECT_EQ(some->at(1).reason, "mine");
    EXPECT_EQ(array->at(1).phone, "+2");
    EXPECT_EQ(array->at(1).line, 2);
}

TEST(Requests, NameWhatIsWrongInASuppression) {
    EXPECT_EQ(pointer_of(read_suppressions_wanted(R"([{"phone": "+1"}, {"phone": 5}])").error()), "/1/phone");
    EXPECT_EQ(read_suppressions_wanted(R"({"phones": ["+1", true]})")->at(1).phone, "true")
        << "reported like any wrong number";
    EXPECT_EQ(pointer_of(read_suppressions_wanted(R"({"phones": "+1"})").error()), "/phones");
    EXPECT_EQ(pointer_of(read_suppressions_wanted(R"({"phone": "+1", "resaon": "x"})").error()), "/0/resaon");
    EXPECT_FALSE(read_suppressions_wanted("{}"));
}

TEST(Requests, HaveACanonicalForm) {
    EXPECT_EQ(canonical_json(R"({ "b": 1, "a": [ 2 ] })"), canonical_json(R"({"a":[2],"b":1})"));
    EXPECT_NE(canonical_json(R"({"a":1})"), canonical_json(R"({"a":2})"));
}

TEST(Paging, ReadsLimitAndCursor) {
    const auto page = read_page(with_query({{"limit", "1000"}, {"cursor", to_cursor("calls", 42)}}), "calls");
    const auto first = read_page(with_query({}), "calls");

    ASSERT_TRUE(page && first);
    EXPECT_EQ(page->limit, 1000);
    EXPECT_EQ(page->after, 42);
    EXPECT_EQ(first->limit, 50);
    EXPECT_EQ(first->after, 0);
}

TEST(Paging, NamesTheParameterThatIsWrong) {
    for (const auto& [name, value] : std::vector<http::Header>{{"limit", "0"},
                                                               {"limit", "1001"},
                                                               {"limit", "ten"},
                                                               {"limit", ""},
                                                               {"cursor", "42"},
                                                               {"cursor", "calls-"},
                                                               {"cursor", "calls--1"},
                                                               {"cursor", to_cursor("contacts", 42)},
                                                               {"stauts", "failed"}}) {
        const auto page = read_page(with_query({{name, value}}), "calls", {"status"});
        ASSERT_FALSE(page) << name << "=" << value;
        EXPECT_EQ(pointer_of(page.error()), name);
        EXPECT_THAT(page.error().message, HasSubstr(name));
    }
}

TEST(Paging, ListsTheWordsOfAStatusThatIsNone) {
    const auto status = read_status_filter(with_query({{"status", "waiting"}}), parse_call_status);

    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().message,
                HasSubstr("pending, in_progress, answered, completed, failed, busy, no_answer"));
    EXPECT_EQ(**read_status_filter(with_query({{"status", "busy"}}), parse_call_status), CallStatus::busy);
    EXPECT_EQ(*read_status_filter(with_query({}), parse_call_status), std::nullopt);
}

TEST(Idempotency, TellsRequestsApartByTheirMeaning) {
    http::Request request;
    request.method = "POST";
    request.path = "/dial";
    request.headers = {{"Idempotency-Key", "order 17"}};

    const auto first = read_idempotency_key(request, "+1");
    const auto same = read_idempotency_key(request, "+1");
    const auto other = read_idempotency_key(request, "+2");

    EXPECT_EQ((*first)->key, "order 17");
    EXPECT_EQ((*first)->fingerprint.size(), 64U);
    EXPECT_EQ((*first)->fingerprint, (*same)->fingerprint);
    EXPECT_NE((*first)->fingerprint, (*other)->fingerprint);
    request.headers = {{"Idempotency-Key", std::string(256, 'x')}};
    EXPECT_FALSE(read_idempotency_key(request, "+1"));
    request.headers.clear();
    EXPECT_EQ(*read_idempotency_key(request, "+1"), std::nullopt);
}

TEST(Problem, SaysWhatWhereAndWhy) {
    const http::Response response =
        problem(Error{Errc::invalid,
                      "Two things are wrong.",
                      {{"/settings/timeout_seconds", "too long"}, {"limit", "too much"}}});

    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(
        response.body,
        R"({"type":"urn:carillon:problem:invalid-request","title":"The request cannot be meant as it stands",)"
        R"("status":400,"detail":"Two things are wrong.","errors":[{"pointer":"/settings/timeout_seconds",)"
        R"("message":"too long"},{"parameter":"limit","message":"too much"}]})");
}

TEST(Problem, HasAStatusForEveryError) {
    const std::vector<std::pair<Errc, int>> table{{Errc::invalid, 400},
                                                  {Errc::unauthorized, 401},
                                                  {Errc::forbidden, 403},
                                                  {Errc::not_found, 404},
                                                  {Errc::conflict, 409},
                                                  {Errc::too_large, 413},
                                                  {Errc::too_slow, 408},
                                                  {Errc::busy, 429},
                                                  {Errc::unavailable, 503}};
    for (const auto& [code, status] : table) EXPECT_EQ(problem(Error{code, "why"}).status, status);
    EXPECT_EQ(problem(Error{Errc::unauthorized, "why"}).headers.at(0),
              (http::Header{"WWW-Authenticate", "Bearer"}));
}

}  // namespace
}  // namespace carillon::api
