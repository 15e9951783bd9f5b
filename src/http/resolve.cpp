// SPDX-License-Identifier: MIT
#include "http/resolve.hpp"

#include <memory>
#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared by the one who waits and the resolver's completion, whichever of them comes last.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : over(executor) {}

    asio::steady_timer over;  ///< runs to the deadline, cancelled by the result
    std::optional<boost::system::result<Endpoints>> result;
};

void finish(Lookup& lookup, boost::system::error_code failure, Endpoints found) {
    if (failure) {
        lookup.result.emplace(failure);
    } else {
        lookup.result.emplace(std::move(found));
    }
    lookup.over.cancel();
}

/// The resolver lives with its own context's operation, the lookup with the one who waits: each context may
/// end before the other.
void start(std::shared_ptr<Lookup> lookup,
           const asio::any_io_executor& executor,
           const asio::any_io_executor& resolving,
           const std::string& host,
           std::uint16_t port,
           std::shared_ptr<std::int64_t> under_way) {
    ++*under_way;
    const auto resolver = std::make_shared<tcp::resolver>(resolving);
    auto done = [resolver, executor, lookup = std::move(lookup), under_way = std::move(under_way)](
                    boost::system::error_code failure, const tcp::resolver::results_type& found) mutable {
        Endpoints endpoints(found.begin(), found.end());
        asio::post(executor,
                   [lookup = std::move(lookup),
                    under_way = std::move(under_way),
                    failure,
                    endpoints = std::move(endpoints)]() mutable {
                       --*under_way;
                       finish(*lookup, failure, std::move(endpoints));
                   });
    };
    resolver->async_resolve(host, std::to_string(port), tcp::resolver::numeric_service, std::move(done));
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

    const auto lookup = std::make_shared<Lookup>(executor);
    lookup->over.expires_at(deadline);
    start(lookup, executor, resolving, host, port, std::move(under_way));
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await lookup->over.async_wait(quietly);
    if (!lookup->result) co_return boost::system::error_code(asio::error::timed_out);
    co_return *lookup->result;
}

}  // namespace carillon::http
