// SPDX-License-Identifier: MIT
#include "api/routes.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

namespace carillon::api {
namespace {

using testing::HasSubstr;

std::string documentation() {
    std::ifstream file{std::string{CARILLON_SOURCE_DIR} + "/docs/api.md"};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Routes, AllStandInTheDocumentation) {
    const std::string text = documentation();
    for (const Route& route : all_routes())
        EXPECT_THAT(text,
                    HasSubstr("### " + std::string{route.method} + " " + std::string{route.pattern} + "\n"));
}

TEST(Routes, AreAllDifferentAndHaveASummary) {
    std::set<std::string> seen;
    for (const Route& route : all_routes()) {
        EXPECT_TRUE(seen.insert(std::string{route.method} + std::string{route.pattern}).second)
            << route.pattern;
        EXPECT_FALSE(route.summary.empty()) << route.pattern;
    }
}

TEST(Routes, OnlyTheWebhookAndTheLivenessAreOpenToStrangers) {
    for (const Route& route : all_routes()) {
        const bool is_open = route.access == Access::open || route.access == Access::carrier_signature;
        EXPECT_EQ(is_open,
                  route.pattern == "/twilio-status" || route.pattern == "/twilio-amd" ||
                      route.pattern == "/healthz")
            << route.pattern;
    }
}

TEST(Routes, GiveTheHandlerWhatThePathNames) {
    const Match campaign = find_route("GET", "/v1/campaigns/17");
    const Match suppression = find_route("DELETE", "/v1/suppressions/+14155552671");
    const Match list = find_route("GET", "/v1/campaigns");

    ASSERT_TRUE(campaign.route != nullptr && suppression.route != nullptr && list.route != nullptr);
    EXPECT_EQ(campaign.route->pattern, "/v1/campaigns/{id}");
    EXPECT_EQ(campaign.subject, "17");
    EXPECT_EQ(suppression.subject, "+14155552671");
    EXPECT_EQ(list.route->pattern, "/v1/campaigns");
    EXPECT_EQ(list.subject, "");
}

TEST(Routes, TellAWrongMethodFromAnUnknownPath) {
    EXPECT_EQ(find_route("DELETE", "/v1/campaigns/17").allowed_methods, "GET, HEAD, PATCH");
    EXPECT_EQ(find_route("PUT", "/dial").allowed_methods, "POST");
    for (const char* path : {"/",
                             "",
                             "/v1",
                             "/v1/campaigns/",
                             "/v1/campaigns//start",
                             "/v1/campaigns/17/end",
                             "/dial/",
                             "/DIAL"}) {
        const Match match = find_route("GET", path);
        EXPECT_EQ(match.route, nullptr) << path;
        EXPECT_EQ(match.allowed_methods, "") << path;
    }
}

}  // namespace
}  // namespace carillon::api
