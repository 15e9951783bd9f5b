// SPDX-License-Identifier: MIT
// The configuration as a whole: every setting, all problems at once, no secret in sight.
#include "config.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/config_file.hpp"
#include "config_setting.hpp"
#include "settings.hpp"

namespace carillon {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* account = "AC0123456789abcdef0123456789abcdef";
constexpr const char* key = "SK0123456789abcdef0123456789abcdef";

GivenTexts given(const std::map<std::string, std::string>& texts) {
    GivenTexts result;
    for (const auto& [variable, text] : texts) result.emplace(variable, GivenText{text, "the environment"});
    return result;
}

std::vector<std::string> pointers_of(const std::vector<FieldError>& problems) {
    std::vector<std::string> pointers;
    for (const FieldError& problem : problems) pointers.push_back(problem.pointer);
    return pointers;
}

/// A value that each setting takes, and that differs from its default.
const std::map<std::string, std::string> taken{
    {"TWILIO_ACCOUNT_SID", account},
    {"TWILIO_AUTH_TOKEN", "token-one"},
    {"TWILIO_AUTH_TOKEN_PREVIOUS", "token-two"},
    {"TWILIO_API_KEY", key},
    {"TWILIO_API_SECRET", "api-secret"},
    {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"},
    {"TWILIO_FROM_NUMBER", "+15551234567"},
    {"WONDERFUL_TWIML_URL", "https://app.wonderful.ai/agent/1/twiml?name={{name|there}}"},
    {"STATUS_CALLBACK_URL", "https://calls.example.com/twilio-status"},
    {"CARILLON_CALLS_PER_SECOND", "2.5"},
    {"CARILLON_MAX_CONCURRENT_CALLS", "7"},
    {"CARILLON_MAX_CONCURRENT_CALLS_PER_FROM_NUMBER", "3"},
    {"CARILLON_MAX_CALLS_PER_NUMBER_PER_DAY", "2"},
    {"CARILLON_MAX_CALLS_PER_NUMBER_PER_WEEK", "5"},
    {"CARILLON_MAX_CALLS_PER_DAY", "1000"},
    {"CARILLON_MAX_MINUTES_PER_DAY", "4000"},
    {"CARILLON_MAX_SPEND_PER_DAY", "12.50"},
    {"CARILLON_PRICES_PER_MINUTE", "1=0.014,41=0.03"},
    {"CARILLON_TIME_ZONE", "Europe/Zurich"},
    {"CARILLON_MAX_QUEUE_TIME", "15s"},
    {"CARILLON_RECONCILE_SCHEDULE", "1s,2s"},
    {"CARILLON_POLL_MARGIN", "90s"},
    {"CARILLON_RESTORE_WAIT", "5s"},
    {"PORT", "8080"},
    {"CARILLON_BIND", "0.0.0.0"},
    {"CARILLON_TLS_CERT", "/etc/carillon/fullchain.pem"},
    {"CARILLON_TLS_KEY", "/etc/carillon/privkey.pem"},
    {"CARILLON_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8"},
    {"CARILLON_API_KEY", "our-own-api-key-1"},
    {"CARILLON_KEY_REQUESTS_PER_SECOND", "70"},
    {"CARILLON_KEY_FAILURES_PER_MINUTE", "7"},
    {"CARILLON_INSECURE_WEBHOOKS", "true"},
    {"CARILLON_ALLOW_PRIVATE_HOOKS", "true"},
    {"CARILLON_WEBHOOK_SCHEDULE", "1s,1m"},
    {"CARILLON_MAX_UPLOAD_BYTES", "4096"},
    {"CARILLON_DRAIN", "3s"},
    {"CARILLON_LOG_LEVEL", "debug"},
    {"CARILLON_LOG_FORMAT", "json"},
    {"CARILLON_DB", "other.db"},
};

TEST(Config, TakesEverySetting) {
    const ReadConfig read = read_config(given(taken));

    EXPECT_THAT(pointers_of(read.problems), IsEmpty());
    for (const ConfigSetting& setting : config_settings()) {
        const std::string variable{setting.variable};
        ASSERT_TRUE(taken.contains(variable)) << variable << " is in no test";
        EXPECT_EQ(setting.write(read.config), taken.at(variable));
        EXPECT_NE(setting.write(Config{}), taken.at(variable)) << variable;
    }
}

TEST(Config, DefaultsAreValuesThatItTakes) {
    for (const ConfigSetting& setting : config_settings()) {
        Config config;
        const std::string text = setting.write(config);
        EXPECT_TRUE(text.empty() || setting.read(text, config)) << setting.variable << " " << text;
    }
}

TEST(Config, FlagsAndKeysAreDistinct) {
    std::set<std::string> names;
    for (const ConfigSetting& setting : config_settings()) {
        EXPECT_TRUE(names.insert(flag_of(setting)).second) << flag_of(setting);
        EXPECT_TRUE(names.insert(key_of(setting)).second) << key_of(setting);
    }
}

TEST(Config, TellsAllProblemsAtOnce) {
    const ReadConfig read = read_config(given({{"TWILIO_ACCOUNT_SID", "hello"},
                                               {"TWILIO_FROM_NUMBER", "555 1234"},
                                               {"WONDERFUL_TWIML_URL", "app.wonderful.ai"},
                                               {"STATUS_CALLBACK_URL", "https://my_host.example.com/x"},
                                               {"PORT", "70000"},
                                               {"CARILLON_BIND", "localhost"},
                                               {"CARILLON_CALLS_PER_SECOND", "fast"},
                                               {"CARILLON_DRAIN", "10"},
                                               {"CARILLON_LOG_LEVEL", "loud"}}));

    EXPECT_THAT(pointers_of(read.problems),
                ElementsAre("CARILLON_BIND",
                            "CARILLON_CALLS_PER_SECOND",
                            "CARILLON_DRAIN",
                            "CARILLON_LOG_LEVEL",
                            "PORT",
                            "STATUS_CALLBACK_URL",
                            "TWILIO_ACCOUNT_SID",
                            "TWILIO_FROM_NUMBER",
                            "WONDERFUL_TWIML_URL"));
    EXPECT_EQ(read.config.port, Config{}.port);
}

TEST(Config, AProblemNamesTheVariableWhatIsExpectedWhatCameAndWhereFrom) {
    const ReadConfig read = read_config({{"PORT", {"http", "--port"}}});

    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].message,
              "PORT: expected a port from 0 to 65535; 0 takes a free one; got \"http\" (from --port).");
}

TEST(Config, AProblemNeverShowsASecret) {
    const ReadConfig read = read_config(given({{"TWILIO_AUTH_TOKEN", "hush hush"},
                                               {"CARILLON_API_KEY", "hush"},
                                               {"TWILIO_API_BASE_URL", "ftp://user:hush@example.com"}}));

    ASSERT_EQ(read.problems.size(), 3U);
    EXPECT_THAT(read.problems[0].message, HasSubstr("got 4 characters, not shown"));
    for (const FieldError& problem : read.problems) EXPECT_THAT(problem.message, Not(HasSubstr("hush")));
}

TEST(Config, AProblemCannotForgeAnotherLine) {
    const ReadConfig read = read_config(given({{"CARILLON_BIND", "x\n  - PORT: fine\x1b[0m"}}));

    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_THAT(read.problems[0].message, AllOf(Not(HasSubstr("\n")), Not(HasSubstr("\x1b"))));
}

TEST(Config, PrintsEverySettingAndNoSecret) {
    const std::string printed = print_config(read_config(given(taken)).config);

    for (const ConfigSetting& setting : config_settings()) {
        EXPECT_THAT(printed, HasSubstr(key_of(setting)));
        const bool is_secret = setting.kind == SettingKind::secret;
        const std::string value = "\"" + taken.at(std::string{setting.variable}) + "\"";
        EXPECT_EQ(printed.find(value) == std::string::npos, is_secret) << setting.variable;
        EXPECT_TRUE(!is_secret || printed.find(taken.at(std::string{setting.variable})) == std::string::npos);
    }
}

TEST(Config, IsReadBackFromWhatItPrints) {
    const Config config = read_config(given(taken)).config;
    const cli::Gathered read_back = cli::parse_config_file(print_config(config), "printed");

    EXPECT_THAT(pointers_of(read_back.problems), IsEmpty());
    const ReadConfig again = read_config(read_back.given);
    for (const ConfigSetting& setting : config_settings()) {
        const bool is_secret = setting.kind == SettingKind::secret;
        EXPECT_EQ(setting.write(again.config), is_secret ? "" : setting.write(config)) << setting.variable;
    }
}

TEST(Config, IsTheTableOfTheReadme) {
    std::ifstream file{CARILLON_SOURCE_DIR "/README.md"};
    const std::string readme{std::istreambuf_iterator<char>{file}, {}};

    for (const ConfigSetting& setting : config_settings()) {
        const bool is_secret = setting.kind == SettingKind::secret;
        const std::string name = "`" + std::string{setting.variable} + "`" + (is_secret ? " *" : "");
        const std::string value = is_secret ? "" : setting.write(Config{});
        EXPECT_THAT(readme, HasSubstr(value.empty() ? name : "| " + name + " | `" + value + "` |"));
    }
}

/// Every setting of a campaign has its place in docs/rules.md.
TEST(Config, CampaignsSettingsAreAllInTheRules) {
    std::ifstream file{CARILLON_SOURCE_DIR "/docs/rules.md"};
    const std::string rules{std::istreambuf_iterator<char>{file}, {}};
    const std::string json = settings_to_json({});
    // {"name":…,"name":…: the names stand before a colon, at the object's own level.
    int depth = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        if (json[at] == '{' || json[at] == '[') ++depth;
        if (json[at] == '}' || json[at] == ']') --depth;
        if (depth != 1 || json[at] != '"') continue;
        const std::size_t end = json.find('"', at + 1);
        const std::string name = json.substr(at + 1, end - at - 1);
        if (json[end + 1] == ':') {
            EXPECT_TRUE(rules.find("`" + name + "`") != rules.npos ||
                        rules.find('"' + name + '"') != rules.npos)
                << name;
        }
        at = end;
    }
}

TEST(Config, CampaignsGetWhatItNames) {
    const CampaignSettings settings = read_config(given(taken)).config.default_settings();

    EXPECT_EQ(settings.from_number, "+15551234567");
    EXPECT_EQ(settings.twiml_url, "https://app.wonderful.ai/agent/1/twiml?name={{name|there}}");
    EXPECT_EQ(settings.calls_per_second, 2.5);
    EXPECT_EQ(settings.max_concurrent_calls, 7);
}

std::vector<std::string> problems_with(std::map<std::string, std::string> texts) {
    return pointers_of(problems_for_serving(read_config(given(texts)).config));
}

TEST(Serving, NeedsAnAccountATokenAndAPublicUrl) {
    EXPECT_THAT(problems_with({}),
                ElementsAre("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "STATUS_CALLBACK_URL"));
    EXPECT_THAT(problems_with({{"TWILIO_ACCOUNT_SID", account},
                               {"TWILIO_AUTH_TOKEN", "token-one"},
                               {"STATUS_CALLBACK_URL", "https://calls.example.com/twilio-status"}}),
                IsEmpty());
}

TEST(Serving, NeedsNoPublicUrlWithACarrierOnThisMachine) {
    EXPECT_THAT(problems_with({{"TWILIO_ACCOUNT_SID", account},
                               {"TWILIO_AUTH_TOKEN", "token-one"},
                               {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"}}),
                IsEmpty());
}

TEST(Serving, WithoutATokenMustBeAskedForAndStillNeedsAKeyForTwilio) {
    std::map<std::string, std::string> texts{{"TWILIO_ACCOUNT_SID", account},
                                             {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"},
                                             {"TWILIO_API_KEY", key},
                                             {"TWILIO_API_SECRET", "api-secret"}};
    EXPECT_THAT(problems_with(texts), ElementsAre("TWILIO_AUTH_TOKEN"));

    texts["CARILLON_INSECURE_WEBHOOKS"] = "true";
    EXPECT_THAT(problems_with(texts), IsEmpty());

    texts.erase("TWILIO_API_KEY");
    texts.erase("TWILIO_API_SECRET");
    EXPECT_THAT(problems_with(texts), ElementsAre("TWILIO_AUTH_TOKEN"));
}

TEST(Serving, NeedsBothHalvesOfAnApiKey) {
    const std::map<std::string, std::string> base{{"TWILIO_ACCOUNT_SID", account},
                                                  {"TWILIO_AUTH_TOKEN", "token-one"},
                                                  {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"}};
    auto key_alone = base;
    key_alone["TWILIO_API_KEY"] = key;
    EXPECT_THAT(problems_with(key_alone), ElementsAre("TWILIO_API_SECRET"));
    auto secret_alone = base;
    secret_alone["TWILIO_API_SECRET"] = "api-secret";
    EXPECT_THAT(problems_with(secret_alone), ElementsAre("TWILIO_API_KEY"));
}

TEST(Serving, OnAPublicAddressNeedsAnApiKey) {
    std::map<std::string, std::string> texts{{"TWILIO_ACCOUNT_SID", account},
                                             {"TWILIO_AUTH_TOKEN", "token-one"},
                                             {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"},
                                             {"CARILLON_BIND", "0.0.0.0"}};
    EXPECT_THAT(problems_with(texts), ElementsAre("CARILLON_API_KEY"));
    texts["CARILLON_API_KEY"] = "0123456789abcdef";
    EXPECT_THAT(problems_with(texts), IsEmpty());
}

TEST(Serving, ACertificateNeedsItsKeyAndAKeyItsCertificate) {
    std::map<std::string, std::string> texts{{"TWILIO_ACCOUNT_SID", account},
                                             {"TWILIO_AUTH_TOKEN", "token-one"},
                                             {"TWILIO_API_BASE_URL", "http://127.0.0.1:4010"},
                                             {"CARILLON_TLS_CERT", "certificate.pem"}};
    EXPECT_THAT(problems_with(texts), ElementsAre("CARILLON_TLS_KEY"));
    texts["CARILLON_TLS_KEY"] = "key.pem";
    EXPECT_THAT(problems_with(texts), IsEmpty());
    texts.erase("CARILLON_TLS_CERT");
    EXPECT_THAT(problems_with(texts), ElementsAre("CARILLON_TLS_CERT"));
}

TEST(Serving, AdviceNamesWhatAPersonShouldKnow) {
    const auto advice =
        advice_for_serving(read_config(given({{"STATUS_CALLBACK_URL", "https://calls.example.com/hook"},
                                              {"CARILLON_INSECURE_WEBHOOKS", "true"},
                                              {"CARILLON_ALLOW_PRIVATE_HOOKS", "true"},
                                              {"TWILIO_API_BASE_URL", "http://twilio.example.com"}}))
                               .config);
    EXPECT_THAT(advice,
                ElementsAre(HasSubstr("TWILIO_FROM_NUMBER"),
                            HasSubstr("WONDERFUL_TWIML_URL"),
                            HasSubstr("without a signature"),
                            HasSubstr("private addresses"),
                            HasSubstr("/twilio-status"),
                            HasSubstr("unencrypted")));
}

}  // namespace
}  // namespace carillon
