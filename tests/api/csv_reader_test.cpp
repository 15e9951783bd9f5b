// SPDX-License-Identifier: MIT
#include "api/upload/csv_reader.hpp"

#include <gmock/gmock.h>

#include "api/rows.hpp"

namespace carillon::api {
namespace {

using test::read_in_pieces;
using test::summaries;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> rows_of(std::string_view csv,
                                 std::string phone_column = "",
                                 std::size_t piece = 1 << 20) {
    CsvReader reader{std::move(phone_column)};
    return summaries(read_in_pieces(reader, csv, piece));
}

std::string trouble_of(std::string_view csv, std::string phone_column = "") {
    CsvReader reader{std::move(phone_column)};
    const auto rows = read_in_pieces(reader, csv, 7);
    EXPECT_THAT(rows, IsEmpty()) << "what cannot be read must not give rows";
    return reader.trouble() ? reader.trouble()->message : "";
}

struct Dialect {
    const char* what;
    std::string text;
};

TEST(CsvReader, ReadsEveryDialectAsTheSameRows) {
    const std::vector<Dialect> dialects{
        {"comma", "phone,name,city\n+1415,Ada,Bern\n+1416,Bob,\"Paris, TX\"\n"},
        {"semicolon", "phone;name;city\n+1415;Ada;Bern\n+1416;Bob;Paris, TX\n"},
        {"tab", "phone\tname\tcity\n+1415\tAda\tBern\n+1416\tBob\tParis, TX\n"},
        {"CR LF", "phone,name,city\r\n+1415,Ada,Bern\r\n+1416,Bob,\"Paris, TX\"\r\n"},
        {"CR", "phone,name,city\r+1415,Ada,Bern\r+1416,Bob,\"Paris, TX\"\r"},
        {"no last line end", "phone,name,city\n+1415,Ada,Bern\n+1416,Bob,\"Paris, TX\""},
        {"byte order mark", "\xEF\xBB\xBFphone,name,city\n+1415,Ada,Bern\n+1416,Bob,\"Paris, TX\"\n"},
        {"everything quoted",
         "\"phone\",\"name\",\"city\"\n\"+1415\",\"Ada\",\"Bern\"\n\"+1416\",\"Bob\",\"Paris, TX\"\n"},
        {"capitals and blanks", " Phone , NAME ,city\n+1415, Ada ,Bern\n+1416,Bob,\"Paris, TX\"\n"},
        {"columns in another order", "city,name,phone\nBern,Ada,+1415\n\"Paris, TX\",Bob,+1416\n"},
    };
    for (const Dialect& dialect : dialects)
        for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, std::size_t{4096}})
            EXPECT_THAT(rows_of(dialect.text, "", piece),
                        ElementsAre("2: +1415 name=Ada city=Bern", "3: +1416 name=Bob city=Paris, TX"))
                << dialect.what << " in pieces of " << piece;
}

TEST(CsvReader, KeepsQuotesDelimitersAndLineEndsWithinAQuotedField) {
    const std::string csv = "phone,note\n+1415,\"She said \"\"yes\"\"\nand then, no\"\n+1416,plain\n";

    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, csv.size()})
        EXPECT_THAT(rows_of(csv, "", piece),
                    ElementsAre("2: +1415 note=She said \"yes\"\nand then, no", "4: +1416 note=plain"))
            << "in pieces of " << piece;
}

TEST(CsvReader, NumbersRowsByTheLineWhereTheyStart) {
    EXPECT_THAT(rows_of("\n\nphone,note\n\n+1,\"a\r\nb\r\nc\"\r\n   \n+2,d\n"),
                ElementsAre("5: +1 note=a\nb\nc", "9: +2 note=d"));
}

TEST(CsvReader, LeavesEmptyRowsAndColumnsWithoutNameOut) {
    EXPECT_THAT(rows_of("phone,,city,\n+1,x,Bern,\n,,,\n+2,,,y\n"), ElementsAre("2: +1 city=Bern", "4: +2"));
}

TEST(CsvReader, TakesARowThatIsShorterThanTheHeader) {
    EXPECT_THAT(rows_of("phone,name,city\n+1,Ada\n+2\n"), ElementsAre("2: +1 name=Ada", "3: +2"));
}

TEST(CsvReader, RejectsARowWithMoreFieldsThanTheHeaderAlone) {
    EXPECT_THAT(rows_of("phone,city\n+1,Bern\n+2,Paris, TX\n+3,Rome\n"),
                ElementsAre("2: +1 city=Bern", "3! too_many_columns", "4: +3 city=Rome"));
}

TEST(CsvReader, AQuoteThatIsNotClosedCostsOneLineAndNotTheRowsBelow) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{4096}}) {
        EXPECT_THAT(rows_of("phone,name\n+1,\"Ada\n+2,Bob\n+3,Cy\n", "", piece),
                    ElementsAre("2! invalid_csv", "3: +2 name=Bob", "4: +3 name=Cy"));
        EXPECT_THAT(rows_of("phone,name\n+1,\"Ada\n+2,Bob\n+3,\"Cy\"\n+4,Di\n", "", piece),
                    ElementsAre("2! invalid_csv", "3: +2 name=Bob", "4: +3 name=Cy", "5: +4 name=Di"))
            << "the next quote does not close it in silence";
    }
}

TEST(CsvReader, AQuoteInAnUnquotedFieldIsRejectedWithItsReason) {
    CsvReader reader{""};
    const auto rows = read_in_pieces(reader, "phone,name\n+1,Bob \"Bobby\" Lee\n+2,Cy\n", 64);

    ASSERT_THAT(summaries(rows), ElementsAre("2! invalid_csv", "3: +2 name=Cy"));
    EXPECT_THAT(std::get<RejectedRow>(rows[0]).message, HasSubstr("each quote in it doubled"));
    EXPECT_EQ(std::get<RejectedRow>(rows[0]).value, "+1,Bob \"Bobby\" Lee");
}

TEST(CsvReader, ALineThatIsTooLongIsRejectedAndTheNextIsRead) {
    const std::string csv = "phone,note\n+1," + std::string(longest_row + 1, 'x') + "\n+2,short\n";

    for (const std::size_t piece : {std::size_t{1000}, csv.size()})
        EXPECT_THAT(rows_of(csv, "", piece), ElementsAre("2! row_too_large", "3: +2 note=short"));
}

TEST(CsvReader, LinesThatAllOpenAQuoteAreRejectedOneByOne) {
    std::string csv = "phone,note\n";
    for (int i = 0; i < 120; ++i) csv += "+1,\"open\n";
    csv += "+2,closed\n";

    const auto rows = rows_of(csv);

    ASSERT_EQ(rows.size(), 121U);
    EXPECT_EQ(rows.front(), "2! invalid_csv");
    EXPECT_EQ(rows.back(), "122: +2 note=closed");
}

TEST(CsvReader, GivesUpOnAnOpenQuoteBeforeItFillsTheMemory) {
    std::string many_lines = "phone,note\n+1,\"open\n";
    for (int i = 0; i < 100; ++i) many_lines += "+2,x\n";
    std::string long_lines = "phone,note\n+1,\"open\n";
    for (int i = 0; i < 3; ++i) long_lines += "+2," + std::string(longest_row / 2, 'x') + "\n";

    for (const auto& [csv, rows] : {std::pair{many_lines, 101U}, std::pair{long_lines, 4U}}) {
        CsvReader reader{""};
        const auto read = summaries(reader.feed(csv));
        ASSERT_EQ(read.size(), rows) << "before the end of the upload";
        EXPECT_EQ(read.front(), "2! invalid_csv");
        EXPECT_THAT(read.at(1), testing::StartsWith("3: +2"));
    }
}

TEST(CsvReader, FindsThePhoneColumnByAnotherName) {
    EXPECT_THAT(rows_of("Name,Mobile\nAda,+1415\n", "mobile"), ElementsAre("2: +1415 name=Ada"));
}

TEST(CsvReader, SaysWhichColumnsThereAreWhenNoneIsThePhone) {
    EXPECT_THAT(trouble_of("mobile,name\n+1,Ada\n"),
                HasSubstr("No column is called 'phone'. The header row has: mobile, name."));
    EXPECT_THAT(trouble_of("phone,name\n+1,Ada\n", "mobile"), HasSubstr("No column is called 'mobile'"));
}

TEST(CsvReader, RefusesAnUploadWithoutAReadableHeaderRow) {
    EXPECT_THAT(trouble_of(""), HasSubstr("upload is empty"));
    EXPECT_THAT(trouble_of("\n\n"), HasSubstr("upload is empty"));
    EXPECT_THAT(trouble_of("+14155552671,Ada\n+14155552672,Bob\n"), HasSubstr("No column is called 'phone'"));
    EXPECT_THAT(trouble_of("phone,\"name\n+1,Ada\n"), HasSubstr("header row cannot be read"));
    EXPECT_THAT(trouble_of("phone,na\xEFve\n+1,Ada\n"), HasSubstr("not UTF-8"));
    EXPECT_THAT(trouble_of("phone,city,city\n+1,a,b\n"), HasSubstr("Two columns are called 'city'"));
}

}  // namespace
}  // namespace carillon::api
