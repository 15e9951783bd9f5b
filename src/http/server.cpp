// SPDX-License-Identifier: MIT
#include "http/server.hpp"

#include <map>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure.hpp"
#include "http/connection.hpp"
#include "journal.hpp"
#include "metrics.hpp"

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

/// While the process has no descriptor left, and no connection to spare, accepting fails at once, again and
/// again: wait for one to become free.
constexpr std::chrono::milliseconds accept_pause{100};
/// Connections being told that there are too many; beyond these they are closed without a word.
constexpr std::size_t most_turned_away = 64;

tcp::acceptor listen_on(const asio::any_io_executor& executor,
                        const std::string& address,
                        std::uint16_t port) {
    try {
        const tcp::endpoint endpoint(asio::ip::make_address(address), port);
        tcp::acceptor acceptor(executor, endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen();
        return acceptor;
    } catch (const boost::system::system_error& failure) {
        throw std::runtime_error("Cannot listen on " + address + " port " + std::to_string(port) + ": " +
                                 failure.code().message() + ".");
    }
}

/// An IPv4 peer of an IPv6 socket is still an IPv4 peer.
std::string address_of(const tcp::endpoint& peer) {
    const auto address = peer.address();
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

}  // namespace

/// Shared with the coroutines that it spawned: they may outlive the Server by a turn of the loop.
class Server::Listener : public std::enable_shared_from_this<Listener> {
public:
    Listener(asio::any_io_executor executor, tcp::acceptor acceptor, ServerLimits limits, Handler& handler)
        : executor_(std::move(executor)),
          acceptor_(std::move(acceptor)),
          port_(acceptor_.local_endpoint().port()),
          pause_(executor_),
          all_gone_(executor_),
          shared_(std::make_shared<Shared>(limits, handler)) {}

    [[nodiscard]] std::uint16_t port() const { return port_; }
    void use_tls(std::shared_ptr<asio::ssl::context> tls) { shared_->tls = std::move(tls); }
    asio::awaitable<void> run();
    asio::awaitable<void> drain(std::chrono::milliseconds grace);
    void close();

private:
    asio::awaitable<void> wait_after(boost::system::error_code failure);
    void note_failure(boost::system::error_code failure);
    void admit(tcp::socket socket, const tcp::endpoint& peer);
    bool give_one_up();
    bool has_room();
    void serve(std::shared_ptr<Connection> connection);
    void turn_away(std::shared_ptr<Connection> connection);
    void forget(const std::shared_ptr<Connection>& connection);
    void stop_accepting();

    asio::any_io_executor executor_;
    tcp::acceptor acceptor_;
    std::uint16_t port_;
    asio::steady_timer pause_;
    asio::steady_timer all_gone_;  ///< cancelled when the last connection has ended
    std::shared_ptr<Shared> shared_;
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    std::map<std::string, std::size_t> per_address_;
    std::size_t turned_away_ = 0;
    boost::system::error_code last_accept_;
};

asio::awaitable<void> Server::Listener::run() {
    while (!shared_->draining) {
        tcp::socket socket(executor_);
        tcp::endpoint peer;
        // Without a free descriptor accept() fails even when nobody waits: then there is nobody to make room
        // for.
        co_await acceptor_.async_wait(tcp::acceptor::wait_read, quietly);
        if (shared_->draining) break;
        const auto [failure] = co_await acceptor_.async_accept(socket, peer, quietly);
        if (shared_->draining) break;
        note_failure(failure);
        if (failure) {
            co_await wait_after(failure);
        } else {
            admit(std::move(socket), peer);
        }
    }
}

asio::awaitable<void> Server::Listener::wait_after(boost::system::error_code failure) {
    if (failure == asio::error::connection_aborted) co_return;  // the peer thought better of it
    if (failure == asio::error::no_descriptors && give_one_up()) co_return;
    pause_.expires_after(accept_pause);
    co_await pause_.async_wait(quietly);
}

/// Once for each run of the same failure, not ten times a second.
void Server::Listener::note_failure(boost::system::error_code failure) {
    const bool is_news = failure && failure != last_accept_ && failure != asio::error::connection_aborted;
    if (failure && failure != asio::error::connection_aborted) metrics::accept_failed();
    if (is_news) journal::loop_failed("accept", failure.message());
    last_accept_ = failure;
}

void Server::Listener::admit(tcp::socket socket, const tcp::endpoint& peer) {
    auto connection = std::make_shared<Connection>(std::move(socket), address_of(peer), shared_);
    const auto known = per_address_.find(connection->remote_address());
    const auto from_there = known == per_address_.end() ? 0 : known->second;
    const auto& limits = shared_->limits;
    const bool is_one_too_many = from_there >= limits.connections_per_address &&
                                 !limits.trusted_proxies.contain(connection->remote_address());
    if (!is_one_too_many && has_room()) {
        serve(std::move(connection));
    } else if (turned_away_ < most_turned_away) {
        turn_away(std::move(connection));
    }
}

/// A server that is full gives up who has kept it waiting longest, so that many slow peers cannot lock out an
/// honest one: first who does not get on with a head, then who is idle. Nobody who is being served.
bool Server::Listener::give_one_up() {
    Connection* longest = nullptr;
    const auto waits_longer = [&](const Connection& one) {
        if (longest == nullptr) return true;
        const auto rank = [](const Connection& each) {
            return std::pair(!each.waiting()->is_within_head, each.waiting()->since);
        };
        return rank(one) < rank(*longest);
    };
    for (const auto& connection : connections_)
        if (connection->waiting() && waits_longer(*connection)) longest = connection.get();
    if (longest == nullptr) return false;
    longest->close();  // it leaves the set by itself, a turn of the loop later
    return true;
}

bool Server::Listener::has_room() {
    return connections_.size() < shared_->limits.connections || give_one_up();
}

void Server::Listener::serve(std::shared_ptr<Connection> connection) {
    connections_.insert(connection);
    metrics::connection_opened();
    ++per_address_[connection->remote_address()];
    asio::co_spawn(executor_,
                   connection->serve(),
                   [listener = shared_from_this(), connection](const std::exception_ptr& failure) {
                       if (failure) journal::loop_failed("connection", what_of(failure));
                       listener->forget(connection);
                   });
}

void Server::Listener::turn_away(std::shared_ptr<Connection> connection) {
    ++turned_away_;
    asio::co_spawn(executor_,
                   connection->turn_away(),
                   [listener = shared_from_this(), connection](const std::exception_ptr& failure) {
                       if (failure) journal::loop_failed("connection", what_of(failure));
                       --listener->turned_away_;
                   });
}

void Server::Listener::forget(const std::shared_ptr<Connection>& connection) {
    const auto from_there = per_address_.find(connection->remote_address());
    if (--from_there->second == 0) per_address_.erase(from_there);
    connections_.erase(connection);
    metrics::connection_closed();
    if (connections_.empty()) all_gone_.cancel();
}

void Server::Listener::stop_accepting() {
    shared_->draining = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

asio::awaitable<void> Server::Listener::drain(std::chrono::milliseconds grace) {
    stop_accepting();
    for (const auto& connection : connections_) connection->close_if_idle();
    if (!connections_.empty()) {
        all_gone_.expires_after(grace);
        co_await all_gone_.async_wait(quietly);
    }
    close();
}

void Server::Listener::close() {
    stop_accepting();
    for (const auto& connection : connections_) connection->close();
}

Server::Server(asio::any_io_executor executor,
               const std::string& address,
               std::uint16_t port,
               ServerLimits limits,
               Handler& handler)
    : listener_(std::make_shared<Listener>(executor, listen_on(executor, address, port), limits, handler)) {}

Server::~Server() {
    listener_->close();
}

std::uint16_t Server::port() const {
    return listener_->port();
}

void Server::use_tls(std::shared_ptr<asio::ssl::context> tls) {
    listener_->use_tls(std::move(tls));
}

asio::awaitable<void> Server::run() {
    const auto listener = listener_;  // should the Server be gone when this resumes
    co_await listener->run();
}

asio::awaitable<void> Server::drain(std::chrono::milliseconds grace) {
    const auto listener = listener_;
    co_await listener->drain(grace);
}

}  // namespace carillon::http
