// SPDX-License-Identifier: MIT
// The Call resource and its list, as Twilio's JSON has them.
#include "twilio/call_resource.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon::twilio {
namespace {

constexpr const char* ended = R"({
  "sid": "CA0123456789abcdef0123456789abcdef", "account_sid": "AC0123456789abcdef0123456789abcdef",
  "parent_call_sid": null, "phone_number_sid": "PN0123456789abcdef0123456789abcdef", "annotation": null,
  "date_created": "Tue, 31 Aug 2010 20:36:28 +0000", "start_time": "Tue, 31 Aug 2010 20:36:29 +0000",
  "to": "+15558675310", "to_formatted": "(555) 867-5310", "from": "+15017122661", "status": "completed",
  "duration": "15", "price": "-0.03000", "price_unit": "USD", "direction": "outbound-api", "answered_by": "human",
  "queue_time": "1000", "api_version": "2010-04-01", "subresource_uris": {"events": "/x"}, "is_new": true})";

constexpr const char* bare = R"({"sid": "CAffffffffffffffffffffffffffffffff"})";

TEST(CallResource, IsRead) {
    const auto call = parse_call(ended);

    ASSERT_TRUE(call);
    EXPECT_EQ(call->sid, CallSid{"CA0123456789abcdef0123456789abcdef"});
    EXPECT_EQ(call->status, "completed");
    EXPECT_EQ(call->from, "+15017122661");
    EXPECT_EQ(call->to, "+15558675310");
    EXPECT_EQ(call->direction, "outbound-api");
    EXPECT_EQ(call->answered_by, "human");
    EXPECT_EQ(call->duration_seconds, 15);
    EXPECT_EQ(call->queue_time, Milliseconds{1000});
    EXPECT_EQ(call->date_created, from_unix_ms(1'283'286'988'000));
    EXPECT_EQ(nlohmann::json::parse(call->raw), nlohmann::json::parse(ended));
}

TEST(CallResource, MayLackEverythingButItsSid) {
    const auto call = parse_call(bare);

    ASSERT_TRUE(call);
    EXPECT_EQ(call->status, "");
    EXPECT_EQ(call->duration_seconds, std::nullopt);
    EXPECT_EQ(call->queue_time, std::nullopt);
    EXPECT_EQ(call->date_created, std::nullopt);
}

TEST(CallResource, MayHaveNullsNumbersAndNonsense) {
    const auto call =
        parse_call(R"({"sid": "CAffffffffffffffffffffffffffffffff", "status": null, "duration": 7,
        "queue_time": "soon", "answered_by": null, "date_created": "yesterday", "to": {"x": 1}})");

    ASSERT_TRUE(call);
    EXPECT_EQ(call->status, "");
    EXPECT_EQ(call->duration_seconds, 7);
    EXPECT_EQ(call->queue_time, std::nullopt);
    EXPECT_EQ(call->date_created, std::nullopt);
    EXPECT_EQ(call->to, "");
}

TEST(CallResource, IsNoneWithoutACallsSid) {
    for (const char* text : {"",
                             "null",
                             "[]",
                             "{}",
                             R"({"sid": null})",
                             R"({"sid": "CA123"})",
                             R"({"sid": "CA0123456789abcdef0123456789abcde"})",
                             R"({"sid": "CA0123456789abcdef0123456789abcdef0"})",
                             R"({"sid": "SM0123456789abcdef0123456789abcdef"})",
                             R"({"sid": "CA0123456789abcdef0123456789abcdeX"})",
                             R"({"sid": "CA0123456789abcdef0123456789abcdef")",
                             "<html>CA0123456789abcdef0123456789abcdef</html>"})
        EXPECT_FALSE(parse_call(text)) << text;
}

TEST(CallResource, IsNoneWhenItIsDeeperThanOurStack) {
    const std::string deep = R"({"sid": "CAffffffffffffffffffffffffffffffff", "x": )" +
                             std::string(300'000, '[') + std::string(300'000, ']') + "}";

    EXPECT_FALSE(parse_call(deep));
}

TEST(CallResource, IsKeptAsUtf8) {
    const auto call =
        parse_call("{\"sid\": \"CAffffffffffffffffffffffffffffffff\", \"caller_name\": \"\xC3\xBC\"}");

    ASSERT_TRUE(call);
    EXPECT_EQ(nlohmann::json::parse(call->raw).at("caller_name"), "\xC3\xBC");
}

TEST(CallPage, ListsItsCallsAndNamesTheNext) {
    const auto page = parse_call_page(std::string{R"({"calls": [)"} + ended + "," + bare +
                                      R"(], "next_page_uri": "/2010-04-01/next?PageToken=PA1", "page": 0})");

    ASSERT_TRUE(page);
    ASSERT_EQ(page->calls.size(), 2U);
    EXPECT_EQ(page->calls[0].status, "completed");
    EXPECT_EQ(page->calls[1].sid, CallSid{"CAffffffffffffffffffffffffffffffff"});
    EXPECT_EQ(page->next_page_uri, "/2010-04-01/next?PageToken=PA1");
}

TEST(CallPage, IsTheLastWithoutANext) {
    const auto last = parse_call_page(R"({"calls": [], "next_page_uri": null})");
    const auto bare_page = parse_call_page(R"({"calls": []})");

    ASSERT_TRUE(last && bare_page);
    EXPECT_TRUE(last->calls.empty());
    EXPECT_EQ(last->next_page_uri, "");
    EXPECT_EQ(bare_page->next_page_uri, "");
}

TEST(CallPage, WithAnUnreadableCallIsUnreadable) {
    EXPECT_FALSE(parse_call_page(std::string{R"({"calls": [)"} + bare + R"(, {"status": "queued"}]})"));
    EXPECT_FALSE(parse_call_page(R"({"calls": {}})"));
    EXPECT_FALSE(parse_call_page(R"({"participants": []})"));
    EXPECT_FALSE(parse_call_page("[]"));
}

}  // namespace
}  // namespace carillon::twilio
