// SPDX-License-Identifier: MIT
#include "twilio/callback_url.hpp"

#include "percent_encoding.hpp"

namespace carillon::twilio {
namespace {

std::string_view without_fragment(std::string_view url) {
    return url.substr(0, url.find('#'));
}

}  // namespace

std::string status_callback_url(std::string_view base, const CallToken& token) {
    std::string url{without_fragment(base)};
    url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(token_parameter).append("=").append(percent_encoded(token.text()));
    return url += "#rc=5&rp=ct,rt,5xx";
}

std::string verdict_callback_base(std::string_view status_callback_base) {
    const std::string_view base = without_fragment(status_callback_base);
    const std::string_view before_query = base.substr(0, base.find('?'));
    const std::size_t scheme_end = before_query.find("://");
    const std::size_t host = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    const std::size_t last_slash = before_query.rfind('/');
    const bool has_path = last_slash != std::string_view::npos && last_slash >= host;
    std::string url{before_query.substr(0, has_path ? last_slash : before_query.size())};
    return url.append("/twilio-amd").append(base.substr(before_query.size()));
}

CallToken token_in(const Form& query) {
    return CallToken{std::string{find_value(query, token_parameter).value_or("")}};
}

std::string signed_url(std::string_view configured_url, std::string_view target) {
    const std::string_view without_query = without_fragment(configured_url);
    std::string url{without_query.substr(0, without_query.find('?'))};
    const std::size_t query = target.find('?');
    if (query != std::string_view::npos) url += without_fragment(target.substr(query));
    return url;
}

}  // namespace carillon::twilio
