// SPDX-License-Identifier: MIT
// Asks URLs that people gave us, so that nobody can have this machine ask its own network (server-side
// request forgery). Each request looks its host up itself, wants every address to be public, and connects to
// one of just those: a name that changes its address in between gains nothing. https only; TLS verifies the
// name. No redirects, no proxy, no kept connections. Runs on: the loop.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "http/client.hpp"
#include "http/resolve.hpp"
#include "web.hpp"

namespace carillon::http {

/// For tests: http:// and private addresses, too.
enum class Guard { public_only, off };

/// What is wrong with what a URL, or a host's addresses, are; empty: it may be asked. Pure.
[[nodiscard]] std::string find_url_fault(const Url& url, Guard guard);
[[nodiscard]] std::string find_address_fault(const Endpoints& endpoints, Guard guard);

class GuardedWeb final : public Web {
public:
    /// Trusts the system's certificate authorities, and those in `extra_authorities` (PEM) besides.
    GuardedWeb(boost::asio::any_io_executor executor, Guard guard, const std::string& extra_authorities = {});
    ~GuardedWeb() override;

    boost::asio::awaitable<WebResult> ask(WebRequest request) override;

private:
    using Moment = std::chrono::steady_clock::time_point;
    boost::asio::awaitable<WebResult> exchange(WebRequest request);
    boost::asio::awaitable<boost::system::result<Endpoints>> look_up(Url url, Moment deadline);

    boost::asio::any_io_executor executor_;
    Guard guard_;
    boost::asio::ssl::context tls_context_;
    /// Its resolver only: a slow name must not keep the carrier's waiting. The system's resolver cannot be
    /// interrupted, so lookups that were left behind are counted until they end.
    boost::asio::thread_pool resolving_{1};
    std::shared_ptr<std::int64_t> lookups_ = std::make_shared<std::int64_t>(0);
};

}  // namespace carillon::http
