// SPDX-License-Identifier: MIT
#include "http/public_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace carillon::http {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct Net4 {
    std::uint32_t first;
    int bits;
};
constexpr std::array not_public_4{
    Net4{0x00000000, 8},   // 0.0.0.0/8: this network; Linux connects 0.0.0.0 to itself
    Net4{0x0a000000, 8},   // 10/8: private
    Net4{0x64400000, 10},  // 100.64/10: carriers' own
    Net4{0x7f000000, 8},   // 127/8: this machine
    Net4{0xa9fe0000, 16},  // 169.254/16: this link, clouds' metadata
    Net4{0xac100000, 12},  // 172.16/12: private
    Net4{0xc0000000, 24},  // 192.0.0/24: protocols' own
    Net4{0xc0000200, 24},  // 192.0.2/24: documentation
    Net4{0xc01fc400, 24},  // 192.31.196/24: AS112
    Net4{0xc034c100, 24},  // 192.52.193/24: AMT
    Net4{0xc0586300, 24},  // 192.88.99/24: 6to4 relays, given up
    Net4{0xc0a80000, 16},  // 192.168/16: private
    Net4{0xc0af3000, 24},  // 192.175.48/24: AS112
    Net4{0xc6120000, 15},  // 198.18/15: benchmarks
    Net4{0xc6336400, 24},  // 198.51.100/24: documentation
    Net4{0xcb007100, 24},  // 203.0.113/24: documentation
    Net4{0xe0000000, 3},   // 224/3: multicast, reserved, broadcast
};

bool is_public_4(std::uint32_t address) {
    return std::none_of(not_public_4.begin(), not_public_4.end(), [&](const Net4& net) {
        return (address ^ net.first) >> (32 - net.bits) == 0;
    });
}

using Bytes6 = address_v6::bytes_type;

std::uint32_t word(const Bytes6& bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U |
           std::uint32_t{bytes[at + 2]} << 8U | std::uint32_t{bytes[at + 3]};
}

bool is_public_6(const Bytes6& bytes) {
    const std::uint32_t first = word(bytes, 0);
    const bool has_zeros_until_last_word = word(bytes, 4) == 0 && word(bytes, 8) == 0;
    // 64:ff9b::/96: NAT64 connects to the IPv4 address in the last word.
    if (first == 0x0064ff9b && has_zeros_until_last_word) return is_public_4(word(bytes, 12));
    // ::ffff:0:0/96: a mapped IPv4 address; the kernel connects to that.
    if (first == 0 && word(bytes, 4) == 0 && word(bytes, 8) == 0x0000ffff)
        return is_public_4(word(bytes, 12));
    // 2002::/16: 6to4 goes to the IPv4 address behind the prefix.
    if (first >> 16U == 0x2002) return is_public_4(first << 16U | word(bytes, 4) >> 16U);
    if (first >> 29U != 1) return false;                 // only 2000::/3 is given out
    if (first >> 9U == 0x20010000U >> 9U) return false;  // 2001::/23: protocols' own, Teredo among them
    if (first == 0x20010db8) return false;               // 2001:db8::/32: documentation
    if (first >> 12U == 0x3fff0) return false;           // 3fff::/20: documentation
    if (first >> 16U == 0x3ffe) return false;            // 3ffe::/16: 6bone, given back
    return first != 0x2620004f || word(bytes, 4) >> 16U != 0x8000;  // 2620:4f:8000::/48: AS112
}

}  // namespace

bool is_public(const boost::asio::ip::address& address) {
    if (address.is_v4()) return is_public_4(address.to_v4().to_uint());
    return address.to_v6().scope_id() == 0 && is_public_6(address.to_v6().to_bytes());
}

}  // namespace carillon::http
