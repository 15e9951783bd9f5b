// SPDX-License-Identifier: MIT
#include "http/raw_peer.hpp"

#include <array>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <boost/beast/core/string.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace carillon::test {
namespace {

void check(bool ok, const char* what) {
    if (!ok) throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in address_of(const char* host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

}  // namespace

std::string RawAnswer::header(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(std::min(line.size() + 2, rest.size()));
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos && boost::beast::iequals(line.substr(0, colon), name)) {
            return std::string(line.substr(colon + 2));
        }
    }
    return {};
}

RawPeer::RawPeer(int descriptor) : descriptor_(descriptor) {
    const timeval patience{10, 0};
    check(setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0, "setsockopt");
    const int on = 1;
    check(setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "setsockopt");
}

RawPeer::RawPeer(std::uint16_t port, const char* from) : RawPeer(socket(AF_INET, SOCK_STREAM, 0)) {
    const auto own = address_of(from, 0);
    check(bind(descriptor_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0, "bind");
    const auto peer = address_of("127.0.0.1", port);
    check(connect(descriptor_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0, "connect");
}

RawPeer::RawPeer(RawPeer&& other) noexcept
    : unread(std::move(other.unread)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RawPeer::~RawPeer() {
    close();
}

void RawPeer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        check(count >= 0, "send");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void RawPeer::send_bytewise(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) send(bytes.substr(at, 1));
}

void RawPeer::shut_down_sending() {
    shutdown(descriptor_, SHUT_WR);
}

void RawPeer::reset_on_close() {
    const linger at_once{1, 0};
    check(setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0, "setsockopt");
}

void RawPeer::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

bool RawPeer::fill() {
    std::array<char, 65536> bytes{};
    const auto count = recv(descriptor_, bytes.data(), bytes.size(), 0);
    check(count >= 0, "recv");
    unread.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::string RawPeer::take(std::size_t size) {
    while (unread.size() < size) {
        if (!fill()) throw std::runtime_error("the connection ended within: " + unread);
    }
    auto taken = unread.substr(0, size);
    unread.erase(0, size);
    return taken;
}

std::string RawPeer::receive_until(std::string_view end) {
    while (unread.find(end) == std::string::npos) {
        if (!fill()) throw std::runtime_error("the connection ended within: " + unread);
    }
    return take(unread.find(end) + end.size());
}

RawAnswer RawPeer::receive(bool to_head) {
    RawAnswer answer;
    answer.head = receive_until("\r\n\r\n");
    answer.status = std::stoi(answer.head.substr(9, 3));
    if (to_head || answer.status < 200 || answer.status == 204) return answer;
    if (answer.header("Transfer-Encoding") == "chunked") {
        for (;;) {
            const auto size = std::stoul(receive_until("\r\n"), nullptr, 16);
            answer.body += take(size);
            receive_until("\r\n");
            if (size == 0) return answer;
        }
    }
    const auto length = answer.header("Content-Length");
    answer.body = length.empty() ? receive_all() : take(std::stoul(length));
    return answer;
}

std::string RawPeer::receive_all() {
    while (fill()) {
    }
    return std::exchange(unread, {});
}

bool RawPeer::hears_nothing_for(std::chrono::milliseconds time) {
    pollfd waiting{descriptor_, POLLIN, 0};
    return unread.empty() && poll(&waiting, 1, static_cast<int>(time.count())) == 0;
}

bool RawPeer::is_closed() {
    return unread.empty() && !fill();
}

bool RawPeer::is_gone() {
    try {
        return is_closed();
    } catch (const std::system_error& failure) {
        return failure.code().value() == ECONNRESET;
    }
}

std::string get(std::string_view target, std::string_view more_headers) {
    std::string text("GET ");
    return text.append(target).append(" HTTP/1.1\r\nHost: test\r\n").append(more_headers).append("\r\n");
}

std::string post(std::string_view target, std::string_view body) {
    std::string text("POST ");
    return text.append(target)
        .append(" HTTP/1.1\r\nHost: test\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
}

}  // namespace carillon::test
