// SPDX-License-Identifier: MIT
// Names to addresses, by a deadline. The system's resolver cannot be interrupted, so a lookup that takes too
// long is left behind, not waited for. Runs on: the loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/result.hpp>

namespace carillon::http {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// `host` is a name or an address; an address needs no lookup.
boost::asio::awaitable<boost::system::result<Endpoints>> resolve(
    boost::asio::any_io_executor executor,
    std::string host,
    std::uint16_t port,
    std::chrono::steady_clock::time_point deadline);

/// The same with another context's resolver. Each context looks names up one after the other, so that a slow
/// name keeps those behind it waiting: names that strangers chose must not stand before the carrier's.
/// `under_way` counts the lookups that have not ended, those that were left behind too.
boost::asio::awaitable<boost::system::result<Endpoints>> resolve(
    boost::asio::any_io_executor executor,
    boost::asio::any_io_executor resolving,
    std::string host,
    std::uint16_t port,
    std::chrono::steady_clock::time_point deadline,
    std::shared_ptr<std::int64_t> under_way);

}  // namespace carillon::http
