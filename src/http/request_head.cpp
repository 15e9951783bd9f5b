// SPDX-License-Identifier: MIT
#include "http/request_head.hpp"

#include <algorithm>
#include <charconv>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

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

bool is_host(std::string_view text) {
    return text.find_first_of(" \t,/?#@\\<>\"") == std::string_view::npos;
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
    if (target.authority && !beast::iequals(*target.authority, host)) {
        return Refusal(400, "The target and the Host name different hosts.");
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

Request request_of(const Parser::value_type& message, Target&& target) {
    Request request;
    request.method = std::string(std::string_view(message.method_string()));
    request.target = std::string(std::string_view(message.target()));
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    for (const auto& item : message) {
        request.headers.emplace_back(std::string_view(item.name_string()), std::string_view(item.value()));
    }
    return request;
}

boost::system::result<RequestHead, Refusal> checked_head(const Parser& parser, const ServerLimits& limits) {
    const auto& message = parser.get();
    const bool http_1_0 = message.version() == 10;
    auto target = parse_target(std::string_view(message.target()));
    if (!target) return Refusal(400, target.error().message);
    if (auto refusal = refuse_host(message, http_1_0, *target)) return *refusal;
    const auto body = body_of(message, http_1_0, limits);
    if (!body) return body.error();

    RequestHead head(request_of(message, std::move(*target)), *body);
    head.without_answer_body = message.method() == beast::http::verb::head;
    if (head.without_answer_body) head.request.method = "GET";
    head.http_1_0 = http_1_0;
    head.keep_alive = parser.keep_alive();
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
    const auto request_line = first_line(bytes).value_or(bytes);
    const auto first_space = std::min(request_line.find(' '), request_line.size());
    constexpr std::size_t version_and_spaces = 10;
    if (request_line.size() - first_space > limits.target_bytes + version_and_spaces) {
        return Refusal(414, "The target of the request is too long.");
    }
    if (bytes.size() > limits.header_bytes) return Refusal(431, "The head of the request is too large.");
    return std::nullopt;
}

}  // namespace carillon::http
