// SPDX-License-Identifier: MIT
#include "proxies.hpp"

#include <gtest/gtest.h>

namespace carillon {
namespace {

Proxies proxies(const char* text) {
    return Proxies::parse(text).value();
}

TEST(Proxies, AreAddressesAndNetworksOfBothKinds) {
    const Proxies ours = proxies("10.0.0.0/8, 192.0.2.7,2001:db8::/33 , ::1");
    for (const char* inside : {"10.255.1.2", "192.0.2.7", "2001:db8:7fff::1", "::1", "::ffff:10.1.2.3"})
        EXPECT_TRUE(ours.contain(inside)) << inside;
    for (const char* outside :
         {"11.0.0.1", "192.0.2.8", "2001:db8:8000::1", "::2", "", "proxy.example", "10.0.0.1:80"})
        EXPECT_FALSE(ours.contain(outside)) << outside;
    EXPECT_FALSE(proxies("").contain("127.0.0.1"));
    EXPECT_TRUE(proxies("0.0.0.0/0").contain("203.0.113.9"));
    EXPECT_FALSE(proxies("0.0.0.0/0").contain("2001:db8::1"));
}

TEST(Proxies, AreNothingElse) {
    for (const char* wrong : {"proxy.example",
                              "10.0.0.0/33",
                              "10.0.0.0/",
                              "10.0.0.0/-1",
                              "10.0.0.1;10.0.0.2",
                              ",",
                              "::/129",
                              "10.0.0.0/8x"})
        EXPECT_FALSE(Proxies::parse(wrong)) << wrong;
}

TEST(ClientAddress, IsThePeersUnlessItIsAProxyOfOurs) {
    const std::vector<std::pair<std::string, std::string>> headers{{"X-Forwarded-For", "198.51.100.1"}};
    EXPECT_EQ(client_address("203.0.113.5", headers, proxies("127.0.0.1")), "203.0.113.5");
    EXPECT_EQ(client_address("203.0.113.5", headers, proxies("")), "203.0.113.5");
    EXPECT_EQ(client_address("127.0.0.1", headers, proxies("127.0.0.1")), "198.51.100.1");
    EXPECT_EQ(client_address("127.0.0.1", {}, proxies("127.0.0.1")), "127.0.0.1");
}

TEST(ClientAddress, IsNotWhatAStrangerWroteBeforeTheProxy) {
    const Proxies ours = proxies("127.0.0.1,10.0.0.0/8");
    EXPECT_EQ(client_address("127.0.0.1", {{"x-forwarded-for", "6.6.6.6, 198.51.100.1, 10.1.1.1"}}, ours),
              "198.51.100.1");
    EXPECT_EQ(client_address(
                  "127.0.0.1", {{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "198.51.100.1"}}, ours),
              "198.51.100.1");
    EXPECT_EQ(client_address("127.0.0.1", {{"X-Forwarded-For", "6.6.6.6, <script>"}}, ours), "127.0.0.1");
    EXPECT_EQ(client_address("127.0.0.1", {{"X-Forwarded-For", "10.0.0.2,10.0.0.3"}}, ours), "10.0.0.2");
}

}  // namespace
}  // namespace carillon
