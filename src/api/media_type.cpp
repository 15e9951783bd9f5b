// SPDX-License-Identifier: MIT
#include "api/media_type.hpp"

#include <algorithm>

#include "api/text.hpp"

namespace carillon::api {
namespace {

bool is_foreign_charset(const std::string& parameters) {
    const std::size_t at = parameters.find("charset=");
    if (at == std::string::npos) return false;
    std::string charset = parameters.substr(at + 8, parameters.find(';', at) - at - 8);
    std::erase(charset, '"');
    const std::string_view name = trimmed(charset);
    return name != "utf-8" && name != "utf8" && name != "us-ascii";
}

}  // namespace

std::string media_type(std::string_view content_type) {
    const std::string lower = lower_case(content_type);
    const std::size_t semicolon = std::min(lower.find(';'), lower.size());
    if (is_foreign_charset(lower.substr(semicolon))) return {};
    return std::string{trimmed(std::string_view{lower}.substr(0, semicolon))};
}

std::string unsupported_type(std::string_view content_type, std::string_view accepted) {
    std::string sentence = content_type.empty()
                               ? "The request has no Content-Type."
                               : "The Content-Type '" + std::string{content_type} + "' is not taken here.";
    return sentence.append(" Send ").append(accepted).append(", in UTF-8.");
}

}  // namespace carillon::api
