// SPDX-License-Identifier: MIT
#include "http/public_address.hpp"

#include <gtest/gtest.h>

namespace carillon::test {
namespace {

bool is_public(const std::string& address) {
    return http::is_public(boost::asio::ip::make_address(address));
}

}  // namespace

TEST(PublicAddress, IsNoneOfThisMachineItsNetworkOrNobody) {
    for (const char* address : {
             "0.0.0.0",
             "0.1.2.3",
             "10.0.0.0",
             "10.255.255.255",
             "100.64.0.0",
             "100.127.255.255",
             "127.0.0.1",
             "127.255.255.255",
             "169.254.0.1",
             "169.254.169.254",
             "172.16.0.0",
             "172.31.255.255",
             "192.0.0.8",
             "192.0.2.1",
             "192.31.196.1",
             "192.52.193.1",
             "192.88.99.1",
             "192.168.0.1",
             "192.168.255.255",
             "192.175.48.1",
             "198.18.0.0",
             "198.19.255.255",
             "198.51.100.7",
             "203.0.113.7",
             "224.0.0.1",
             "239.255.255.255",
             "240.0.0.1",
             "255.255.255.255",
             "::",
             "::1",
             "::7f00:1",
             "::8.8.8.8",
             "64:ff9b:1::8.8.8.8",
             "64:ff9b:1:ffff:ffff:ffff:8.8.8.8",
             "64:ff9a::8.8.8.8",
             "2001:0:808:808::f7f7:f7f7",
             "feff::1",
             "::ffff:127.0.0.1",
             "::ffff:10.0.0.1",
             "::ffff:169.254.169.254",
             "::ffff:0:10.0.0.1",
             "64:ff9b::127.0.0.1",
             "64:ff9b::192.168.1.1",
             "64:ff9b:1::1",
             "64:ff9b::1:8.8.8.8",
             "100::1",
             "2001::1",
             "2001:0:4136:e378:8000:63bf:3fff:fdd2",
             "2001:2::1",
             "2001:10::1",
             "2001:20::1",
             "2001:1ff:ffff::1",
             "2001:db8::1",
             "2002:7f00:1::",
             "2002:a00:1::1",
             "2002:c0a8:101::1",
             "2620:4f:8000::1",
             "3ffe::1",
             "3fff::1",
             "3fff:fff::1",
             "4000::1",
             "5f00::1",
             "fc00::1",
             "fd12:3456:789a::1",
             "fe80::1",
             "fec0::1",
             "ff02::1",
             "ff0e::1",
             "fe80::1%lo",
             "1fff::1",
         })
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(PublicAddress, IsWhatIsOutOnTheInternet) {
    for (const char* address : {
             "1.1.1.1",         "8.8.8.8",          "9.255.255.255",   "11.0.0.0",
             "100.63.255.255",  "100.128.0.0",      "126.255.255.255", "128.0.0.0",
             "169.253.255.255", "169.255.0.0",      "172.15.255.255",  "172.32.0.0",
             "192.0.1.0",       "192.0.3.0",        "192.167.255.255", "192.169.0.0",
             "198.17.255.255",  "198.20.0.0",       "198.51.101.0",    "203.0.112.255",
             "203.0.114.0",     "223.255.255.255",  "2001:200::1",     "2001:4860:4860::8888",
             "2001:db7::1",     "2001:db9::1",      "2002:808:808::1", "2400:cb00::1",
             "2606:4700::1111", "2620:4f:8001::1",  "2a00:1450::1",    "3fff:1000::1",
             "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8",
         })
        EXPECT_TRUE(is_public(address)) << address;
}

/// Whatever wraps an IPv4 address is as public as that.
TEST(PublicAddress, IsNotMadePublicByWrapping) {
    for (std::uint32_t first = 0; first < 256; ++first)
        for (const std::uint32_t rest : {0x000001U, 0x400001U, 0x640001U, 0xa80101U, 0xfea9feU}) {
            const boost::asio::ip::address_v4 plain{first << 24U | rest};
            const std::string text = plain.to_string();
            const bool expected = http::is_public(plain);
            EXPECT_EQ(is_public("::ffff:" + text), expected) << text;
            EXPECT_EQ(is_public("64:ff9b::" + text), expected) << text;
            boost::asio::ip::address_v6::bytes_type wrapped{0x20, 0x02};
            for (std::size_t i = 0; i < 4; ++i) wrapped[2 + i] = plain.to_bytes()[i];
            EXPECT_EQ(http::is_public(boost::asio::ip::address_v6{wrapped}), expected) << text;
        }
}

}  // namespace carillon::test
