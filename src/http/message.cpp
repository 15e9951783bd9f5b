// SPDX-License-Identifier: MIT
#include "http/message.hpp"

#include <algorithm>

#include <boost/beast/core/string.hpp>

#include "http/client.hpp"

namespace carillon::http {

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header& header) {
        return boost::beast::iequals(header.first, name);
    });
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Request::header(std::string_view name) const {
    return find_header(headers, name);
}

std::string_view Answer::header(std::string_view name) const {
    return find_header(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    const auto found =
        std::find_if(query.begin(), query.end(), [name](const Header& pair) { return pair.first == name; });
    if (found == query.end()) return std::nullopt;
    return found->second;
}

boost::asio::awaitable<Result<std::string>> read_all(Body& body, std::uint64_t limit) {
    body.set_limit(limit);
    std::string whole;
    for (;;) {
        auto piece = co_await body.next();
        if (!piece) co_return piece.error();
        if (piece->empty()) co_return whole;
        whole += *piece;
    }
}

}  // namespace carillon::http
