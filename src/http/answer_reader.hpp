// SPDX-License-Identifier: MIT
// Reads one answer off a wire: the head, then the body to where its framing says it ends. Runs on: the loop.
#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "http/client.hpp"
#include "http/wire.hpp"

namespace carillon::http {

struct WholeAnswer {
    WholeAnswer(Answer what, bool may_be_reused) : answer(std::move(what)), reusable(may_be_reused) {}
    Answer answer;
    bool reusable;  ///< the wire may be asked again
};
using Reading = std::variant<WholeAnswer, Broken>;

/// `method` is what was asked: an answer to HEAD has no body, whatever its head says.
boost::asio::awaitable<Reading> read_answer(Wire& wire, std::string_view method, std::size_t body_limit);

/// Why an operation on a wire failed.
[[nodiscard]] Broken broken_by(const boost::system::error_code& failure);

}  // namespace carillon::http
