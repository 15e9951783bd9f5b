// SPDX-License-Identifier: MIT
// A form body: what was read, written again and read again, is the same.
#include "twilio/form.hpp"

#include <algorithm>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"

namespace carillon::fuzz {
namespace {

bool is_wire_safe(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~%=&").find(c) != std::string_view::npos;
}

}  // namespace

void form(std::string_view input) {
    const twilio::Form once = twilio::decode_form(input);
    const std::string written = twilio::encode_form(once);
    claim(std::all_of(written.begin(), written.end(), is_wire_safe), "a written form is unreserved ASCII");
    claim(twilio::decode_form(written) == once, "a form read, written and read is the same");
    claim(once.size() <= static_cast<std::size_t>(std::count(input.begin(), input.end(), '&')) + 1,
          "a form has no more pairs than its & part");

    // A pair of any bytes survives, too.
    const auto middle = input.size() / 2;
    const twilio::Form pair{{std::string(input.substr(0, middle)), std::string(input.substr(middle))}};
    claim(twilio::decode_form(twilio::encode_form(pair)) == pair, "any bytes can be sent in a form");
    for (const auto& [name, value] : once) {
        const auto found = twilio::find_value(once, name);
        claim(found.has_value(), "a name that is there is found");
    }
}

}  // namespace carillon::fuzz
