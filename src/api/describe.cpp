// SPDX-License-Identifier: MIT
// What the API says of itself: /openapi.json for programs, /docs for people.
#include <algorithm>

#include "api/docs_assets.hpp"
#include "api/docs_page.hpp"
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "api_key_text.hpp"

namespace carillon::api {
namespace {

constexpr std::string_view ask_again = "no-cache";
/// The page names them with their digest: another text has another URL.
constexpr std::string_view keep = "public, max-age=31536000, immutable";
/// Nothing from anywhere else, nothing inline but what the viewer puts on elements of its own; nobody frames
/// a page on which calls can be placed.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// With an ETag; to those who have it already, without the text.
http::Response unchanging(const http::Request& request,
                          std::string_view type,
                          std::string_view text,
                          std::string_view digest,
                          std::string_view caching) {
    const std::string tag = "\"" + std::string{digest} + "\"";
    const bool is_known = request.header("If-None-Match").find(tag) != std::string_view::npos;
    http::Response response =
        is_known ? http::Response(304, "", "") : http::Response(200, std::string{type}, std::string{text});
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", caching);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

std::string digest_of(std::string_view text) {
    return sha256_hex(text).substr(0, 16);
}

}  // namespace

Answering describe_api(Incoming incoming) {
    static const std::string digest = digest_of(openapi_document());
    co_return unchanging(incoming.request, "application/json", openapi_document(), digest, ask_again);
}

Answering show_docs(Incoming incoming) {
    static const std::string digest = digest_of(docs_page());
    http::Response response =
        unchanging(incoming.request, "text/html; charset=utf-8", docs_page(), digest, ask_again);
    response.headers.emplace_back("Content-Security-Policy", policy);
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    co_return response;
}

Answering show_docs_asset(Incoming incoming) {
    const Asset* asset = find_docs_asset(incoming.subject);
    if (asset == nullptr) co_return problem(no_such("file", incoming.subject));
    co_return unchanging(incoming.request, asset->content_type, asset->text, asset->digest, keep);
}

}  // namespace carillon::api
