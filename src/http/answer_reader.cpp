// SPDX-License-Identifier: MIT
#include "http/answer_reader.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "http/body_decoder.hpp"

namespace carillon::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using Parser = beast::http::response_parser<beast::http::empty_body>;

constexpr std::size_t buffer_size = 64 * 1024;
constexpr std::size_t trailer_limit = 8 * 1024;

struct AnswerHead {
    AnswerHead(Answer what, BodyDecoder decoder, bool stays)
        : answer(std::move(what)), body(decoder), keep_alive(stays) {}
    Answer answer;
    BodyDecoder body;
    bool keep_alive;
};

BodyDecoder body_of(const Parser& parser, bool is_head) {
    const auto status = parser.get().result_int();
    if (is_head || status == 204 || status == 304) return BodyDecoder::of_length(0);
    if (parser.chunked()) return BodyDecoder::chunked(trailer_limit, true);
    const auto length = parser.content_length();
    return length ? BodyDecoder::of_length(*length) : BodyDecoder::until_closed();
}

/// One exchange's reading: what came in and is not dealt with yet, and the wire that it comes from.
class AnswerReader {
public:
    explicit AnswerReader(Wire& wire) : wire_(wire) {}

    asio::awaitable<std::variant<AnswerHead, Broken>> read_head(bool is_head);
    asio::awaitable<std::optional<Broken>> read_body(AnswerHead& head, std::size_t limit);
    [[nodiscard]] bool has_leftover() const { return buffer_.size() > 0; }

private:
    asio::awaitable<error_code> read_more();
    [[nodiscard]] std::string_view unread() const {
        return {static_cast<const char*>(buffer_.cdata().data()), buffer_.size()};
    }
    std::optional<Broken> take_body(AnswerHead& head, std::size_t limit);
    std::variant<AnswerHead, Broken> take_head(std::size_t size, bool is_head);

    Wire& wire_;
    beast::flat_buffer buffer_{buffer_size};
};

asio::awaitable<error_code> AnswerReader::read_more() {
    const auto [failure, count] = co_await wire_.read_some(buffer_.prepare(buffer_size - buffer_.size()));
    buffer_.commit(count);
    co_return failure;
}

asio::awaitable<std::variant<AnswerHead, Broken>> AnswerReader::read_head(bool is_head) {
    for (;;) {
        const auto end = unread().find("\r\n\r\n");
        if (end != std::string_view::npos) {
            auto head = take_head(end + 4, is_head);
            const auto* const whole = std::get_if<AnswerHead>(&head);
            const bool is_interim = whole != nullptr && whole->answer.status < 200;
            if (!is_interim) co_return head;
        } else if (buffer_.size() == buffer_size) {
            co_return Broken{"the head of the answer is too large", false};
        } else if (const auto failure = co_await read_more()) {
            co_return broken_by(failure);
        }
    }
}

std::variant<AnswerHead, Broken> AnswerReader::take_head(std::size_t size, bool is_head) {
    Parser parser;
    parser.header_limit(buffer_size + 1);
    parser.body_limit(boost::none);
    error_code failure;
    parser.put(asio::buffer(unread().substr(0, size)), failure);
    if (failure || !parser.is_header_done())
        return Broken{"the answer is not HTTP: " + failure.message(), false};
    buffer_.consume(size);

    Answer answer;
    answer.status = static_cast<int>(parser.get().result_int());
    for (const auto& item : parser.get()) {
        answer.headers.emplace_back(std::string_view(item.name_string()), std::string_view(item.value()));
    }
    return AnswerHead(std::move(answer), body_of(parser, is_head), parser.get().keep_alive());
}

asio::awaitable<std::optional<Broken>> AnswerReader::read_body(AnswerHead& head, std::size_t limit) {
    for (;;) {
        if (auto broken = take_body(head, limit)) co_return broken;
        if (head.body.done()) co_return std::nullopt;
        const auto failure = co_await read_more();
        if (failure == asio::error::eof && head.body.ends_with_connection()) {
            co_return take_body(head, limit);
        }
        if (failure) co_return broken_by(failure);
    }
}

std::optional<Broken> AnswerReader::take_body(AnswerHead& head, std::size_t limit) {
    auto& body = head.answer.body;
    while (!head.body.done() && buffer_.size() > 0) {
        const auto step = head.body.advance(unread());
        if (head.body.broken()) return Broken{"the chunks of the answer cannot be read", false};
        if (step.consumed == 0) break;
        body.append(step.data);
        buffer_.consume(step.consumed);
    }
    if (body.size() > limit || head.body.remaining() > limit - body.size()) {
        return Broken{"the answer is larger than " + std::to_string(limit) + " bytes", false};
    }
    return std::nullopt;
}

}  // namespace

asio::awaitable<Reading> read_answer(Wire& wire, std::string_view method, std::size_t body_limit) {
    AnswerReader reader(wire);
    auto head = co_await reader.read_head(method == "HEAD");
    if (auto* const broken = std::get_if<Broken>(&head)) co_return std::move(*broken);

    auto& whole = std::get<AnswerHead>(head);
    if (auto broken = co_await reader.read_body(whole, body_limit)) co_return std::move(*broken);
    const bool reusable = whole.keep_alive && !whole.body.ends_with_connection() && !reader.has_leftover();
    co_return WholeAnswer(std::move(whole.answer), reusable);
}

Broken broken_by(const error_code& failure) {
    if (failure == beast::error::timeout) return Broken{"no whole answer came in time", true};
    if (failure == asio::error::eof || failure == asio::ssl::error::stream_truncated) {
        return Broken{"the peer closed the connection before its answer was whole", false};
    }
    return Broken{"the connection broke: " + failure.message(), false};
}

}  // namespace carillon::http
