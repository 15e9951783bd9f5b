// SPDX-License-Identifier: MIT
// Which addresses are out on the internet. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace carillon::http {

/// False for whatever is this machine, its network, or nobody (IANA's registries of special-purpose
/// addresses, RFC 6890), and for IPv6 addresses that carry such an IPv4 address (mapped, 6to4, NAT64,
/// Teredo). What is not known to be public is not.
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

}  // namespace carillon::http
