// SPDX-License-Identifier: MIT
// URLs that people gave us, asked on their behalf: hooks, and agents before a start. A seam beside the
// carrier: tests replace it, the product stands behind it with a guard (http/guarded_web.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "instant.hpp"

namespace carillon {

struct WebRequest {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Milliseconds patience{5'000};          ///< for everything, from the name's lookup to the whole answer
    std::size_t answer_bytes = 64 * 1024;  ///< a longer body is no answer
};

struct WebAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
    std::string retry_after = {};  ///< as the peer wrote it
};
/// It was not asked, or did not answer; a sentence without the URL, whose path may hold a secret.
struct NoWebAnswer {
    std::string reason;
};
using WebResult = std::variant<WebAnswer, NoWebAnswer>;

class Web {
public:
    virtual ~Web() = default;
    /// One request, one answer, by the request's own deadline; never redirected, never throws for what the
    /// network or the peer did.
    virtual boost::asio::awaitable<WebResult> ask(WebRequest request) = 0;
};

}  // namespace carillon
