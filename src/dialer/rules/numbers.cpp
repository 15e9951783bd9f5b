// SPDX-License-Identifier: MIT
#include "dialer/rules/numbers.hpp"

#include <algorithm>

#include "dialer/rules/from_numbers.hpp"
#include "numbering_plan.hpp"

namespace carillon::dialer::rules {
namespace {

std::optional<std::string> objection_to(NumberKind kind) {
    switch (kind) {
        case NumberKind::ordinary:
            return std::nullopt;
        case NumberKind::premium_rate:
            return "number: premium rate";
        case NumberKind::shared_cost:
            return "number: shared cost";
        case NumberKind::pager:
            return "number: a pager";
        case NumberKind::corporate:
            return "number: a company's universal number";
        case NumberKind::voicemail:
            return "number: a voice mailbox";
        case NumberKind::international:
            return "number: satellite or international service, of no country";
        case NumberKind::unknown:
            break;
    }
    return "number: in no country's numbering plan";
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

std::vector<std::string> countries_of(const CampaignSettings& settings) {
    if (!settings.allowed_countries.empty()) return settings.allowed_countries;
    std::vector<std::string> own;
    for (const std::string& number : from_numbers_of(settings)) {
        const auto from = PhoneNumber::from_e164(number);
        const std::string country = from ? facts_of(*from).country : "";
        if (!country.empty() && std::find(own.begin(), own.end(), country) == own.end())
            own.push_back(country);
    }
    return own;
}

std::optional<std::string> kind_objection(const PhoneNumber& number) {
    return objection_to(facts_of(number).kind);
}

std::optional<std::string> number_objection(const std::vector<std::string>& countries,
                                            const PhoneNumber& number) {
    const NumberFacts facts = facts_of(number);
    if (auto objection = objection_to(facts.kind)) return objection;
    if (std::find(countries.begin(), countries.end(), facts.country) != countries.end()) return std::nullopt;
    if (countries.empty()) return "country: the campaign's from_number and allowed_countries name none";
    return "country: " + facts.country + " is not among the campaign's (" + joined(countries) + ")";
}

}  // namespace carillon::dialer::rules
