// SPDX-License-Identifier: MIT
#include "numbering_plan.hpp"

#include <string>
#include <unordered_map>

#include <phonenumbers/phonenumberutil.h>

namespace carillon {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;

std::string sentence(Library::ErrorType error, std::string_view default_country) {
    switch (error) {
        case Library::INVALID_COUNTRY_CODE_ERROR:
            if (default_country.empty())
                return "has no country code: write it as +<country code><number>, or set the campaign's "
                       "default_country";
            return "starts with a country code that does not exist";
        case Library::TOO_SHORT_AFTER_IDD:
        case Library::TOO_SHORT_NSN:
            return "is too short for a phone number";
        case Library::TOO_LONG_NSN:
            return "is too long for a phone number";
        case Library::NOT_A_NUMBER:
        case Library::NO_PARSING_ERROR:
            break;
    }
    return "is not a phone number";
}

bool is_fictional(const PhoneNumber& number) {
    return number.e164().starts_with("+1555") &&
           number.e164().size() == std::string_view{"+15551234567"}.size();
}

NumberKind kind_of(Library::PhoneNumberType type) {
    switch (type) {
        case Library::FIXED_LINE:
        case Library::MOBILE:
        case Library::FIXED_LINE_OR_MOBILE:
        case Library::TOLL_FREE:
        case Library::VOIP:
        case Library::PERSONAL_NUMBER:
            return NumberKind::ordinary;
        case Library::PREMIUM_RATE:
            return NumberKind::premium_rate;
        case Library::SHARED_COST:
            return NumberKind::shared_cost;
        case Library::PAGER:
            return NumberKind::pager;
        case Library::UAN:
            return NumberKind::corporate;
        case Library::VOICEMAIL:
            return NumberKind::voicemail;
        case Library::UNKNOWN:
            break;
    }
    return NumberKind::unknown;
}

std::string e164_of(const i18n::phonenumbers::PhoneNumber& number) {
    std::string e164;
    Library::GetInstance()->Format(number, Library::E164, &e164);
    return e164;
}

Error refusal(std::string what) {
    return Error{Errc::invalid, std::move(what)};
}

}  // namespace

Result<PhoneNumber> normalize_phone_number(std::string_view text, std::string_view default_country) {
    const Library& library = *Library::GetInstance();
    const std::string country{default_country.empty() ? std::string_view{"ZZ"} : default_country};

    i18n::phonenumbers::PhoneNumber parsed;
    const Library::ErrorType error = library.Parse(std::string{text}, country, &parsed);
    if (error != Library::NO_PARSING_ERROR) return refusal(sentence(error, default_country));
    if (parsed.has_extension()) return refusal("has an extension, which cannot be dialled");

    const bool is_international = text.find('+') != std::string_view::npos;
    if (is_international && !library.IsPossibleNumber(parsed))
        return refusal("has a length that its country does not use");
    if (!is_international && !library.IsValidNumber(parsed))
        return refusal("is not a valid number in " + country +
                       ": write it as +<country code><number> if it lies elsewhere");

    const std::string e164 = e164_of(parsed);
    auto number = PhoneNumber::from_e164(e164);
    if (!number) return refusal("is not a phone number");
    // The library takes one trunk prefix away. Where there are two (`+32 00 668 12345`), what is left would
    // be another number when it is uploaded again, and the same person would be called under both.
    i18n::phonenumbers::PhoneNumber again;
    if (library.Parse(e164, "ZZ", &again) != Library::NO_PARSING_ERROR || e164_of(again) != e164)
        return refusal("can be read in two ways: write it as +<country code><number>, without zeros between");
    return *std::move(number);
}

namespace {

NumberFacts look_up(const PhoneNumber& number) {
    if (is_fictional(number)) return {"US", NumberKind::ordinary};
    const Library& library = *Library::GetInstance();
    i18n::phonenumbers::PhoneNumber parsed;
    if (library.Parse(number.e164(), "ZZ", &parsed) != Library::NO_PARSING_ERROR) return {};
    // The library's word for calling codes of no country (+870, +883, +979 …).
    constexpr std::string_view the_world = "001";
    std::string of_code;
    library.GetRegionCodeForCountryCode(parsed.country_code(), &of_code);
    if (of_code == the_world) return {"", NumberKind::international};
    std::string country;
    library.GetRegionCodeForNumber(parsed, &country);
    if (country == "ZZ") country.clear();
    return {std::move(country), kind_of(library.GetNumberType(parsed))};
}

}  // namespace

NumberFacts facts_of(const PhoneNumber& number) {
    // A call's number is judged when it is claimed and once more when it is sent, and the library takes
    // longer over it than the whole claim.
    constexpr std::size_t most = 1024;
    thread_local std::unordered_map<std::string, NumberFacts> known;
    const auto found = known.find(number.e164());
    if (found != known.end()) return found->second;
    if (known.size() >= most) known.clear();
    return known[number.e164()] = look_up(number);
}

bool is_country(std::string_view code) {
    return Library::GetInstance()->GetCountryCodeForRegion(std::string{code}) != 0;
}

}  // namespace carillon
