// SPDX-License-Identifier: MIT
#include "http/response_head.hpp"

#include <algorithm>
#include <array>

#include <boost/beast/http/status.hpp>

namespace carillon::http {
namespace {

void add(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ");
    const auto start = text.size();
    text.append(value);
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(start),
        text.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; },
        ' ');
    text.append("\r\n");
}

void add_ending(std::string& text, const ResponseHead& head) {
    switch (head.ending) {
        case Ending::length:
            return add(text, "Content-Length", std::to_string(head.length));
        case Ending::chunks:
            return add(text, "Transfer-Encoding", "chunked");
        case Ending::none:
        case Ending::closed_connection:
            return;
    }
}

}  // namespace

std::string to_text(const ResponseHead& head, const Response& response, const std::string& date) {
    const std::string_view reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(head.status)));
    std::string text;
    text.reserve(256);
    text.append("HTTP/1.1 ").append(std::to_string(head.status)).append(" ").append(reason).append("\r\n");
    add(text, "Date", date);
    if (!response.content_type.empty()) add(text, "Content-Type", response.content_type);
    add_ending(text, head);
    if (!head.keep_alive) add(text, "Connection", "close");
    if (head.keep_alive && head.http_1_0) add(text, "Connection", "keep-alive");
    for (const auto& [name, value] : response.headers) add(text, name, value);
    return text.append("\r\n");
}

const std::string& DateText::now() {
    const auto second = std::time(nullptr);
    if (second != second_) {
        std::tm parts{};
        gmtime_r(&second, &parts);
        std::array<char, 64> buffer{};
        const auto length = std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        text_.assign(buffer.data(), length);
        second_ = second;
    }
    return text_;
}

}  // namespace carillon::http
