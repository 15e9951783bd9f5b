// SPDX-License-Identifier: MIT
// A server of no manners: it accepts connections on a free port, and does with each what the test's script
// says, in order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "http/client.hpp"
#include "http/raw_peer.hpp"

namespace carillon::test {

class ScriptedPeer {
public:
    using Script = std::function<void(RawPeer&)>;

    /// One script for each connection; each runs in the peer's thread.
    explicit ScriptedPeer(std::vector<Script> scripts);
    /// Waits until every script has run.
    ~ScriptedPeer();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] http::Url url(std::string target = "/") const;

private:
    void run(const Script& script) const;

    int listener_;
    std::uint16_t port_;
    std::thread thread_;
};

/// Reads a request's head, then sends these bytes, then closes.
ScriptedPeer::Script answer_with(std::string bytes);

/// One exchange, on a loop that runs until it is over.
http::Exchange exchange(http::Client& client,
                        boost::asio::io_context& loop,
                        http::Url url,
                        http::Outgoing request);

}  // namespace carillon::test
