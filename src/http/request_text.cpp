// SPDX-License-Identifier: MIT
#include "http/request_text.hpp"

#include <algorithm>
#include <string_view>

namespace carillon::http {
namespace {

bool breaks_a_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

}  // namespace

std::string authority_of(const Url& url) {
    const bool is_ipv6 = url.host.find(':') != std::string::npos;
    const bool is_default_port = url.port == (url.tls ? 443 : 80);
    std::string authority;
    authority.append(is_ipv6 ? "[" : "").append(url.host).append(is_ipv6 ? "]" : "");
    if (!is_default_port) authority.append(":").append(std::to_string(url.port));
    return authority;
}

bool is_sendable(const Url& url, const Outgoing& request) {
    if (breaks_a_line(request.method) || breaks_a_line(url.target) || breaks_a_line(url.host)) return false;
    return std::none_of(request.headers.begin(), request.headers.end(), [](const Header& header) {
        return breaks_a_line(header.first) || breaks_a_line(header.second);
    });
}

std::string to_text(const Url& url, const Outgoing& request) {
    std::string text;
    text.reserve(512 + request.body.size());
    text.append(request.method).append(" ").append(url.target).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(authority_of(url)).append("\r\nConnection: keep-alive\r\n");
    for (const auto& [name, value] : request.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                          request.method == "PATCH";
    if (has_body) text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    return text.append("\r\n").append(request.body);
}

}  // namespace carillon::http
