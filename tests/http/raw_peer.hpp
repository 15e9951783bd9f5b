// SPDX-License-Identifier: MIT
// A blocking socket that sends exactly the bytes that a test wants sent, and reads what comes back. Every
// read gives up after ten seconds, so a server that says nothing fails its test and does not hang it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace carillon::test {

struct RawAnswer {
    int status = 0;
    std::string head;
    std::string body;  ///< chunks put together
    [[nodiscard]] std::string header(std::string_view name) const;
};

class RawPeer {
public:
    /// Connects to 127.0.0.1; `from` is the address to come from.
    explicit RawPeer(std::uint16_t port, const char* from = "127.0.0.1");
    /// Takes over a connected socket.
    static RawPeer adopt(int descriptor) { return RawPeer(descriptor); }
    RawPeer(RawPeer&& other) noexcept;
    RawPeer& operator=(RawPeer&&) = delete;
    ~RawPeer();

    void send(std::string_view bytes);
    /// One write a byte: the other side sees them come in pieces.
    void send_bytewise(std::string_view bytes);
    void shut_down_sending();
    /// The next close() resets the connection instead of ending it in order.
    void reset_on_close();
    void close();

    /// One whole answer; `to_head` when it has no body, whatever its head says.
    RawAnswer receive(bool to_head = false);
    /// All until the end of the connection.
    std::string receive_all();
    /// Bytes up to and with `end`.
    std::string receive_until(std::string_view end);
    /// Whether nothing at all comes in for this long.
    bool hears_nothing_for(std::chrono::milliseconds time);
    /// Whether the connection has ended, with nothing left to read.
    bool is_closed();
    /// The same, but an answer's loss by a reset is the end of it too.
    bool is_gone();

    std::string unread;

private:
    explicit RawPeer(int descriptor);
    /// False at the end of the connection.
    bool fill();
    std::string take(std::size_t size);

    int descriptor_;
};

/// A request with the headers that every request needs: Host.
std::string get(std::string_view target, std::string_view more_headers = {});
std::string post(std::string_view target, std::string_view body);

}  // namespace carillon::test
