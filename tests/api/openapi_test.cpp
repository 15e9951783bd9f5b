// SPDX-License-Identifier: MIT
// The description against the route table and the closed sets of words. That examples and answers are as it
// says is shown against the real binary (tests/openapi).
#include "api/openapi.hpp"

#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "api/error_response.hpp"
#include "api/lifecycle_requests.hpp"
#include "call.hpp"
#include "callback.hpp"
#include "campaign.hpp"
#include "event.hpp"
#include "rule_result.hpp"
#include "webhook.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;
using testing::UnorderedElementsAreArray;

const Json& document() {
    static const Json json = Json::parse(openapi_document());
    return json;
}

const Json& operation_of(const Route& route) {
    return document().at("paths").at(std::string{route.pattern}).at(method_of(route));
}

std::string name_of(const Route& route) {
    return std::string{route.method} + " " + std::string{route.pattern};
}

/// The words of a schema in words.yaml.
std::vector<std::string> words_in(const std::string& schema) {
    return document().at("components").at("schemas").at(schema).at("enum").get<std::vector<std::string>>();
}

/// All that an enum has words for; `to_text` knows none behind the last.
template <class Enum>
std::vector<std::string> words_of() {
    std::vector<std::string> words;
    for (int i = 0; !to_text(static_cast<Enum>(i)).empty(); ++i)
        words.emplace_back(to_text(static_cast<Enum>(i)));
    return words;
}

TEST(OpenApi, DescribesEveryRouteAndNothingElse) {
    const Json pieces = Json::parse(openapi_pieces());
    std::set<std::string> described;
    for (const auto& [name, operation] : pieces.at("operations").items()) described.insert(name);
    std::set<std::string> routed;
    for (const Route& route : all_routes()) routed.insert(name_of(route));

    for (const std::string& name : routed)
        EXPECT_TRUE(described.contains(name))
            << name << " is not described: write it into src/api/openapi/routes";
    for (const std::string& name : described) EXPECT_TRUE(routed.contains(name)) << name << " is no route";
}

TEST(OpenApi, SaysOfEachRouteWhatTheTableSays) {
    for (const Route& route : all_routes()) {
        SCOPED_TRACE(name_of(route));
        const Json& operation = operation_of(route);
        EXPECT_EQ(operation.at("summary"), route.summary);
        const auto scope = scope_of(route.access);
        if (scope) {
            EXPECT_EQ(operation.at("x-required-scope"), to_text(*scope));
            const Json roles = Json::array({to_text(*scope)});
            EXPECT_EQ(operation.at("security"), Json::array({{{"bearer", roles}}, {{"header", roles}}}));
        } else {
            EXPECT_FALSE(operation.contains("x-required-scope"));
            const bool is_signed = route.access == Access::carrier_signature;
            EXPECT_EQ(operation.at("security"),
                      is_signed ? Json::array({{{"twilio", Json::array()}}}) : Json::array());
        }
    }
}

TEST(OpenApi, GivesEachOperationAnIdATagAndItsRefusals) {
    std::set<std::string> ids;
    std::set<std::string> tags;
    for (const Json& tag : document().at("tags")) tags.insert(tag.at("name"));
    for (const Route& route : all_routes()) {
        SCOPED_TRACE(name_of(route));
        const Json& operation = operation_of(route);
        EXPECT_TRUE(ids.insert(operation.at("operationId")).second);
        ASSERT_EQ(operation.at("tags").size(), 1);
        EXPECT_TRUE(tags.contains(operation.at("tags").at(0)));
        std::vector<std::string> expected{"400", "500", "503"};
        if (scope_of(route.access)) expected.insert(expected.end(), {"401", "403", "429"});
        for (const std::string& status : expected)
            EXPECT_TRUE(operation.at("responses").contains(status)) << status;
    }
}

TEST(OpenApi, HasTheVersionOfTheProgram) {
    EXPECT_EQ(document().at("openapi"), "3.1.0");
    EXPECT_EQ(document().at("info").at("version"), CARILLON_VERSION);
}

TEST(OpenApiWords, AreThoseOfTheProgram) {
    EXPECT_THAT(words_in("CampaignStatus"), UnorderedElementsAreArray(words_of<CampaignStatus>()));
    EXPECT_THAT(words_in("ContactStatus"), UnorderedElementsAreArray(words_of<ContactStatus>()));
    EXPECT_THAT(words_in("CallState"), UnorderedElementsAreArray(words_of<CallState>()));
    EXPECT_THAT(words_in("CallStatus"), UnorderedElementsAreArray(words_of<CallStatus>()));
    EXPECT_THAT(words_in("Outcome"), UnorderedElementsAreArray(words_of<Outcome>()));
    EXPECT_THAT(words_in("Verdict"), UnorderedElementsAreArray(words_of<Verdict>()));
    EXPECT_THAT(words_in("Scope"), UnorderedElementsAreArray(words_of<Scope>()));
    EXPECT_THAT(words_in("EventType"), UnorderedElementsAreArray(words_of<EventKind>()));
    EXPECT_THAT(words_in("DeliveryStatus"), UnorderedElementsAreArray(words_of<DeliveryStatus>()));
    EXPECT_EQ(words_in("CallbackSource"),
              (std::vector<std::string>{std::string{to_text(CallbackSource::webhook)},
                                        std::string{to_text(CallbackSource::poll)}}));
}

TEST(OpenApiWords, OfProblemsAreThoseThatThereAre) {
    std::set<std::string> types;
    for (int status = 400; status < 600; ++status) {
        const Error error{Errc::invalid, "…"};
        types.insert(Json::parse(problem(status, error).body).at("type"));
    }
    types.erase("urn:carillon:problem:other");
    EXPECT_THAT(words_in("ProblemType"), UnorderedElementsAreArray(types));
}

TEST(OpenApiWords, OfARedialAreThoseThatItTakes) {
    std::vector<std::string> taken;
    for (const std::string& word : words_of<ContactStatus>())
        if (read_redial_wanted(R"({"statuses": [")" + word + R"("]})")) taken.push_back(word);
    const Json& statuses =
        document().at("/components/schemas/RedialRequest/properties/statuses"_json_pointer);
    EXPECT_THAT(statuses.at("items").at("enum").get<std::vector<std::string>>(),
                UnorderedElementsAreArray(taken));
}

TEST(OpenApiWords, OfCountsAreTheStatusesOfContacts) {
    auto expected = words_of<ContactStatus>();
    expected.emplace_back("total");
    std::vector<std::string> told;
    for (const auto& [name, schema] :
         document().at("/components/schemas/Counts/properties"_json_pointer).items())
        told.push_back(name);
    EXPECT_THAT(told, UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace carillon::api
