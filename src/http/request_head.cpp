// SPDX-License-Identifier: MIT
#include "http/request_head.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "http/line.hpp"
#include "http/request_target.hpp"

namespace carillon::http {
namespace {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::empty_body>;
using Fields = beast::http::fields;
using beast::http::field;
using MaybeRefusal = std::optional<Refusal>;

bool is_version(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' &&
           is_digit(text[7]);
}

MaybeRefusal refuse_request_line(std::string_view line, const ServerLimits& limits) {
    if (!is_clean_line(line)) return Refusal(400, "The request line holds a control character.");
    const auto first = std::min(line.find(' '), line.size());
    const auto last = line.rfind(' ');
    if (first == 0 || first >= line.size() || last == first) {
        return Refusal(400, "A request begins with a method, a target and a version.");
    }
    const auto target = line.substr(first + 1, last - first - 1);
    if (target.size() > limits.target_bytes) return Refusal(414, "The target of the request is too long.");
    const bool is_visible =
        std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (!is_visible) return Refusal(400, "The target holds a space or a character that must be escaped.");
    const auto version = line.substr(last + 1);
    if (!is_version(version)) return Refusal(400, "A request begins with a method, a target and a version.");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return Refusal(505, "This server speaks HTTP/1.1.");
    }
    return std::nullopt;
}

/// What Beast would let through or put together: folded lines, lone CRs and LFs within a value.
MaybeRefusal refuse_field_lines(std::string_view lines, const ServerLimits& limits) {
    std::size_t count = 0;
    while (const auto line = first_line(lines)) {
        lines.remove_prefix(line->size() + 2);
        if (line->empty()) break;
        if (++count > limits.header_fields) return Refusal(431, "The request has too many header fields.");
        if (line->front() == ' ' || line->front() == '\t') return Refusal(400, "A header field is folded.");
        if (!is_clean_line(*line)) return Refusal(400, "A header field holds a control character.");
    }
    return std::nullopt;
}

bool is_name_of_host(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (std::isalnum(byte) != 0 ||
            std::string_view("-._~!$&'()*+;=").find(text[at]) != std::string_view::npos)
            continue;
        const bool is_escape = text[at] == '%' && at + 2 < text.size() && std::isxdigit(text[at + 1]) != 0 &&
                               std::isxdigit(text[at + 2]) != 0;
        if (!is_escape) return false;
        at += 2;
    }
    return true;
}

/// `uri-host [":" port]` of RFC 9110, 7.2, but for the comma: two parties could take it for a list.
bool is_host(std::string_view text) {
    const bool is_literal = text.starts_with('[');
    const auto host_end = is_literal ? text.find(']') : text.find(':');
    const auto host = text.substr(0, host_end);
    const auto rest = text.substr(std::min(host.size() + (is_literal ? 1 : 0), text.size()));
    const auto port = rest.substr(std::min<std::size_t>(1, rest.size()));
    const bool is_port = rest.empty() || (rest.front() == ':' &&
                                          port.find_first_not_of("0123456789") == std::string_view::npos);
    if (!is_literal) return is_port && is_name_of_host(host);
    boost::system::error_code failure;
    boost::asio::ip::make_address_v6(host.substr(1), failure);
    return is_port && host_end != std::string_view::npos && !failure;
}

MaybeRefusal refuse_host(const Fields& fields, bool http_1_0, const Target& target) {
    const auto hosts = fields.count(field::host);
    if (hosts > 1) return Refusal(400, "The request names more than one Host.");
    if (hosts == 0) {
        if (http_1_0) return std::nullopt;
        return Refusal(400, "The request names no Host.");
    }
    const std::string_view host = fields[field::host];
    if (!is_host(host)) return Refusal(400, "The Host is not the name of a host.");
    if (target.authority && (target.authority->empty() || !is_host(*target.authority))) {
        return Refusal(400, "The target is not the URL of a host.");
    }
    return std::nullopt;
}

boost::system::result<BodyDecoder, Refusal> body_of(const Fields& fields,
                                                    bool http_1_0,
                                                    const ServerLimits& limits) {
    const auto lengths = fields.count(field::content_length);
    const auto encodings = fields.count(field::transfer_encoding);
    if (lengths + encodings > 1) return Refusal(400, "The request says more than once where its body ends.");
    if (encodings == 1) {
        if (http_1_0) return Refusal(400, "HTTP/1.0 has no Transfer-Encoding.");
        if (!beast::iequals(fields[field::transfer_encoding], "chunked")) {
            return Refusal(400, "The only Transfer-Encoding understood here is chunked.");
        }
        return BodyDecoder::chunked(limits.header_bytes);
    }
    if (lengths == 0) return BodyDecoder::of_length(0);

    const std::string_view text = fields[field::content_length];
    std::uint64_t length = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        return Refusal(400, "The Content-Length is not a number.");
    }
    return BodyDecoder::of_length(length);
}

Refusal refusal_of(beast::error_code failure) {
    using beast::http::error;
    if (failure == error::bad_method) return Refusal(400, "The method is not a word.");
    if (failure == error::bad_field) return Refusal(400, "The name of a header field is not a word.");
    if (failure == error::bad_value) return Refusal(400, "The value of a header field cannot be read.");
    if (failure == error::bad_content_length || failure == error::multiple_content_length ||
        failure == error::bad_transfer_encoding) {
        return Refusal(400, "The request does not say clearly where its body ends.");
    }
    return Refusal(400, "The head of the request cannot be read.");
}

/// Beast's own answer heeds Proxy-Connection too, which is no field of HTTP.
bool has_option(const Fields& fields, std::string_view wanted) {
    const auto [first, last] = fields.equal_range(field::connection);
    return std::any_of(
        first, last, [&](const auto& item) { return beast::http::token_list{item.value()}.exists(wanted); });
}

/// RFC 9112, 3.2.2: where the target names a host, that one counts and Host is not heeded.
void take_host_of(const Target& target, std::vector<Header>& headers) {
    if (!target.authority) return;
    for (auto& [name, value] : headers) {
        if (beast::iequals(name, "Host")) value = *target.authority;
    }
}

Request request_of(const Parser::value_type& message, Target&& target) {
    Request request;
    request.method = std::string(std::string_view(message.method_string()));
    request.target = std::string(std::string_view(message.target()));
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    for (const auto& item : message) {
        request.headers.emplace_back(std::string_view(item.name_string()), std::string_view(item.value()));
    }
    take_host_of(target, request.headers);
    return request;
}

boost::system::result<RequestHead, Refusal> checked_head(const Parser& parser, const ServerLimits& limits) {
    const auto& message = parser.get();
    const bool http_1_0 = message.version() == 10;
    auto target = parse_target(std::string_view(message.target()));
    if (!target) return Refusal(400, target.error().message);
    if (auto refusal = refuse_host(message, http_1_0, *target)) return *refusal;
    if (target->path == "*" && message.method() != beast::http::verb::options) {
        return Refusal(400, "The target * is for OPTIONS.");
    }
    const auto body = body_of(message, http_1_0, limits);
    if (!body) return body.error();

    RequestHead head(request_of(message, std::move(*target)), *body);
    head.without_answer_body = message.method() == beast::http::verb::head;
    if (head.without_answer_body) head.request.method = "GET";
    head.http_1_0 = http_1_0;
    head.keep_alive = has_option(message, "keep-alive") || !http_1_0;
    if (has_option(message, "close")) head.keep_alive = false;
    head.expects_continue = !http_1_0 && beast::iequals(message[field::expect], "100-continue");
    return head;
}

}  // namespace

boost::system::result<RequestHead, Refusal> parse_request_head(std::string_view head,
                                                               const ServerLimits& limits) {
    const auto request_line = *first_line(head);
    if (auto refusal = refuse_request_line(request_line, limits)) return *refusal;
    if (auto refusal = refuse_field_lines(head.substr(request_line.size() + 2), limits)) return *refusal;

    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(
        head.size() + 1));  // the caller's limit holds; Beast's own would come first
    parser.body_limit(boost::none);
    beast::error_code failure;
    parser.put(boost::asio::buffer(head), failure);
    if (failure) return refusal_of(failure);
    if (!parser.is_header_done()) return Refusal(400, "The head of the request cannot be read.");
    return checked_head(parser, limits);
}

std::optional<Refusal> refuse_partial_head(std::string_view bytes, const ServerLimits& limits) {
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
        if (at == 0 || bytes[at - 1] != '\r') return Refusal(400, "A line ends without a carriage return.");
    }
    auto request_line = first_line(bytes).value_or(bytes);
    if (request_line.ends_with('\r')) request_line.remove_suffix(1);  // of the line end that is on its way
    const auto first_space = std::min(request_line.find(' '), request_line.size());
    constexpr std::size_t version_and_spaces = 10;
    if (request_line.size() - first_space > limits.target_bytes + version_and_spaces) {
        return Refusal(414, "The target of the request is too long.");
    }
    if (bytes.size() > limits.header_bytes) return Refusal(431, "The head of the request is too large.");
    return std::nullopt;
}

}  // namespace carillon::http
