// SPDX-License-Identifier: MIT
// The head of a request: from bytes to a checked value, or to the refusal that the peer is sent. Pure. It
// refuses whatever two parties could read in two ways (where the body ends, which host is meant), because a
// proxy in front of us might.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "http/body_decoder.hpp"
#include "http/message.hpp"
#include "http/server.hpp"

namespace carillon::http {

/// The answer to a request that never became one.
struct Refusal {
    Refusal() = default;  ///< Boost's result wants one; nobody else does
    Refusal(int answer_status, std::string why) : status(answer_status), sentence(std::move(why)) {}
    int status = 400;
    std::string sentence;
};

struct RequestHead {
    RequestHead(Request what, BodyDecoder decoder) : request(std::move(what)), body(decoder) {}
    Request request;  ///< without `remote_address`; a HEAD is a GET here
    BodyDecoder body;
    bool without_answer_body = false;  ///< it was a HEAD
    bool http_1_0 = false;
    bool keep_alive = false;
    bool expects_continue = false;
};

/// `head` runs up to and with the empty line.
[[nodiscard]] boost::system::result<RequestHead, Refusal> parse_request_head(std::string_view head,
                                                                             const ServerLimits& limits);

/// Whether bytes, of which more may be coming, cannot be a head that we read.
[[nodiscard]] std::optional<Refusal> refuse_partial_head(std::string_view bytes, const ServerLimits& limits);

}  // namespace carillon::http
