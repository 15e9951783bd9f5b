// SPDX-License-Identifier: MIT
// One request on its way through a handler, and the shape of every handler: read, check, do, answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "api/rooms.hpp"
#include "http/message.hpp"

namespace carillon::api {

/// Request and body belong to the connection, which outlives the handler.
struct Incoming {
    Incoming(const http::Request& the_request,
             http::Body& the_body,
             Rooms& the_rooms,
             std::string the_subject)
        : request(the_request), body(the_body), rooms(the_rooms), subject(std::move(the_subject)) {}

    const http::Request& request;
    http::Body& body;
    Rooms& rooms;
    std::string subject;  ///< what stands for the pattern's {…}; empty when it has none
};

using Answering = boost::asio::awaitable<http::Response>;
using Handle = Answering (*)(Incoming);

}  // namespace carillon::api
