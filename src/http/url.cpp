// SPDX-License-Identifier: MIT
// Text to Url: Boost.URL knows the grammar, this knows which URLs we can ask something of.
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "http/client.hpp"

namespace carillon::http {
namespace {

Error invalid(std::string sentence) {
    return Error(Errc::invalid, std::move(sentence));
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

/// `127.1`, `0x7f.1`, `2130706433`, `127.0.0.1.`: no name ends in a number, but the system's resolver takes
/// most of these for addresses, each in its own way.
bool ends_in_a_number(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    std::string_view last = name.substr(name.rfind('.') + 1);
    const bool is_hex = last.starts_with("0x") || last.starts_with("0X");
    if (is_hex) last.remove_prefix(2);
    const char* const digits = is_hex ? "0123456789abcdefABCDEF" : "0123456789";
    return last.find_first_not_of(digits) == std::string_view::npos;
}

/// Names as DNS has them; an address literal is what the grammar says it is.
bool is_usable_host(const boost::urls::url_view& url) {
    // Boost.URL 1.81 reads http://127.0.0.1.example.com as the host 127.0.0.1 and a path that begins in
    // mid-word.
    const std::string_view path = url.encoded_path();
    if (!path.empty() && path.front() != '/') return false;
    if (url.host_type() == boost::urls::host_type::ipv4) return true;
    if (url.host_type() == boost::urls::host_type::ipv6) return true;
    if (url.host_type() != boost::urls::host_type::name) return false;
    const std::string_view name = url.encoded_host();
    for (const char c : name) {
        if (!is_name_character(c)) return false;
    }
    return !ends_in_a_number(name);
}

Result<std::uint16_t> port_of(const boost::urls::url_view& url, bool tls) {
    if (!url.has_port() || url.port().empty()) return static_cast<std::uint16_t>(tls ? 443 : 80);
    if (url.port_number() == 0) return invalid("the port must be a number from 1 to 65535");
    return url.port_number();
}

std::string target_of(const boost::urls::url_view& url) {
    std::string target(std::string_view(url.encoded_path()));
    if (target.empty()) target += '/';
    if (url.has_query()) target.append("?").append(std::string_view(url.encoded_query()));
    return target;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(text);
    if (!parsed) return invalid("is not an absolute URL such as https://example.com/path");
    const auto scheme = parsed->scheme_id();
    if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https) {
        return invalid("must begin with https:// or http://");
    }
    if (!is_usable_host(*parsed)) return invalid("must name a host, as in https://example.com/path");

    const bool tls = scheme == boost::urls::scheme::https;
    const auto port = port_of(*parsed, tls);
    if (!port) return port.error();
    return Url{tls, parsed->host_address(), *port, target_of(*parsed), parsed->userinfo()};
}

}  // namespace carillon::http
