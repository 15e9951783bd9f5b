// SPDX-License-Identifier: MIT
// The body of one request as its handler reads it: piece by piece off the channel, within its limit and not
// too slowly. Runs on: the loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "http/body_decoder.hpp"
#include "http/channel.hpp"
#include "http/message.hpp"
#include "http/server.hpp"

namespace carillon::http {

class RequestBody final : public Body {
public:
    RequestBody(Channel& channel, const ServerLimits& limits, BodyDecoder decoder, bool expects_continue);

    boost::asio::awaitable<Result<std::string>> next() override;
    void set_limit(std::uint64_t bytes) override { limit_ = bytes; }

    /// Whether the connection may be used for another request, once `discard_rest` has succeeded.
    [[nodiscard]] bool leaves_connection_usable() const;
    /// Reads away what the handler left. False: it was too much, or never came; the connection must be
    /// closed.
    boost::asio::awaitable<bool> discard_rest();

private:
    [[nodiscard]] bool is_over_limit() const;
    Result<std::string> take_buffered();
    boost::asio::awaitable<std::optional<Error>> wait_for_more();
    Error fail(Errc code, std::string sentence);
    Error fail_too_large();

    Channel& channel_;
    const ServerLimits& limits_;
    BodyDecoder decoder_;
    bool expects_continue_;
    std::uint64_t limit_ = 64 * 1024;
    std::uint64_t taken_ = 0;
    std::optional<Error> failure_;

    std::chrono::steady_clock::duration window_left_;
    std::uint64_t window_bytes_ = 0;
};

}  // namespace carillon::http
