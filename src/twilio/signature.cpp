// SPDX-License-Identifier: MIT
#include "twilio/signature.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "twilio/base64.hpp"

namespace carillon::twilio {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// What follows the URL in the text that is signed: names sorted, values of one name sorted, no pair twice.
std::string sorted_pairs(const Form& params) {
    std::vector<std::pair<std::string_view, std::string_view>> pairs(params.begin(), params.end());
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    std::string text;
    for (const auto& [name, value] : pairs) text.append(name).append(value);
    return text;
}

std::string sign_text(const HmacSha1& keyed, std::string_view url, std::string_view pairs) {
    return base64(keyed.of(url, pairs));
}

std::string sha256_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytes_of(bytes), bytes.size(), digest.data());
    std::string hex;
    for (const unsigned char byte : digest) hex += {digits[byte >> 4U], digits[byte & 15U]};
    return hex;
}

bool is_same(std::string_view ours, std::string_view theirs) {
    return ours.size() == theirs.size() && CRYPTO_memcmp(ours.data(), theirs.data(), ours.size()) == 0;
}

/// The URL with its port left out, or its scheme's port put in.
std::string with_or_without_port(std::string_view url) {
    const std::size_t scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return std::string{url};
    const std::size_t authority_end = std::min(url.find_first_of("/?#", scheme_end + 3), url.size());
    const std::string_view front = url.substr(0, authority_end);
    const std::string_view rest = url.substr(authority_end);

    // A colon before the @ parts user and password; one inside [] belongs to an IPv6 address.
    const std::size_t host_begin = std::max(front.rfind('@') + 1, scheme_end + 3);
    const std::size_t bracket = front.find(']', host_begin);
    const std::size_t colon = front.find(':', bracket == std::string_view::npos ? host_begin : bracket);
    if (colon != std::string_view::npos) return std::string{front.substr(0, colon)}.append(rest);
    const std::string_view port = url.starts_with("http://") ? ":80" : ":443";
    return std::string{front}.append(port).append(rest);
}

std::string query_of(std::string_view url) {
    const std::size_t query = url.find('?');
    return query == std::string_view::npos ? std::string{} : std::string{url.substr(query + 1)};
}

}  // namespace

std::string sign(std::string_view auth_token, std::string_view url, const Form& params) {
    return sign_text(HmacSha1{auth_token}, url, sorted_pairs(params));
}

Verifier::Verifier(const std::vector<Secret>& auth_tokens) {
    // An empty key would make a signature that anybody can compute.
    for (const Secret& token : auth_tokens)
        if (!token.empty()) keyed_.emplace_back(token.reveal());
}

bool Verifier::accepts(std::string_view url,
                       std::string_view method,
                       std::string_view raw_body,
                       const Form& body,
                       std::string_view signature) const {
    if (method == "GET") return accepts_form(url, {}, signature);
    if (find_value(decode_form(query_of(url)), "bodySHA256")) return accepts_body(url, raw_body, signature);
    return accepts_form(url, body, signature);
}

bool Verifier::accepts_form(std::string_view url, const Form& params, std::string_view signature) const {
    const std::string pairs = sorted_pairs(params);
    const auto fits = [&](std::string_view spelling) {
        return std::any_of(keyed_.begin(), keyed_.end(), [&](const HmacSha1& keyed) {
            return is_same(sign_text(keyed, spelling, pairs), signature);
        });
    };
    return fits(url) || fits(with_or_without_port(url));
}

bool Verifier::accepts_body(std::string_view url,
                            std::string_view raw_body,
                            std::string_view signature) const {
    const Form query = decode_form(query_of(url));
    const auto announced = find_value(query, "bodySHA256");
    return announced && is_same(sha256_hex(raw_body), *announced) && accepts_form(url, {}, signature);
}

}  // namespace carillon::twilio
