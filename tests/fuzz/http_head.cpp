// SPDX-License-Identifier: MIT
// The head of a request: the same verdict whatever the pieces, within bounded memory; and what was accepted
// is clear: written again, it means the same.
#include <algorithm>
#include <optional>

#include <boost/beast/core/string.hpp>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "http/line.hpp"
#include "http/request_head.hpp"

namespace carillon::fuzz {
namespace {

using Parsed = boost::system::result<http::RequestHead, http::Refusal>;

const http::ServerLimits limits;

/// As a connection reads it (src/http/connection.cpp). No head: it is refused, or not at its end.
std::optional<http::RequestHead> read_head(const std::vector<std::string_view>& pieces) {
    std::string unread;
    for (const auto piece : pieces) {
        unread += piece;
        while (unread.starts_with("\r\n")) unread.erase(0, 2);
        const auto end = unread.find("\r\n\r\n");
        const auto head = std::string_view(unread).substr(0, end == std::string::npos ? end : end + 4);
        if (http::refuse_partial_head(head, limits)) return std::nullopt;
        claim(head.size() <= limits.header_bytes, "no more is kept of a head than it may have");
        if (end == std::string::npos) continue;
        const Parsed parsed = http::parse_request_head(head, limits);
        if (!parsed) {
            const int status = parsed.error().status;
            claim(status >= 400 && status < 600 && !parsed.error().sentence.empty(), "a refusal says why");
            return std::nullopt;
        }
        return *parsed;
    }
    return std::nullopt;
}

/// The head, written as simply as can be.
std::string written(const http::RequestHead& head) {
    const auto& request = head.request;
    std::string text = (head.without_answer_body ? "HEAD" : request.method) + " " + request.target +
                       (head.http_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (const auto& [name, value] : request.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    return text += "\r\n";
}

bool is_same(const http::RequestHead& one, const http::RequestHead& other) {
    const auto& a = one.request;
    const auto& b = other.request;
    return a.method == b.method && a.target == b.target && a.path == b.path && a.query == b.query &&
           a.headers == b.headers && one.body.remaining() == other.body.remaining() &&
           one.body.done() == other.body.done() && one.without_answer_body == other.without_answer_body &&
           one.http_1_0 == other.http_1_0 && one.keep_alive == other.keep_alive &&
           one.expects_continue == other.expects_continue;
}

void claim_clear(const http::RequestHead& head) {
    const auto& request = head.request;
    claim(http::is_token(request.method), "a method is a word");
    claim(request.target.size() <= limits.target_bytes && http::is_clean_line(request.target),
          "a target is clean");
    claim(request.path.find('\0') == std::string::npos, "a path has no NUL");
    claim(request.headers.size() <= limits.header_fields, "a request has no more fields than it may");
    for (const auto& [name, value] : request.headers)
        claim(http::is_token(name) && http::is_clean_line(value), "a field is a word and a clean line");
    const auto count = [&](std::string_view wanted) {
        return std::count_if(request.headers.begin(), request.headers.end(), [&](const http::Header& header) {
            return boost::beast::iequals(header.first, wanted);
        });
    };
    claim(count("host") == 1 || (head.http_1_0 && count("host") == 0), "a request names one host");
    claim(count("content-length") + count("transfer-encoding") <= 1,
          "a request says once where its body ends");
}

}  // namespace

void http_head(std::string_view input) {
    const auto arrivals = arrivals_of(input);
    const auto head = read_head(arrivals.front());
    for (const auto& pieces : arrivals) {
        const auto again = read_head(pieces);
        claim(head.has_value() == again.has_value() && (!head || is_same(*head, *again)),
              "a head is the same in whatever pieces it comes");
    }
    if (!head) return;
    claim_clear(*head);
    const std::string plain = written(*head);
    if (plain.size() > limits.header_bytes) return;  // each colon got a blank
    const auto again = read_head({plain});
    claim(again && is_same(*head, *again), "a head that was accepted, written plainly, means the same");
}

}  // namespace carillon::fuzz
