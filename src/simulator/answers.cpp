// SPDX-License-Identifier: MIT
#include "simulator/answers.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include "simulator/call_resource.hpp"

namespace carillon::simulator {
namespace {

/// Gives one piece and then fails, which ends the connection in the middle of the body.
class BrokenSource final : public http::Source {
public:
    explicit BrokenSource(std::string piece) : piece_(std::move(piece)) {}

    boost::asio::awaitable<std::string> next() override {
        if (piece_.empty())
            throw std::runtime_error("the answer was truncated on purpose (fault truncate_body)");
        co_return std::exchange(piece_, {});
    }

private:
    std::string piece_;
};

constexpr auto json_type = "application/json;charset=utf-8";

}  // namespace

http::Response answer_json(int status, std::string json) {
    return http::Response{status, json_type, std::move(json)};
}

http::Response answer_refusal(const Refusal& refusal) {
    return answer_json(refusal.http_status, refusal_json(refusal));
}

http::Response answer_error() {
    return http::Response{500, "text/html", "<html><body>Internal Server Error</body></html>"};
}

http::Response hang_up() {
    http::Response response{500, {}, {}};
    response.hang_up = true;
    return response;
}

http::Response answer_half(int status, const std::string& json) {
    auto response = answer_json(status, {});
    response.source = std::make_unique<BrokenSource>(json.substr(0, json.size() / 2));
    return response;
}

}  // namespace carillon::simulator
