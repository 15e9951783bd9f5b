// SPDX-License-Identifier: MIT
#include "proxies.hpp"

#include <algorithm>
#include <charconv>

#include <boost/algorithm/string/predicate.hpp>

namespace carillon {
namespace {

namespace ip = boost::asio::ip;
constexpr int v4_bits = 32, v6_bits = 128;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<ip::address> parse_address(std::string_view text) {
    boost::system::error_code failure;
    const auto address = ip::make_address(text, failure);
    if (failure) return std::nullopt;
    return address;
}

ip::address_v6 as_v6(const ip::address& address) {
    return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

bool share_prefix(const ip::address_v6& one, const ip::address_v6& other, int bits) {
    const auto left = one.to_bytes(), right = other.to_bytes();
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(whole), right.begin()))
        return false;
    const int rest = bits % 8;
    return rest == 0 || (left.at(whole) ^ right.at(whole)) >> (8 - rest) == 0;
}

}  // namespace

std::optional<Proxies::Network> Proxies::parse_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    const int most = address->is_v4() ? v4_bits : v6_bits;
    int bits = most;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    }
    if (bits < 0 || bits > most) return std::nullopt;
    return Network{as_v6(*address), bits + v6_bits - most};
}

std::optional<Proxies> Proxies::parse(std::string_view text) {
    Proxies proxies;
    proxies.text_ = text;
    while (!trimmed(text).empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto network = parse_network(trimmed(text.substr(0, comma)));
        if (!network) return std::nullopt;
        proxies.networks_.push_back(*network);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return proxies;
}

std::string Proxies::text() const {
    return text_;
}

bool Proxies::contain(std::string_view text) const {
    if (networks_.empty()) return false;
    const auto address = parse_address(text);
    return address && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return share_prefix(network.first, as_v6(*address), network.prefix_bits);
           });
}

std::string client_address(const std::string& peer,
                           const std::vector<std::pair<std::string, std::string>>& headers,
                           const Proxies& proxies) {
    if (!proxies.contain(peer)) return peer;
    std::string client = peer;
    for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
        if (!boost::algorithm::iequals(header->first, "X-Forwarded-For")) continue;
        std::string_view list = header->second;
        while (!list.empty()) {
            const auto comma = list.rfind(',');
            const auto last = trimmed(list.substr(comma == std::string_view::npos ? 0 : comma + 1));
            list = list.substr(0, comma == std::string_view::npos ? 0 : comma);
            if (!parse_address(last)) return client;
            client = last;
            if (!proxies.contain(last)) return client;
        }
    }
    return client;
}

}  // namespace carillon
