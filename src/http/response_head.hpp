// SPDX-License-Identifier: MIT
// The head of a response as bytes. Pure but for the date.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>

#include "http/message.hpp"

namespace carillon::http {

/// How the peer will know where the body ends.
enum class Ending {
    none,              ///< this status has no body
    length,            ///< Content-Length
    chunks,            ///< Transfer-Encoding: chunked
    closed_connection  ///< a stream to a peer that does not know chunks
};

struct ResponseHead {
    int status;
    Ending ending;
    std::uint64_t length;  ///< of the body, where `ending` is `length`
    bool keep_alive;
    bool http_1_0;  ///< what the peer speaks: it must be told that the connection stays
};

/// A line break in a header's value becomes a space: no handler can be talked into writing a second header.
[[nodiscard]] std::string to_text(const ResponseHead& head,
                                  const Response& response,
                                  const std::string& date);

/// The value of `Date`, made once a second.
class DateText {
public:
    const std::string& now();

private:
    std::time_t second_ = 0;
    std::string text_;
};

}  // namespace carillon::http
