// SPDX-License-Identifier: MIT
#include "twiml_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon {
namespace {

std::string filled(const char* url, const Variables& variables) {
    return TwimlUrl::parse(url)->fill(variables);
}

}  // namespace

TEST(TwimlUrl, IsKeptAsItIsWithoutPlaceholders) {
    EXPECT_EQ(filled("https://agent.example/a?b=c%20d", {}), "https://agent.example/a?b=c%20d");
}

TEST(TwimlUrl, EncodesWhatItFillsIn) {
    const Variables variables{{"name", "Ada & Löve"}, {"phone", "+15559876543"}, {"city", "a/b?c#d"}};
    EXPECT_EQ(filled("https://agent.example/{{city}}?n={{name}}&p={{ phone }}", variables),
              "https://agent.example/a%2Fb%3Fc%23d?n=Ada%20%26%20L%C3%B6ve&p=%2B15559876543");
}

TEST(TwimlUrl, UsesTheDefaultForAnAbsentOrEmptyVariable) {
    EXPECT_EQ(filled("https://agent.example/?n={{name|my friend}}", {}),
              "https://agent.example/?n=my%20friend");
    EXPECT_EQ(filled("https://agent.example/?n={{name|x}}", {{"name", ""}}), "https://agent.example/?n=x");
    EXPECT_EQ(filled("https://agent.example/?n={{name|}}", {}), "https://agent.example/?n=");
}

TEST(TwimlUrl, NamesWhatIsMissing) {
    const auto url = TwimlUrl::parse("https://agent.example/{{a}}/{{b|c}}/{{d}}");
    EXPECT_THAT(url->missing({{"a", "1"}}), testing::ElementsAre("d"));
    EXPECT_THAT(url->missing({{"a", ""}}), testing::ElementsAre("a", "d"));
    EXPECT_TRUE(url->missing({{"a", "1"}, {"d", "2"}}).empty());
}

TEST(TwimlUrl, RefusesWhatCouldSendTheCallElsewhere) {
    for (const char* text : {"",
                             "agent.example",
                             "ftp://agent.example/",
                             "https://",
                             "https:///path",
                             "https://{{host}}/a",
                             "https://agent.example:{{port}}/",
                             "{{scheme}}://agent.example/",
                             "https://agent.example/{{a",
                             "https://agent.example/{{}}",
                             "https://agent.example/{{|x}}",
                             "https://agent.example/a b",
                             "https://agent.example/\n"})
        EXPECT_FALSE(TwimlUrl::parse(text)) << text;
}

TEST(Variables, TakeNameAndPhoneFromTheContact) {
    const auto variables =
        variables_of(R"({"city": "Bern", "age": 7, "name": "other"})", "Ada", "+15559876543");
    EXPECT_EQ(variables,
              (Variables{{"age", "7"}, {"city", "Bern"}, {"name", "Ada"}, {"phone", "+15559876543"}}));
    EXPECT_EQ(variables_of(R"({"name": "other"})", "", "+1555123").at("name"), "other");
}

}  // namespace carillon
