// SPDX-License-Identifier: MIT
// A number as people write it: what comes out is E.164 and stays what it is, and no log shows it. The input:
// a country's code, then the number.
#include "phone_number.hpp"

#include <algorithm>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "number_blocks.hpp"
#include "numbering_plan.hpp"

namespace carillon::fuzz {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void claim_masked(const PhoneNumber& number) {
    const std::string& e164 = number.e164();
    for (const std::string& sentence :
         {e164, "called " + e164 + ".", "To=%2B" + e164.substr(1), e164 + "," + e164}) {
        const std::string masked = masked_numbers(sentence);
        claim(masked.find(e164.substr(1)) == std::string::npos, "a masked sentence does not show the number");
        claim(masked.find(number.masked()) != std::string::npos, "a masked sentence shows the masked number");
    }
    const std::string masked = number.masked();
    claim(masked.size() == e164.size() && std::count_if(masked.begin(), masked.end(), is_digit) == 5,
          "a masked number shows five digits");
}

void claim_e164(const PhoneNumber& number) {
    const auto again = PhoneNumber::from_e164(number.e164());
    claim(again && *again == number, "what came out is E.164");
    claim(number.e164().size() >= 8 && number.e164().size() <= 16, "E.164 has 7 to 15 digits");
    claim_masked(number);
}

}  // namespace

void phone_number(std::string_view input) {
    const std::string country(take_line(input));
    if (const auto exact = PhoneNumber::from_e164(input)) claim_e164(*exact);
    const std::string masked = masked_numbers(input);
    claim(masked_numbers(masked) == masked, "what was masked once is masked");

    const auto number = normalize_phone_number(input, country);
    if (!number) {
        claim(!number.error().message.empty(), "a refusal says why");
        claim(number.error().code == Errc::invalid, "a number that cannot be read is the caller's fault");
        return;
    }
    claim_e164(*number);
    const auto again = normalize_phone_number(number->e164(), country);
    claim(again && *again == *number, "a number that was normalised stays what it is");
    (void)facts_of(*number);

    NumberBlocks blocks;  // what it learns of one number, it says of its neighbour: but never of another
    for (int time = 0; time < 2; ++time) {
        const auto quickly = blocks.normalize(input, country);
        claim(quickly && *quickly == *number, "the quick way says what the library says");
    }
    std::string neighbour(input);
    const auto last = neighbour.find_last_of("0123456789");
    if (last == std::string::npos) return;
    neighbour[last] = neighbour[last] == '9' ? '0' : static_cast<char>(neighbour[last] + 1);
    const auto quickly = blocks.normalize(neighbour, country);
    const auto slowly = normalize_phone_number(neighbour, country);
    claim(!quickly || !slowly || *quickly == *slowly, "a neighbour in its block is himself and nobody else");
}

}  // namespace carillon::fuzz
