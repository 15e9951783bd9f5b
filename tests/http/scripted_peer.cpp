// SPDX-License-Identifier: MIT
#include "http/scripted_peer.hpp"

#include <optional>
#include <stdexcept>

#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace carillon::test {

ScriptedPeer::ScriptedPeer(std::vector<Script> scripts) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, any, size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, any, &size) != 0) {
        throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, scripts = std::move(scripts)] {
        try {
            for (const auto& script : scripts) run(script);
        } catch (const std::exception& failure) {
            ADD_FAILURE() << failure.what();
        }
    });
}

void ScriptedPeer::run(const Script& script) const {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 10'000) != 1) throw std::runtime_error("there were fewer connections than scripts");
    auto peer = RawPeer::adopt(accept(listener_, nullptr, nullptr));
    script(peer);
}

ScriptedPeer::~ScriptedPeer() {
    thread_.join();
    close(listener_);
}

http::Url ScriptedPeer::url(std::string target) const {
    http::Url url;
    url.host = "127.0.0.1";
    url.port = port_;
    url.target = std::move(target);
    return url;
}

ScriptedPeer::Script answer_with(std::string bytes) {
    return [bytes = std::move(bytes)](RawPeer& peer) {
        peer.receive_until("\r\n\r\n");
        peer.send(bytes);
    };
}

http::Exchange exchange(http::Client& client,
                        boost::asio::io_context& loop,
                        http::Url url,
                        http::Outgoing request) {
    std::optional<http::Exchange> result;
    boost::asio::co_spawn(loop,
                          client.send(std::move(url), std::move(request)),
                          [&result](const std::exception_ptr& failure, http::Exchange ended) {
                              if (failure) std::rethrow_exception(failure);
                              result = std::move(ended);
                          });
    loop.restart();
    loop.run();
    return std::move(result).value();
}

}  // namespace carillon::test
