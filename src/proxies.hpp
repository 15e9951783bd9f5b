// SPDX-License-Identifier: MIT
// Which peers are our own proxies, and who stands behind them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace carillon {

/// Addresses and networks whose X-Forwarded-For is believed; nobody else's is.
class Proxies {
public:
    /// `10.0.0.0/8, 192.0.2.7, ::1`: comma separated; none when one of them is no address or network.
    [[nodiscard]] static std::optional<Proxies> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool contain(std::string_view address) const;

private:
    struct Network {
        boost::asio::ip::address_v6 first;  ///< IPv4 as its mapped address
        int prefix_bits = 128;
    };
    static std::optional<Network> parse_network(std::string_view text);

    std::vector<Network> networks_;
    std::string text_;
};

/// Who asks: the peer, unless it is one of our proxies. Then the last address of X-Forwarded-For that is not
/// one of them; each proxy appends whom it saw, so that what a stranger wrote stands before it. The peer
/// again when that is no address.
[[nodiscard]] std::string client_address(const std::string& peer,
                                         const std::vector<std::pair<std::string, std::string>>& headers,
                                         const Proxies& proxies);

}  // namespace carillon
