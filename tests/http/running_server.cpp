// SPDX-License-Identifier: MIT
#include "http/running_server.hpp"

#include <array>
#include <ctime>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <pthread.h>

namespace carillon::test {
namespace {

namespace asio = boost::asio;
using http::Response;

int status_of(const Error& error) {
    if (error.code == Errc::too_large) return 413;
    if (error.code == Errc::too_slow) return 408;
    return 400;
}

class ThreePieces final : public http::Source {
public:
    explicit ThreePieces(bool throws) : throws_(throws) {}

    asio::awaitable<std::string> next() override {
        static const std::array<std::string, 4> pieces{"one ", "two ", "three", ""};
        if (throws_ && at_ == 1) throw std::runtime_error("the source ran dry");
        co_return pieces.at(at_++);
    }

private:
    bool throws_;
    std::size_t at_ = 0;
};

Response stream(bool throws) {
    Response response(200, "text/plain", "");
    response.source = std::make_unique<ThreePieces>(throws);
    return response;
}

Response hang_up() {
    Response response(200, "text/plain", "never sent");
    response.hang_up = true;
    return response;
}

Response describe(const http::Request& request) {
    auto text =
        request.method + " " + request.target + " " + request.path + " " + request.remote_address + "\n";
    for (const auto& [name, value] : request.query) text.append(name).append("=").append(value).append("\n");
    for (const auto& [name, value] : request.headers)
        text.append(name).append(": ").append(value).append("\n");
    return Response(200, "text/plain", std::move(text));
}

}  // namespace

ManyPaths::ManyPaths(asio::io_context& loop) : released(loop, asio::steady_timer::time_point::max()) {}

asio::awaitable<Response> ManyPaths::handle(const http::Request& request, http::Body& body) {
    if (request.path == "/echo") co_return co_await echo(request, body);
    if (request.path == "/first-piece") co_return co_await tell_first_piece(body);
    if (request.path == "/wait") co_return co_await wait();
    if (request.path == "/stream") co_return stream(false);
    if (request.path == "/stream-throws") co_return stream(true);
    if (request.path == "/throw") throw std::runtime_error("the handler fell over");
    if (request.path == "/throw-number") throw 42;
    if (request.path == "/large") co_return Response(200, "text/plain", std::string(8 << 20, 'x'));
    if (request.path == "/hang-up") co_return hang_up();
    if (request.path == "/empty") co_return Response(204, "", "");
    if (request.path == "/unread") co_return Response(200, "text/plain", "unread");
    if (request.path == "/describe") co_return describe(request);
    co_return Response(404, "text/plain", "no such path");
}

Response ManyPaths::refuse(int status, std::string sentence) const {
    return Response(status, "text/plain", std::move(sentence));
}

asio::awaitable<Response> ManyPaths::echo(const http::Request& request, http::Body& body) {
    const auto limit = request.parameter("limit");
    const auto most = limit ? std::stoull(std::string(*limit)) : 1 << 20;
    auto whole = co_await http::read_all(body, most);
    if (!whole) co_return Response(status_of(whole.error()), "text/plain", whole.error().message);
    co_return Response(200, "text/plain", std::move(*whole));
}

asio::awaitable<Response> ManyPaths::tell_first_piece(http::Body& body) {
    auto first = co_await body.next();
    first_piece.set_value(first ? *first : first.error().message);
    const auto rest = co_await http::read_all(body, 1 << 20);
    co_return Response(200, "text/plain", rest ? *rest : rest.error().message);
}

asio::awaitable<Response> ManyPaths::wait() {
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    waiting.set_value();
    co_await released.async_wait(quietly);
    co_return Response(200, "text/plain", "released");
}

RunningServer::RunningServer(http::ServerLimits limits)
    : server_(loop.get_executor(), "127.0.0.1", 0, limits, handler), work_(loop.get_executor()) {
    asio::co_spawn(loop, server_.run(), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    });
    thread_ = std::thread([this] { loop.run(); });
}

RunningServer::~RunningServer() {
    release();
    drain(std::chrono::milliseconds(0)).wait();
    work_.reset();
    thread_.join();
}

void RunningServer::use_tls(std::shared_ptr<asio::ssl::context> tls) {
    std::promise<void> taken;
    asio::post(loop, [&] {
        server_.use_tls(std::move(tls));
        taken.set_value();
    });
    taken.get_future().wait();
}

void RunningServer::release() {
    asio::post(loop, [this] { handler.released.cancel(); });
}

std::future<void> RunningServer::drain(std::chrono::milliseconds grace) {
    return asio::co_spawn(loop, server_.drain(grace), asio::use_future);
}

std::chrono::nanoseconds RunningServer::processor_time() {
    clockid_t clock{};
    pthread_getcpuclockid(thread_.native_handle(), &clock);
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace carillon::test
