// SPDX-License-Identifier: MIT
#include "twilio/signature.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "twilio/base64.hpp"

namespace carillon::twilio {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string string_to_sign(std::string_view url, const Form& params) {
    // A set of pairs is the whole rule: names sorted, values of one name sorted, no pair twice.
    const std::set<std::pair<std::string_view, std::string_view>> pairs(params.begin(), params.end());
    std::string text{url};
    for (const auto& [name, value] : pairs) text.append(name).append(value);
    return text;
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

/// The URL as it is, and with its port left out or its scheme's port put in.
std::array<std::string, 2> with_and_without_port(std::string_view url) {
    const std::string same{url};
    const std::size_t scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return {same, same};
    const std::size_t authority_end = std::min(url.find_first_of("/?#", scheme_end + 3), url.size());
    const std::string_view front = url.substr(0, authority_end);
    const std::string_view rest = url.substr(authority_end);

    // A colon before the @ parts user and password; one inside [] belongs to an IPv6 address.
    const std::size_t host_begin = std::max(front.rfind('@') + 1, scheme_end + 3);
    const std::size_t bracket = front.find(']', host_begin);
    const std::size_t colon = front.find(':', bracket == std::string_view::npos ? host_begin : bracket);
    if (colon != std::string_view::npos) return {same, std::string{front.substr(0, colon)}.append(rest)};
    const std::string_view port = url.starts_with("http://") ? ":80" : ":443";
    return {same, std::string{front}.append(port).append(rest)};
}

std::string query_of(std::string_view url) {
    const std::size_t query = url.find('?');
    return query == std::string_view::npos ? std::string{} : std::string{url.substr(query + 1)};
}

}  // namespace

std::string sign(std::string_view auth_token, std::string_view url, const Form& params) {
    const std::string text = string_to_sign(url, params);
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    HMAC(EVP_sha1(),
         auth_token.data(),
         static_cast<int>(auth_token.size()),
         bytes_of(text),
         text.size(),
         digest.data(),
         nullptr);
    return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Verifier::Verifier(std::vector<Secret> auth_tokens) : auth_tokens_(std::move(auth_tokens)) {
    // An empty key would make a signature that anybody can compute.
    std::erase_if(auth_tokens_, [](const Secret& token) { return token.empty(); });
}

bool Verifier::accepts(std::string_view url,
                       std::string_view method,
                       std::string_view raw_body,
                       std::string_view signature) const {
    if (method == "GET") return accepts_form(url, {}, signature);
    if (find_value(decode_form(query_of(url)), "bodySHA256")) return accepts_body(url, raw_body, signature);
    return accepts_form(url, decode_form(raw_body), signature);
}

bool Verifier::accepts_form(std::string_view url, const Form& params, std::string_view signature) const {
    bool accepted = false;
    for (const std::string& spelling : with_and_without_port(url))
        for (const Secret& token : auth_tokens_)
            accepted = is_same(sign(token.reveal(), spelling, params), signature) || accepted;
    return accepted;
}

bool Verifier::accepts_body(std::string_view url,
                            std::string_view raw_body,
                            std::string_view signature) const {
    const Form query = decode_form(query_of(url));
    const auto announced = find_value(query, "bodySHA256");
    return announced && is_same(sha256_hex(raw_body), *announced) && accepts_form(url, {}, signature);
}

}  // namespace carillon::twilio
