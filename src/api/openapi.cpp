// SPDX-License-Identifier: MIT
#include "api/openapi.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <nlohmann/json.hpp>

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string name_of(const Route& route) {
    return std::string{route.method} + " " + std::string{route.pattern};
}

/// Either header will do; the scope stands as the role that OpenAPI 3.1 knows for such schemes.
Json security_of(const Route& route) {
    Json any_of = Json::array();
    if (const auto scope = scope_of(route.access)) {
        for (const char* scheme : {"bearer", "header"}) {
            Json needed = Json::object();
            needed[scheme] = Json::array({to_text(*scope)});
            any_of.push_back(std::move(needed));
        }
    } else if (route.access == Access::carrier_signature) {
        any_of.push_back(Json::object({{"twilio", Json::array()}}));
    }
    return any_of;
}

/// What the row of the table implies, but for what the operation describes itself.
void add_refusals(Json& responses, const Route& route) {
    const auto add = [&responses](const char* status, const std::string& name) {
        if (!responses.contains(status)) responses[status] = {{"$ref", "#/components/responses/" + name}};
    };
    const bool is_keyed = scope_of(route.access).has_value();
    add("400", "BadRequest");
    if (is_keyed) add("401", "Unauthorized");
    if (is_keyed || route.access == Access::probe) add("403", "Forbidden");
    if (route.pattern.find('{') != std::string_view::npos) add("404", "NotFound");
    if (is_keyed) add("429", "Busy");
    add("500", "Internal");
    add("503", "Unavailable");
}

/// A scope that only stood in a field of ours would be seen by programs alone.
void add_scope(Json& operation, const Route& route) {
    const auto scope = scope_of(route.access);
    if (!scope) return;
    const std::string word{to_text(*scope)};
    operation["x-required-scope"] = word;
    std::string text = operation.value("description", "");
    text += (text.empty() ? "" : "\n\n") + std::string{"Needs the scope `"} + word +
            "`, once there is an API key.";
    operation["description"] = std::move(text);
}

Json describe(const Route& route, const Json& written) {
    Json operation{{"summary", route.summary}};
    operation.update(written);
    operation["security"] = security_of(route);
    add_scope(operation, route);
    add_refusals(operation["responses"], route);
    return operation;
}

std::string compose() {
    Json document = Json::parse(openapi_pieces());
    const Json operations = std::exchange(document["operations"], nullptr);
    document.erase("operations");
    document["info"]["version"] = CARILLON_VERSION;
    Json& paths = document["paths"] = Json::object();
    for (const Route& route : all_routes()) {
        const auto written = operations.find(name_of(route));
        paths[std::string{route.pattern}][method_of(route)] =
            describe(route, written == operations.end() ? Json::object() : *written);
    }
    return document.dump();
}

}  // namespace

std::string method_of(const Route& route) {
    std::string method{route.method};
    std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return method;
}

const std::string& openapi_document() {
    static const std::string document = compose();
    return document;
}

}  // namespace carillon::api
