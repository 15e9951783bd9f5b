// SPDX-License-Identifier: MIT
// The configuration file: what its lines mean, and what is said about those that mean nothing.
#include "cli/config_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> messages_of(const Gathered& gathered) {
    std::vector<std::string> messages;
    for (const FieldError& problem : gathered.problems) messages.push_back(problem.message);
    return messages;
}

TEST(ConfigFile, HasKeysValuesAndComments) {
    const Gathered gathered = parse_config_file(
        "# Twilio\n\n  port = 8080  \r\ncalls_per_second=2.5\nwonderful_twiml_url = "
        "\"https://a.example/x\"\n",
        "a.conf");

    EXPECT_THAT(messages_of(gathered), IsEmpty());
    EXPECT_EQ(gathered.given.size(), 3U);
    EXPECT_EQ(gathered.given.at("PORT").text, "8080");
    EXPECT_EQ(gathered.given.at("PORT").origin, "a.conf line 3");
    EXPECT_EQ(gathered.given.at("CARILLON_CALLS_PER_SECOND").text, "2.5");
    EXPECT_EQ(gathered.given.at("WONDERFUL_TWIML_URL").text, "https://a.example/x");
}

TEST(ConfigFile, KeepsEveryCharacterOfAValue) {
    const Gathered gathered = parse_config_file(
        "twilio_auth_token = a#b,c=d;e\nreconcile_schedule = 30s,2m\ndb = \" a \\\"b\\\" \\\\ # \"",
        "a.conf");

    EXPECT_THAT(messages_of(gathered), IsEmpty());
    EXPECT_EQ(gathered.given.at("TWILIO_AUTH_TOKEN").text, "a#b,c=d;e");
    EXPECT_EQ(gathered.given.at("CARILLON_RECONCILE_SCHEDULE").text, "30s,2m");
    EXPECT_EQ(gathered.given.at("CARILLON_DB").text, " a \"b\" \\ # ");
}

TEST(ConfigFile, TellsAllProblemsWithTheirLines) {
    const Gathered gathered =
        parse_config_file("prot = 1\nport\nport = \"1\nport = 1\nport = 2\n[server]\n", "a.conf");

    EXPECT_THAT(
        messages_of(gathered),
        ElementsAre(
            "a.conf line 1 has an unknown key \"prot\" (`carillon serve --print-config` lists them).",
            "a.conf line 2 is not a `key = value` line.",
            "a.conf line 3 has a value of port whose double quotes do not close at the end of the line.",
            "a.conf line 5 sets port a second time.",
            "a.conf line 6 is not a `key = value` line."));
    EXPECT_EQ(gathered.given.at("PORT").text, "1");
}

TEST(ConfigFile, ThatCannotBeReadIsAProblem) {
    EXPECT_THAT(
        messages_of(read_config_file("/nowhere/a.conf")),
        ElementsAre("The configuration file /nowhere/a.conf cannot be read: No such file or directory."));
}

}  // namespace
}  // namespace carillon::cli
