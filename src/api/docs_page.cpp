// SPDX-License-Identifier: MIT
#include "api/docs_page.hpp"

#include <nlohmann/json.hpp>

#include "api/docs_assets.hpp"
#include "api/markdown.hpp"
#include "api/openapi.hpp"
#include "api/routes.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

/// Relative, so that it works behind a proxy that puts something before the path; with the digest, so that a
/// browser may keep it.
std::string link_to(const Asset& asset) {
    return "docs/" + std::string{asset.name} + "?" + std::string{asset.digest};
}

std::string style_sheets() {
    std::string html;
    for (const char* name : {"viewer.css", "page.css"})
        if (const Asset* asset = find_docs_asset(name))
            html += "<link rel=\"stylesheet\" href=\"" + link_to(*asset) + "\">\n";
    return html;
}

/// Without the viewer there is nothing to start.
std::string scripts() {
    std::string html;
    if (find_docs_asset("viewer.js") == nullptr) return html;
    for (const char* name : {"viewer.js", "start.js"})
        if (const Asset* asset = find_docs_asset(name))
            html += "<script src=\"" + link_to(*asset) + "\"></script>\n";
    return html;
}

std::string row_of(const Route& route, const Json& operation) {
    return "<dt><code>" + std::string{route.method} + " " + escaped(route.pattern) + "</code> " +
           escaped(route.summary) + "</dt>\n<dd>" + markdown_to_html(operation.value("description", "")) +
           "</dd>\n";
}

std::string section_of(const Json& tag, const Json& document) {
    const Json tags = Json::array({tag.at("name")});
    std::string html = "<h2>" + escaped(tag.at("name").get<std::string>()) + "</h2>\n<p>" +
                       escaped(tag.at("description").get<std::string>()) + "</p>\n<dl>\n";
    for (const Route& route : all_routes()) {
        const Json& operation = document.at("paths").at(std::string{route.pattern}).at(method_of(route));
        if (operation.value("tags", Json::array()) == tags) html += row_of(route, operation);
    }
    return html + "</dl>\n";
}

std::string make_page() {
    const Json document = Json::parse(openapi_document());
    const Json& info = document.at("info");
    std::string html =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Carillon "
        "API</title>\n" +
        style_sheets() + "</head>\n<body>\n<main id=\"docs\">\n<h1>Carillon API " +
        escaped(info.at("version").get<std::string>()) +
        "</h1>\n<p>For programs: <a href=\"openapi.json\">openapi.json</a></p>\n" +
        markdown_to_html(info.at("description").get<std::string>());
    for (const Json& tag : document.at("tags")) html += section_of(tag, document);
    html += "</main>\n" + scripts();
    if (const Asset* licences = find_docs_asset("viewer-licences.txt"))
        html +=
            "<footer>Shown by Swagger UI (<a href=\"" + link_to(*licences) + "\">licences</a>)</footer>\n";
    return html + "</body>\n</html>\n";
}

}  // namespace

const std::string& docs_page() {
    static const std::string page = make_page();
    return page;
}

}  // namespace carillon::api
