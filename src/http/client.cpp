// SPDX-License-Identifier: MIT
#include "http/client.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "http/answer_reader.hpp"
#include "http/request_text.hpp"
#include "http/wire.hpp"

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

}  // namespace

/// Shared with the exchanges under way, which may outlive the Client.
class Client::Pool {
public:
    Pool(asio::any_io_executor executor, ClientLimits limits, const std::string& extra_authorities)
        : executor_(std::move(executor)),
          limits_(limits),
          tls_context_(make_tls_context(extra_authorities)) {}

    asio::awaitable<Exchange> exchange(Url url, Outgoing request);

private:
    struct Idle {
        std::unique_ptr<Wire> wire;
        steady_clock::time_point since;
    };

    static std::string key_of(const Url& url) {
        return (url.tls ? "https://" : "http://") + authority_of(url);
    }
    std::unique_ptr<Wire> take(const std::string& key);
    void keep(const std::string& key, std::unique_ptr<Wire> wire);

    asio::any_io_executor executor_;
    ClientLimits limits_;
    asio::ssl::context tls_context_;
    std::map<std::string, std::vector<Idle>> idle_;  ///< by scheme, host and port; the longest idle first
};

/// The one that was used last, if it still stands; those behind it are older.
std::unique_ptr<Wire> Client::Pool::take(const std::string& key) {
    auto& idle = idle_[key];
    const auto oldest = steady_clock::now() - limits_.keep_idle;
    while (!idle.empty()) {
        auto last = std::move(idle.back());
        idle.pop_back();
        if (last.since >= oldest && last.wire->is_silent()) return std::move(last.wire);
    }
    return nullptr;
}

void Client::Pool::keep(const std::string& key, std::unique_ptr<Wire> wire) {
    auto& idle = idle_[key];
    const auto now = steady_clock::now();
    std::erase_if(idle, [&](const Idle& kept) { return kept.since < now - limits_.keep_idle; });
    if (idle.size() < limits_.idle_connections) idle.push_back(Idle{std::move(wire), now});
}

asio::awaitable<Exchange> Client::Pool::exchange(Url url, Outgoing request) {
    if (!is_sendable(url, request)) co_return NotWritten{"the request holds a line break where none may be"};
    const auto key = key_of(url);
    auto wire = take(key);
    if (!wire) {
        wire = std::make_unique<Wire>(executor_);
        if (auto failure = co_await wire->open(url, tls_context_, limits_.connect)) {
            co_return NotWritten{std::move(*failure)};
        }
    }

    const auto text = to_text(url, request);
    wire->allow(limits_.answer);
    if (const auto failure = co_await wire->write(text)) co_return broken_by(failure);
    auto reading = co_await read_answer(*wire, request.method, limits_.answer_bytes);
    if (auto* const broken = std::get_if<Broken>(&reading)) co_return std::move(*broken);

    auto& whole = std::get<WholeAnswer>(reading);
    if (whole.reusable) keep(key, std::move(wire));
    co_return std::move(whole.answer);
}

Client::Client(asio::any_io_executor executor, ClientLimits limits, const std::string& extra_authorities)
    : pool_(std::make_shared<Pool>(std::move(executor), limits, extra_authorities)) {}

Client::~Client() = default;

asio::awaitable<Exchange> Client::send(Url url, Outgoing request) {
    const auto pool = pool_;
    try {
        co_return co_await pool->exchange(std::move(url), std::move(request));
    } catch (const std::exception& failure) {  // no memory, say: how far it came is not known any more
        co_return Broken{failure.what(), false};
    }
}

}  // namespace carillon::http
