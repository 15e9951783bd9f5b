// SPDX-License-Identifier: MIT
#include "numbering_plan.hpp"

#include <string>

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

    std::string e164;
    library.Format(parsed, Library::E164, &e164);
    auto number = PhoneNumber::from_e164(e164);
    if (!number) return refusal("is not a phone number");
    return *std::move(number);
}

bool is_country(std::string_view code) {
    return Library::GetInstance()->GetCountryCodeForRegion(std::string{code}) != 0;
}

}  // namespace carillon
