// SPDX-License-Identifier: MIT
#include "api/upload/json_reader.hpp"

#include <gmock/gmock.h>

#include "api/rows.hpp"
#include "api/upload/json_row.hpp"
#include "api/upload/ndjson_reader.hpp"

namespace carillon::api {
namespace {

using test::read_in_pieces;
using test::summaries;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> rows_of(std::string_view json, std::size_t piece = 1 << 20) {
    JsonReader reader;
    auto rows = summaries(read_in_pieces(reader, json, piece));
    if (reader.trouble()) rows.push_back(reader.trouble()->message);
    return rows;
}

std::vector<std::string> lines_of(std::string_view ndjson, std::size_t piece = 1 << 20) {
    NdjsonReader reader;
    return summaries(read_in_pieces(reader, ndjson, piece));
}

TEST(JsonReader, ReadsArraysAndWrappedArraysInPiecesOfAnySize) {
    for (const char* json :
         {R"([{"phone":"+1","name":"A]d{a\"}"},{"phone":"+2","tags":"[,]"}])",
          " \r\n[ {\"phone\" : \"+1\", \"name\":\"A]d{a\\\"}\"} ,\n{\"phone\":\"+2\",\"tags\":\"[,]\"} ] \n",
          R"({"contacts":[{"phone":"+1","name":"A]d{a\"}"},{"phone":"+2","tags":"[,]"}]})",
          "\xEF\xBB\xBF{ \"contacts\" : [{\"phone\":\"+1\",\"name\":\"A]d{a\\\"}\"}, "
          "{\"phone\":\"+2\",\"tags\":\"[,]\"} ] }"})
        for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{4096}})
            EXPECT_THAT(rows_of(json, piece), ElementsAre("1: +1 name=A]d{a\"}", "2: +2 tags=[,]"))
                << json << " " << piece;
}

TEST(JsonReader, TakesAnEmptyArray) {
    EXPECT_THAT(rows_of("[]"), IsEmpty());
    EXPECT_THAT(rows_of(R"({"contacts": [ ]})", 1), IsEmpty());
}

TEST(JsonReader, ABadElementDoesNotSpoilItsNeighbours) {
    EXPECT_THAT(
        rows_of(R"([{"phone":"+1"}, oops, {"phone" "+2"}, 7, {"phone":"+3"},])"),
        ElementsAre(
            "1: +1", "2! invalid_json", "3! invalid_json", "4! invalid_json", "5: +3", "6! invalid_json"));
}

TEST(JsonReader, AnElementThatIsTooLargeIsRejectedAndTheNextIsRead) {
    const std::string json =
        R"([{"phone":"+1","x":")" + std::string(longest_row, 'x') + R"("},{"phone":"+2"}])";

    EXPECT_THAT(rows_of(json, 1000), ElementsAre("1! row_too_large", "2: +2"));
}

TEST(JsonReader, SaysAtWhichByteTheFrameIsNoArray) {
    EXPECT_THAT(rows_of("").back(), HasSubstr("at byte 0"));
    EXPECT_THAT(rows_of("\"text\"").back(), HasSubstr("at byte 1: An array of contacts"));
    EXPECT_THAT(rows_of(R"({"people":[]})").back(), HasSubstr("at byte 3"));
    EXPECT_THAT(rows_of(R"({"contacts":{}})").back(), HasSubstr("at byte 13"));
    EXPECT_THAT(rows_of(R"({"contacts":[],"more":1})").back(), HasSubstr("at byte 15"));
    EXPECT_THAT(rows_of("[] []").back(), HasSubstr("at byte 4: something follows the array"));
}

TEST(JsonReader, TakesNoFrameThatIsOnlyLikeJson) {
    for (const char* json :
         {"\xEF[]", "\xEF\xBB []", " \xBB\xBF[]", R"({"con tacts":[]})", "{\"contacts\n\":[]}"})
        EXPECT_THAT(rows_of(json), ElementsAre(HasSubstr("not valid JSON"))) << json;
    EXPECT_THAT(rows_of("\xEF\xBB\xBF []"), IsEmpty());
}

TEST(JsonReader, KeepsTheRowsBeforeAFrameThatBreaks) {
    EXPECT_THAT(rows_of(R"([{"phone":"+1"},{"phone":"+2"})"),
                ElementsAre("1: +1", HasSubstr("at byte 30: the array is not closed")));
    EXPECT_THAT(rows_of(R"([{"phone":"+1"},}{"phone":"+2"}])"),
                ElementsAre("1: +1", HasSubstr("at byte 17: a } closes nothing")));
}

TEST(JsonRow, GathersVariablesAndMakesScalarsText) {
    EXPECT_EQ(
        test::summary(read_json_row(
            4,
            R"({"phone":"+1","name":null,"time_zone":"Europe/Rome","priority":-3,"city":"Bern","visits":12,"vip":true,)"
            R"("gone":null,"variables":{"amount":1.5,"nothing":null,"city":"Basel"}})")),
        "4: +1 time_zone=Europe/Rome priority=-3 amount=1.5 city=Basel vip=true visits=12");
}

TEST(JsonRow, RefusesWhatIsNoTextAndNamesIt) {
    for (const char* json : {R"({"phone":["+1"]})", R"({"phone":"+1","variables":{"phone":{"a":1}}})"}) {
        const auto row = read_json_row(1, json);
        ASSERT_TRUE(std::holds_alternative<RejectedRow>(row)) << json;
        EXPECT_EQ(std::get<RejectedRow>(row).code, "invalid_value");
        EXPECT_EQ(std::get<RejectedRow>(row).field, "phone");
    }
    EXPECT_EQ(test::summary(read_json_row(2, R"({"phone":"+1","variables":7})")), "2! invalid_value");
}

TEST(JsonRow, RefusesANulAndWhatFollowsIt) {
    const std::string with_nul = std::string{"{\"phone\":\"+1\"}"} + '\0' + "{\"phone\":\"+2\"}";

    EXPECT_EQ(test::summary(read_json_row(2, with_nul)), "2! invalid_json");
    EXPECT_THAT(std::get<RejectedRow>(read_json_row(2, with_nul)).message, HasSubstr("byte 15"));
}

TEST(JsonRow, RefusesAByteOrderMarkWithinADocument) {
    EXPECT_EQ(test::summary(read_json_row(2, "\xEF\xBB\xBF{\"phone\":\"+1\"}")), "2! invalid_json");
}

TEST(JsonRow, RefusesNestingThatIsTooDeep) {
    const std::string deep = R"({"phone":"+1","x":)" + std::string(5000, '[') + std::string(5000, ']') + "}";

    const auto row = read_json_row(1, deep);

    EXPECT_EQ(test::summary(row), "1! invalid_json");
    EXPECT_THAT(std::get<RejectedRow>(row).message, HasSubstr("64 levels"));
}

TEST(NdjsonReader, ReadsALineEachWithItsNumberInPiecesOfAnySize) {
    const std::string ndjson =
        "\xEF\xBB\xBF{\"phone\":\"+1\"}\n\r\n{\"phone\":\"+2\",\"name\":\"Ada\"}\r\nnot "
        "json\n[1]\n{\"phone\":\"+3\"}";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{10}, ndjson.size()})
        EXPECT_THAT(lines_of(ndjson, piece),
                    ElementsAre("1: +1", "3: +2 name=Ada", "4! invalid_json", "5! invalid_json", "6: +3"))
            << piece;
}

TEST(NdjsonReader, ALineThatIsTooLongIsRejectedAndTheNextIsRead) {
    EXPECT_THAT(lines_of("{\"x\":\"" + std::string(longest_row, 'x') + "\"}\n{\"phone\":\"+2\"}\n", 999),
                ElementsAre("1! row_too_large", "2: +2"));
}

}  // namespace
}  // namespace carillon::api
