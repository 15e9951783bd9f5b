// SPDX-License-Identifier: MIT
// Twilio's signature: what we signed verifies, and what was changed by one byte does not. The input: the
// token, the URL, the form body, a line each.
#include "twilio/signature.hpp"

#include <set>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"

namespace carillon::fuzz {
namespace {

/// One byte of it is another.
std::string changed(std::string_view text, Dice& dice) {
    std::string other(text);
    char& byte = other[dice.roll(other.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1 + dice.roll(255)));
    return other;
}

std::set<std::pair<std::string, std::string>> as_set(const twilio::Form& form) {
    return {form.begin(), form.end()};
}

void claim_refused(const std::string& token,
                   std::string_view url,
                   const twilio::Form& form,
                   std::string_view signature,
                   const std::string& what) {
    const twilio::Verifier verifier({Secret(token)});
    claim(!verifier.accepts_form(url, form, signature), "a changed byte of the " + what + " is refused");
}

}  // namespace

void signature(std::string_view input) {
    const std::string token(take_line(input));
    const std::string url(take_line(input));
    const twilio::Form form = twilio::decode_form(input);
    const std::string signed_by_us = twilio::sign(token, url, form);

    const twilio::Verifier verifier({Secret(token)});
    claim(verifier.accepts_form(url, form, signed_by_us) == !token.empty(),
          "what was signed verifies, unless there is no key");
    claim(!verifier.accepts_form(url, form, {}), "an empty signature is refused");
    if (token.empty()) return;
    const bool has_body_hash = url.find("bodySHA256") != std::string::npos;
    if (!has_body_hash && url.find('%') == std::string::npos)
        claim(verifier.accepts(url, "POST", input, form, signed_by_us), "a signed POST is accepted");

    Dice dice(input);
    claim_refused(token, url, form, changed(signed_by_us, dice), "signature");
    claim_refused(changed(token, dice), url, form, signed_by_us, "token");
    if (!url.empty()) claim_refused(token, changed(url, dice), form, signed_by_us, "URL");
    if (form.empty()) return;
    twilio::Form other = form;
    auto& [name, value] = other[dice.roll(other.size())];
    std::string& text = value.empty() ? name : value;
    if (text.empty()) return;
    text = changed(text, dice);
    // Twilio signs what is sent twice once: a repeated pair that becomes another repeated pair is the same
    // form.
    if (as_set(form) != as_set(other)) claim_refused(token, url, other, signed_by_us, "form");
}

}  // namespace carillon::fuzz
