// SPDX-License-Identifier: MIT
// One request on its way through a handler, and the shape of every handler: read, check, do, answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "api/access.hpp"
#include "api/rooms.hpp"
#include "http/message.hpp"

namespace carillon::api {

/// What a handler adds to the audit's line about its request.
struct Remark {
    std::string subject;  ///< what it was about; empty: what the path names, or what was made
    std::string changes;  ///< JSON: what it was before, and after; empty: not told
};

/// Request and body belong to the connection, remark and caller to the API: all outlive the handler.
struct Incoming {
    Incoming(const http::Request& the_request,
             http::Body& the_body,
             Rooms& the_rooms,
             std::string the_subject,
             const Caller& the_caller,
             Remark& the_remark)
        : request(the_request),
          body(the_body),
          rooms(the_rooms),
          subject(std::move(the_subject)),
          caller(the_caller),
          remark(the_remark) {}

    const http::Request& request;
    http::Body& body;
    Rooms& rooms;
    std::string subject;  ///< what stands for the pattern's {…}; empty when it has none
    const Caller& caller;
    Remark& remark;
};

using Answering = boost::asio::awaitable<http::Response>;
using Handle = Answering (*)(Incoming);

}  // namespace carillon::api
