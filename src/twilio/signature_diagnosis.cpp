// SPDX-License-Identifier: MIT
#include "twilio/signature_diagnosis.hpp"

#include <algorithm>
#include <vector>

#include "twilio/callback_url.hpp"

namespace carillon::twilio {
namespace {

struct Parts {
    std::string_view scheme, authority, path;
};

/// Of `scheme://authority/path`, without query and fragment.
Parts parts_of(std::string_view url) {
    const std::size_t scheme_end = std::min(url.find("://"), url.size());
    const std::string_view rest = url.substr(std::min(scheme_end + 3, url.size()));
    const std::size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view path = rest.substr(authority_end);
    return {url.substr(0, scheme_end),
            rest.substr(0, authority_end),
            path.substr(0, std::min(path.find_first_of("?#"), path.size()))};
}

void add(std::vector<std::string>& list, std::string_view text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.emplace_back(text);
}

std::vector<std::string> authorities(const RefusedRequest& refused) {
    std::vector<std::string> found;
    add(found, parts_of(refused.given_url).authority);
    add(found, refused.request.header("Host"));
    for (const char* name : {"X-Forwarded-Host", "X-Original-Host"}) {
        const std::string_view list = refused.request.header(name);
        add(found, list.substr(0, list.find(',')));
    }
    return found;
}

std::vector<std::string> paths(const RefusedRequest& refused) {
    const std::string_view target = refused.request.target;
    std::vector<std::string> found;
    for (const std::string_view path :
         {parts_of(refused.given_url).path, target.substr(0, target.find('?'))}) {
        add(found, path);
        add(found,
            path.ends_with('/') ? std::string{path.substr(0, path.size() - 1)} : std::string{path} + "/");
    }
    return found;
}

std::vector<std::string> queries(const RefusedRequest& refused) {
    const std::size_t query = refused.request.target.find('?');
    if (query == std::string::npos) return {""};
    return {refused.request.target.substr(query), ""};
}

std::string without_query(std::string_view url) {
    return std::string{url.substr(0, url.find('?'))};
}

/// Which part of the setting is not as it was signed.
std::string difference(std::string_view given_url, std::string_view signed_for) {
    const Parts given = parts_of(given_url), actual = parts_of(signed_for);
    if (given.authority.substr(0, given.authority.find(':')) !=
        actual.authority.substr(0, actual.authority.find(':')))
        return "its host is another";
    if (given.authority != actual.authority) return "its port is another";
    if (given.scheme != actual.scheme) return "its scheme is another";
    if (given.path != actual.path) return "its path is another";
    return "the query did not arrive as it was signed: something on its way changed it";
}

}  // namespace

std::string find_signed_url(const Verifier& verifier, const RefusedRequest& refused) {
    const http::Request& request = refused.request;
    const std::string_view signature = request.header("X-Twilio-Signature");
    const auto all_paths = paths(refused);
    const auto all_queries = queries(refused);
    for (const std::string& authority : authorities(refused))
        for (const char* scheme : {"https://", "http://"})
            for (const std::string& path : all_paths)
                for (const std::string& query : all_queries) {
                    std::string url = scheme + authority + path + query;
                    if (verifier.accepts(url, request.method, refused.raw_body, refused.body, signature))
                        return url;
                }
    return {};
}

std::string explain_refusal(const Verifier& verifier, const RefusedRequest& refused) {
    const std::string signed_for = find_signed_url(verifier, refused);
    if (signed_for.empty()) return {};
    return "The request is Twilio's, signed for " + without_query(signed_for) +
           ", but STATUS_CALLBACK_URL says that Twilio calls " + without_query(refused.given_url) + ": " +
           difference(refused.given_url, signed_for) + ".";
}

}  // namespace carillon::twilio
