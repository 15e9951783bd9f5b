// SPDX-License-Identifier: MIT
#include "config_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace carillon {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};
constexpr std::array<Unit, 5> units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t longest_ms = units[0].milliseconds * 3650;
constexpr std::size_t longest_schedule = 20;

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Boost.URL 1.81 reads `http://127.0.0.1.example.com` as the address 127.0.0.1 and a path that begins with a
/// dot: a stranger's host would pass for this machine.
std::optional<boost::urls::url_view> parse_web_url(std::string_view text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->host().empty()) return std::nullopt;
    if (url->scheme() != "https" && url->scheme() != "http") return std::nullopt;
    if (!url->encoded_path().empty() && !url->encoded_path().starts_with('/')) return std::nullopt;
    return *url;
}

}  // namespace

std::optional<Milliseconds> parse_duration(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_whole<std::int64_t>(text.substr(0, digits));
    const auto unit = std::find_if(
        units.begin(), units.end(), [&](const Unit& each) { return each.name == text.substr(digits); });
    if (!count || unit == units.end() || *count > longest_ms / unit->milliseconds) return std::nullopt;
    return Milliseconds{*count * unit->milliseconds};
}

std::string duration_text(Milliseconds duration) {
    for (const Unit& unit : units)
        if (duration.count() != 0 && duration.count() % unit.milliseconds == 0)
            return std::to_string(duration.count() / unit.milliseconds) + std::string{unit.name};
    return "0s";
}

std::optional<std::vector<Seconds>> parse_schedule(std::string_view text) {
    std::vector<Seconds> schedule;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto age = parse_duration(text.substr(begin, end - begin));
        if (!age || *age % Seconds{1} != Milliseconds{0} || schedule.size() == longest_schedule)
            return std::nullopt;
        schedule.push_back(std::chrono::duration_cast<Seconds>(*age));
        begin = end + 1;
    }
    const bool rises =
        std::adjacent_find(schedule.begin(), schedule.end(), std::greater_equal{}) == schedule.end();
    if (!rises || schedule.front() <= Seconds{0}) return std::nullopt;
    return schedule;
}

std::string schedule_text(const std::vector<Seconds>& schedule) {
    std::string text;
    for (const Seconds age : schedule) text += (text.empty() ? "" : ",") + duration_text(age);
    return text;
}

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least, std::int64_t most) {
    const auto number = parse_whole<std::int64_t>(text);
    if (!number || *number < least || *number > most) return std::nullopt;
    return number;
}

std::optional<double> parse_rate(std::string_view text) {
    constexpr double slowest = 0.001;
    constexpr double fastest = 5000;
    const auto rate = parse_whole<double>(text);
    if (!rate || !(*rate >= slowest && *rate <= fastest)) return std::nullopt;
    return rate;
}

std::string rate_text(double rate) {
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), rate);
    return {text.data(), result.ptr};
}

std::optional<bool> parse_toggle(std::string_view text) {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
}

bool is_sid(std::string_view text, std::string_view prefix) {
    return text.size() == 34 && text.starts_with(prefix) && std::all_of(text.begin() + 2, text.end(), is_hex);
}

bool is_secret_text(std::string_view text, std::size_t least) {
    return text.size() >= least &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_ip_address(std::string_view text) {
    boost::system::error_code failure;
    (void)boost::asio::ip::make_address(text, failure);
    return !failure;
}

bool is_loopback_address(std::string_view text) {
    boost::system::error_code failure;
    const auto address = boost::asio::ip::make_address(text, failure);
    return !failure && address.is_loopback();
}

bool is_web_url(std::string_view text) {
    const auto url = parse_web_url(text);
    return url && !url->has_fragment();
}

std::string host_of(std::string_view text) {
    const auto url = parse_web_url(text);
    return url ? std::string{url->host_address()} : std::string{};
}

bool is_loopback_url(std::string_view text) {
    const std::string host = host_of(text);
    return host == "localhost" || is_loopback_address(host);
}

bool has_path_ending(std::string_view text, std::string_view ending) {
    const auto url = parse_web_url(text);
    return url && std::string{url->encoded_path()}.ends_with(ending);
}

std::string web_origin(const std::string& bind, std::uint16_t port) {
    const bool is_v6 = bind.find(':') != std::string::npos;
    std::string host = is_v6 ? "[" + bind + "]" : bind;
    if (bind == "0.0.0.0") host = "127.0.0.1";
    if (bind == "::") host = "[::1]";
    return "http://" + host + ":" + std::to_string(port);
}

std::string without_credentials(std::string_view text) {
    std::string shown{text};
    const auto scheme = shown.find("://");
    if (scheme == std::string::npos) return shown;
    const auto authority = scheme + 3;
    const auto at = shown.substr(0, shown.find_first_of("/?#", authority)).rfind('@');
    if (at != std::string::npos && at >= authority) shown.erase(authority, at + 1 - authority);
    return shown;
}

}  // namespace carillon
