// SPDX-License-Identifier: MIT
// Blocks of numbers against the library itself, number by number.
#include "number_blocks.hpp"

#include <gtest/gtest.h>

#include "numbering_plan.hpp"

namespace carillon {
namespace {

std::string as_text(const Result<PhoneNumber>& number) {
    return number ? number->e164() : "refused: " + number.error().message;
}

/// As people write them, of many countries: with and without plus, trunk prefixes, marks, and things that are
/// none.
const char* const fronts[] = {
    "+1202555",      "+1 (212) 555-",   "(415) 555-",    "212.555.",      "+4179123",    "+41 44 668 ",
    "+4420 7946 ",   "+44 (0)20 7946 ", "020 7946 ",     "+49 30 1234",   "+39 06 1234", "+7 8 495 123-",
    "+521 55 1234 ", "+54 9 11 2345-",  "+36 06 1 234 ", "0044 20 7946 ", "+870 77 12 ", "+1900555",
    "12345",         "+999123",         "+1 2"};

TEST(NumberBlocks, SayOfEachNumberWhatTheLibrarySays) {
    for (const char* country : {"US", "CH", "GB", ""}) {
        NumberBlocks blocks;
        for (const char* front : fronts)
            for (const char* last : {"0100", "4567", "9999", "0000", "1 234", "12-34"}) {
                const std::string text = std::string{front} + last;
                EXPECT_EQ(as_text(blocks.normalize(text, country)),
                          as_text(normalize_phone_number(text, country)))
                    << text << " in '" << country << "'";
            }
    }
}

TEST(NumberBlocks, LeaveToTheLibraryWhatIsWrittenOtherwise) {
    NumberBlocks blocks;
    EXPECT_EQ(as_text(blocks.normalize("+1 212 555 0100", "")), "+12125550100");
    for (const char* text :
         {"+1 212 555 0101 ext. 5", "+1 212 555 0101x5", "+1 212 555 ABCD", "+1 212 555 0101;ext=5"})
        EXPECT_EQ(as_text(blocks.normalize(text, "")), as_text(normalize_phone_number(text, ""))) << text;
}

/// Neighbours of which the library reads one with, the other without, what stands in front of it.
TEST(NumberBlocks, NeverMakeSomebodyElsesNumberOfAShortOne) {
    struct Neighbours {
        const char* country;
        const char* first;
        const char* second;
    };
    for (const auto& [country, first, second] : {Neighbours{"KR", "+82080000", "+82081000"},
                                                 {"KR", "+82081000", "+82080000"},
                                                 {"DE", "4930000", "4931000"},
                                                 {"DE", "4931000", "4930000"}}) {
        NumberBlocks blocks;
        ASSERT_TRUE(blocks.normalize(first, country)) << first;
        EXPECT_EQ(as_text(blocks.normalize(second, country)),
                  as_text(normalize_phone_number(second, country)))
            << second << " after " << first;
    }
}

TEST(NumberBlocks, OfAnotherLengthOrCountryAreOthers) {
    NumberBlocks blocks;
    EXPECT_EQ(as_text(blocks.normalize("2125550100", "US")), "+12125550100");
    EXPECT_EQ(as_text(blocks.normalize("2125550100", "CH")),
              as_text(normalize_phone_number("2125550100", "CH")));
    EXPECT_EQ(as_text(blocks.normalize("21255501001", "US")),
              as_text(normalize_phone_number("21255501001", "US")));
}

TEST(NumberBlocks, AskOnceForABlockThatPassesAndEachTimeWhereThereIsAnObjection) {
    int asked = 0;
    NumberBlocks blocks{[&](const PhoneNumber& number) -> std::optional<std::string> {
        ++asked;
        return number.e164().starts_with("+1900") ? std::optional<std::string>{"premium"} : std::nullopt;
    }};
    const auto objection = [&](const char* number) {
        return blocks.objection(*PhoneNumber::from_e164(number));
    };

    EXPECT_EQ(objection("+12125550100"), std::nullopt);
    EXPECT_EQ(objection("+12125550199"), std::nullopt);
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(objection("+19005550100"), "premium");
    EXPECT_EQ(objection("+19005550101"), "premium");
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(objection("+12125560100"), std::nullopt);
    EXPECT_EQ(asked, 4);
}

}  // namespace
}  // namespace carillon
