// SPDX-License-Identifier: MIT
#include "http/resolve.hpp"

#include <memory>
#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared by the one who waits and the resolver's completion, whichever of them comes last.
struct Lookup {
    Lookup(const asio::any_io_executor& executor, const asio::any_io_executor& resolving)
        : resolver(resolving), over(executor) {}

    tcp::resolver resolver;
    asio::steady_timer over;  ///< runs to the deadline, cancelled by the result
    std::optional<boost::system::result<Endpoints>> result;
};

void finish(Lookup& lookup, boost::system::error_code failure, const tcp::resolver::results_type& found) {
    if (failure) {
        lookup.result.emplace(failure);
    } else {
        lookup.result.emplace(Endpoints(found.begin(), found.end()));
    }
    lookup.over.cancel();
}

}  // namespace

asio::awaitable<boost::system::result<Endpoints>> resolve(asio::any_io_executor executor,
                                                          std::string host,
                                                          std::uint16_t port,
                                                          std::chrono::steady_clock::time_point deadline) {
    const auto resolving = executor;
    auto nobody_counts = std::make_shared<std::int64_t>(0);
    return resolve(std::move(executor), resolving, std::move(host), port, deadline, std::move(nobody_counts));
}

asio::awaitable<boost::system::result<Endpoints>> resolve(asio::any_io_executor executor,
                                                          asio::any_io_executor resolving,
                                                          std::string host,
                                                          std::uint16_t port,
                                                          std::chrono::steady_clock::time_point deadline,
                                                          std::shared_ptr<std::int64_t> under_way) {
    boost::system::error_code not_an_address;
    const auto address = asio::ip::make_address(host, not_an_address);
    if (!not_an_address) co_return Endpoints(1, tcp::endpoint(address, port));

    const auto lookup = std::make_shared<Lookup>(executor, resolving);
    lookup->over.expires_at(deadline);
    ++*under_way;
    const auto done = [lookup, under_way](boost::system::error_code failure,
                                          const tcp::resolver::results_type& found) {
        --*under_way;
        finish(*lookup, failure, found);
    };
    lookup->resolver.async_resolve(
        host, std::to_string(port), tcp::resolver::numeric_service, asio::bind_executor(executor, done));
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await lookup->over.async_wait(quietly);
    if (!lookup->result) co_return boost::system::error_code(asio::error::timed_out);
    co_return *lookup->result;
}

}  // namespace carillon::http
