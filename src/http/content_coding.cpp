// SPDX-License-Identifier: MIT
#include "http/content_coding.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t smallest_worth_packing = 1024;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_same_word(std::string_view left, std::string_view right) {
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(), [](unsigned char a, unsigned char b) {
            return std::tolower(a) == std::tolower(b);
        });
}

std::string_view take_until(std::string_view& rest, char end) {
    const std::string_view taken = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(rest.size(), taken.size() + 1));
    return trimmed(taken);
}

/// `q=0`, `q=0.000`.
bool is_refusal(std::string_view weight) {
    return weight.size() > 2 && std::tolower(static_cast<unsigned char>(weight.front())) == 'q' &&
           weight.substr(1, 1) == "=" && weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

/// The stream of events must leave at once, and what has an ETag must stay the bytes that it names.
bool is_worth_packing(const Response& response) {
    if (response.content_type == "text/event-stream" || !find_header(response.headers, "ETag").empty())
        return false;
    return response.source || response.body.size() >= smallest_worth_packing;
}

class GzipSource final : public Source {
public:
    explicit GzipSource(std::unique_ptr<Source> content) : content_(std::move(content)) {}

    asio::awaitable<std::string> next() override {
        std::string packed;
        while (packed.empty() && !is_over_) {
            const std::string piece = co_await content_->next();
            is_over_ = piece.empty();
            packed = is_over_ ? gzip_.finish() : gzip_.pack(piece);
        }
        co_return packed;
    }

private:
    std::unique_ptr<Source> content_;
    Gzip gzip_;
    bool is_over_ = false;
};

}  // namespace

Coding content_coding(const Request& request) {
    const std::string_view coding = trimmed(request.header("Content-Encoding"));
    if (coding.empty() || is_same_word(coding, "identity")) return Coding::identity;
    return is_same_word(coding, "gzip") || is_same_word(coding, "x-gzip") ? Coding::gzip : Coding::unknown;
}

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    while (!accept_encoding.empty()) {
        std::string_view member = take_until(accept_encoding, ',');
        const std::string_view name = take_until(member, ';');
        const bool is_refused = is_refusal(trimmed(member));
        if (is_same_word(name, "gzip") || is_same_word(name, "x-gzip")) return !is_refused;
        if (name == "*") any = !is_refused;
    }
    return any;
}

void GunzipBody::set_limit(std::uint64_t bytes) {
    limit_ = bytes;
    packed_.set_limit(bytes);
}

asio::awaitable<Result<std::string>> GunzipBody::next() {
    for (;;) {
        if (rest_.empty()) {
            auto piece = co_await packed_.next();
            if (!piece) co_return piece.error();
            if (piece->empty() && !gunzip_.is_complete())
                co_return Error{Errc::invalid, "The gzip body ends too early."};
            if (piece->empty()) co_return std::string{};
            piece_ = *std::move(piece);
            rest_ = piece_;
        } else {  // a little may hold a lot: the others have their turn in between
            const auto loop = co_await asio::this_coro::executor;
            co_await asio::post(loop, asio::use_awaitable);
        }
        auto content = gunzip_.unpack(rest_);
        if (!content) co_return content.error();
        taken_ += content->size();
        if (taken_ > limit_)
            co_return Error{
                Errc::too_large,
                "The body holds more than " + std::to_string(limit_) + " bytes when it is unpacked."};
        if (!content->empty()) co_return *std::move(content);
    }
}

void pack_answer(const Request& request, Response& response) {
    if (!is_worth_packing(response)) return;
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!accepts_gzip(request.header("Accept-Encoding"))) return;
    response.headers.emplace_back("Content-Encoding", "gzip");
    if (response.source) {
        response.source = std::make_unique<GzipSource>(std::move(response.source));
        return;
    }
    Gzip gzip;
    std::string packed = gzip.pack(response.body);
    response.body = packed + gzip.finish();
}

}  // namespace carillon::http
