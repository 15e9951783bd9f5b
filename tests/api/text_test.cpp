// SPDX-License-Identifier: MIT
#include "api/text.hpp"

#include <gmock/gmock.h>

#include "api/csv_writer.hpp"
#include "api/media_type.hpp"

namespace carillon::api {
namespace {

using testing::HasSubstr;

TEST(Text, KnowsUtf8FromOtherBytes) {
    for (const char* good :
         {"", "plain", "Zürich", "\xE2\x82\xAC", "\xF0\x9F\x94\x94", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"})
        EXPECT_TRUE(is_text(good)) << good;
    for (const char* bad : {"\x80",
                            "\xC3",
                            "\xC0\xAF",
                            "\xE0\x80\xAF",
                            "\xED\xA0\x80",
                            "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80",
                            "a\xE2\x82"})
        EXPECT_FALSE(is_text(bad)) << bad;
    EXPECT_FALSE(is_text(std::string_view{"a\0b", 3}));
}

TEST(Text, ShortensAtACharacterAndReplacesWhatIsNone) {
    EXPECT_EQ(shortened("Zürich", 3), "Zü…");
    EXPECT_EQ(shortened("Zürich", 2), "Z…");
    EXPECT_EQ(shortened("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(shortened("as it is"), "as it is");
}

TEST(MediaType, DropsParametersAndCase) {
    EXPECT_EQ(media_type("Text/CSV ; charset=UTF-8; header=present"), "text/csv");
    EXPECT_EQ(media_type("application/json"), "application/json");
    EXPECT_EQ(media_type(""), "");
}

TEST(MediaType, IsNoneInAnotherCharset) {
    EXPECT_EQ(media_type("text/csv; charset=iso-8859-1"), "");
    EXPECT_EQ(media_type("text/csv; charset=\"utf-8\""), "text/csv");
    EXPECT_THAT(unsupported_type("text/csv; charset=iso-8859-1", "text/csv"), HasSubstr("in UTF-8"));
}

std::string plain_cell(std::string_view text) {
    std::string line;
    append_plain_cell(line, text);
    return line;
}
std::string text_cell(std::string_view text) {
    std::string line;
    append_text_cell(line, text);
    return line;
}

TEST(CsvWriter, QuotesWhatRfc4180Wants) {
    EXPECT_EQ(plain_cell("plain"), "plain");
    EXPECT_EQ(plain_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(plain_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(plain_cell("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(plain_cell("+14155552671"), "+14155552671");
}

TEST(CsvWriter, LetsNoSpreadsheetRunAStrangersText) {
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)"})
        EXPECT_EQ(text_cell(formula), "'" + std::string{formula}) << formula;
    EXPECT_EQ(text_cell("\t=1"), "\"'\t'=1\"");
    EXPECT_EQ(text_cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
    EXPECT_EQ(text_cell("\r=1"), "\"'\r'=1\"");
    EXPECT_EQ(text_cell("a=1"), "a=1");
    EXPECT_EQ(text_cell(""), "");
}

TEST(CsvWriter, LetsNoneRunItThatCutsAtSemicolonsTabsOrLinesEither) {
    EXPECT_EQ(text_cell("a;=1+1"), "\"a;'=1+1\"");
    EXPECT_EQ(text_cell("a\t@x"), "\"a\t'@x\"");
    EXPECT_EQ(text_cell("a\n-1"), "\"a\n'-1\"");
    EXPECT_EQ(text_cell("a; \"=1"), "\"a; \"\"'=1\"");
    EXPECT_EQ(text_cell(" +1"), " '+1");
    EXPECT_EQ(text_cell("a;b=1"), "\"a;b=1\"");
    EXPECT_EQ(text_cell(std::string_view{"\0=1", 3}).front(), '\'');
}

}  // namespace
}  // namespace carillon::api
