// SPDX-License-Identifier: MIT
#include "api/upload/check_row.hpp"

#include <gmock/gmock.h>

namespace carillon::api {
namespace {

using testing::HasSubstr;

UploadRow a_row(std::string phone) {
    UploadRow row;
    row.line = 7;
    row.phone = std::move(phone);
    return row;
}

RowRules rules_with(const std::string& twiml_url) {
    RowRules rules;
    rules.twiml_url = *TwimlUrl::parse(twiml_url);
    return rules;
}

NewContact accepted(UploadRow row, const RowRules& rules = {}) {
    NumberBlocks blocks{[&](const PhoneNumber& number) { return rules.screening.objection(number); }};
    auto checked = check_row(std::move(row), rules, blocks);
    if (const auto* rejected = std::get_if<RejectedRow>(&checked))
        throw std::runtime_error(rejected->message);
    return std::get<NewContact>(std::move(checked));
}

RejectedRow rejected(UploadRow row, const RowRules& rules = {}) {
    NumberBlocks blocks;
    return std::get<RejectedRow>(check_row(std::move(row), rules, blocks));
}

TEST(CheckRow, MakesAContactOfAWholeRow) {
    UploadRow row = a_row("+1 (555) 987-6543");
    row.name = "Jürgen";
    row.time_zone = "America/Argentina/Buenos_Aires";
    row.priority = "-5";
    row.variables = {{"city", "Zürich"}, {"quote", "\"x\""}};

    const NewContact contact = accepted(std::move(row));

    EXPECT_EQ(contact.phone.e164(), "+15559876543");
    EXPECT_EQ(contact.name, "Jürgen");
    EXPECT_EQ(contact.time_zone, "America/Argentina/Buenos_Aires");
    EXPECT_EQ(contact.priority, -5);
    EXPECT_EQ(contact.variables, R"({"city":"Zürich","quote":"\"x\""})");
    EXPECT_EQ(contact.line, 7);
}

TEST(CheckRow, ReadsNationalNumbersOnlyWithADefaultCountry) {
    RowRules american;
    american.default_country = "US";

    EXPECT_EQ(accepted(a_row("(415) 555-2671"), american).phone.e164(), "+14155552671");
    const RejectedRow refused = rejected(a_row("(415) 555-2671"));
    EXPECT_EQ(refused.code, "invalid_phone");
    EXPECT_THAT(refused.message, HasSubstr("default_country"));
}

struct Bad {
    const char* field;
    const char* code;
    std::string value;
    std::string UploadRow::*member;
};

TEST(CheckRow, NamesFieldCodeAndValueOfWhatIsWrong) {
    const std::vector<Bad> table{
        {"phone", "missing_phone", "", &UploadRow::phone},
        {"phone", "missing_phone", "  ", &UploadRow::phone},
        {"phone", "invalid_phone", "call me", &UploadRow::phone},
        {"phone", "invalid_phone", "+1415", &UploadRow::phone},
        {"phone", "invalid_encoding", "+1415\xFF", &UploadRow::phone},
        {"name", "invalid_encoding", "J\xFCrgen", &UploadRow::name},
        {"name", "invalid_encoding", std::string("a\0b", 3), &UploadRow::name},
        {"priority", "invalid_priority", "high", &UploadRow::priority},
        {"priority", "invalid_priority", "1.5", &UploadRow::priority},
        {"priority", "invalid_priority", "1000001", &UploadRow::priority},
        {"time_zone", "invalid_time_zone", "Central Time", &UploadRow::time_zone},
        {"time_zone", "invalid_time_zone", "../etc/passwd", &UploadRow::time_zone},
    };
    for (const Bad& bad : table) {
        UploadRow row = a_row("+14155552671");
        row.*bad.member = bad.value;
        const RejectedRow refused = rejected(std::move(row));
        EXPECT_EQ(refused.field, bad.field) << bad.value;
        EXPECT_EQ(refused.code, bad.code) << bad.value;
        EXPECT_THAT(refused.message, HasSubstr(bad.field));
        EXPECT_EQ(refused.line, 7);
    }
    EXPECT_EQ(rejected(a_row("J\xFCrgen")).value, "J\xEF\xBF\xBDrgen") << "an error report is always text";
}

TEST(CheckRow, APlaceholderWithoutValueRejectsTheRow) {
    const RowRules rules =
        rules_with("https://agent.example/t?n={{name}}&p={{phone}}&c={{city}}&g={{greeting|hi}}");
    UploadRow row = a_row("+14155552671");
    row.name = "Ada";

    const RejectedRow refused = rejected(row, rules);
    row.variables["city"] = "Bern";
    const NewContact contact = accepted(row, rules);

    EXPECT_EQ(refused.field, "city");
    EXPECT_EQ(refused.code, "missing_variable");
    EXPECT_THAT(refused.message, HasSubstr("{{city}}"));
    EXPECT_EQ(contact.variables, R"({"city":"Bern"})");
}

TEST(CheckRow, TakesAContactThatMustNotBeRungWithItsReason) {
    CampaignSettings settings;
    settings.allowed_countries = {"US"};
    RowRules american;
    american.screening = dialer::Screening{settings};
    EXPECT_EQ(accepted(a_row("+14155552671"), american).blocked, "");
    EXPECT_THAT(accepted(a_row("+18765557890"), american).blocked, HasSubstr("country: JM"));
    EXPECT_THAT(accepted(a_row("+41900123456"), american).blocked, HasSubstr("premium"));
}

TEST(CheckRow, JudgesNoCountryBeforeTheCampaignHasOne) {
    EXPECT_EQ(accepted(a_row("+18765557890")).blocked, "");
    EXPECT_THAT(accepted(a_row("+41900123456")).blocked, HasSubstr("premium"));
}

TEST(CheckRow, RefusesATimeZoneThatThereIsNot) {
    UploadRow row = a_row("+15559876543");
    row.time_zone = "America/Gotham";
    EXPECT_EQ(rejected(std::move(row)).code, "invalid_time_zone");
}

}  // namespace
}  // namespace carillon::api
