// SPDX-License-Identifier: MIT
#include "api/error_response.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "api/text.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

struct Kind {
    int status;
    std::string_view type;
    std::string_view title;
};

constexpr std::array kinds{
    Kind{400, "invalid-request", "The request cannot be meant as it stands"},
    Kind{401, "unauthorized", "The API key is missing or wrong"},
    Kind{403, "forbidden", "This is not allowed"},
    Kind{404, "not-found", "There is no such thing"},
    Kind{405, "method-not-allowed", "The path is right, the method is not"},
    Kind{408, "request-timeout", "The request took too long to arrive"},
    Kind{409, "conflict", "This cannot be done in the present state"},
    Kind{412, "precondition-failed", "It is not any more what the request was made for"},
    Kind{413, "too-large", "The request is too large"},
    Kind{414, "target-too-long", "The request's target is too long"},
    Kind{415, "unsupported-media-type", "The body's type is not taken here"},
    Kind{422, "contradiction", "The request contradicts an earlier one"},
    Kind{429, "busy", "Try again later"},
    Kind{431, "header-too-large", "The request's header is too large"},
    Kind{500, "internal", "The server failed"},
    Kind{501, "not-implemented", "Nothing here knows this method"},
    Kind{503, "unavailable", "Something that is needed does not work now"},
    Kind{505, "version-not-supported", "This version of HTTP is not spoken here"},
};

Kind kind_of(int status) {
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.status == status; });
    return found == kinds.end() ? Kind{status, "other", "The request was refused"} : *found;
}

/// A JSON pointer says where in the body; anything else is a parameter of the query or a header.
Json encode(const FieldError& field) {
    Json json = Json::object();
    json[field.pointer.starts_with('/') ? "pointer" : "parameter"] = field.pointer;
    json["message"] = field.message;
    return json;
}

}  // namespace

int status_of(Errc code) {
    switch (code) {
        case Errc::invalid:
            return 400;
        case Errc::unauthorized:
            return 401;
        case Errc::forbidden:
            return 403;
        case Errc::not_found:
            return 404;
        case Errc::conflict:
            return 409;
        case Errc::unprocessable:
            return 422;
        case Errc::too_large:
            return 413;
        case Errc::too_slow:
            return 408;
        case Errc::busy:
            return 429;
        case Errc::unavailable:
            return 503;
    }
    return 500;
}

http::Response problem(const Error& error) {
    return problem(status_of(error.code), error);
}

http::Response problem(int status, const Error& error) {
    const Kind kind = kind_of(status);
    Json json = {{"type", "urn:carillon:problem:" + std::string{kind.type}},
                 {"title", kind.title},
                 {"status", status},
                 {"detail", error.message}};
    if (!error.fields.empty()) json["errors"] = Json::array();
    for (const FieldError& field : error.fields) json["errors"].push_back(encode(field));

    http::Response response(
        status, "application/problem+json", json.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

Error no_such(std::string_view noun, std::string_view name) {
    return Error{Errc::not_found, "There is no " + std::string{noun} + " " + shortened(name) + "."};
}

}  // namespace carillon::api
