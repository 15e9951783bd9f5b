// SPDX-License-Identifier: MIT
// The agent's URL with {{placeholders}}: no contact can choose the host that is asked. The input: the URL,
// then name=value, a line each.
#include <algorithm>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "http/client.hpp"
#include "twiml_url.hpp"

namespace carillon::fuzz {
namespace {

std::string_view authority_of(std::string_view url) {
    return url.substr(0, url.find_first_of("/?#", url.find("://") + 3));
}

std::size_t count(std::string_view text, char wanted) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), wanted));
}

}  // namespace

void placeholders(std::string_view input) {
    const std::string_view text = take_line(input);
    Variables variables;
    for (std::string_view line : split_at(input, '\n')) {
        const std::string name(take_until(line, '='));
        variables[name] = std::string(line);
    }
    const auto url = TwimlUrl::parse(text);
    if (!url) {
        claim(!url.error().message.empty(), "a refusal says why");
        return;
    }
    Variables plain = variables;
    for (auto& [name, value] : plain) value = "x";
    for (const std::string& name : url->missing(variables)) variables[name] = plain[name] = "x";
    claim(url->missing(variables).empty(), "what was missing is missing no more");

    const std::string filled = url->fill(variables);
    claim(authority_of(filled) == authority_of(text), "a filled URL has its template's scheme and host");
    const std::string harmless = url->fill(plain);
    for (const char sign : {'/', '?', '#', '&', '@', ':', '='})
        claim(count(filled, sign) == count(harmless, sign),
              "a value adds no sign that means something in a URL");
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    claim(std::none_of(filled.begin(), filled.end(), is_blank),
          "a filled URL has no blank and no control character");

    const auto asked = http::parse_url(filled);
    const auto meant = http::parse_url(harmless);
    claim(asked.has_value() == meant.has_value(), "values do not decide whether a URL can be asked");
    if (!asked) return;
    claim(asked->host == meant->host && asked->port == meant->port && asked->tls == meant->tls &&
              asked->user_info == meant->user_info,
          "whoever is asked is the host of the template");
}

}  // namespace carillon::fuzz
