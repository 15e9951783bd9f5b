// SPDX-License-Identifier: MIT
// Stands between the server and the API, because they need each other: the server must be bound before
// anyone knows the port that goes into callback URLs, and the API must be there before the first request.
#pragma once

#include <utility>

#include "http/server.hpp"

namespace carillon::cli {

class FrontDoor final : public http::Handler {
public:
    /// Once, before the server runs.
    void open(http::Handler& behind) { behind_ = &behind; }

    boost::asio::awaitable<http::Response> handle(const http::Request& request, http::Body& body) override {
        return behind_->handle(request, body);
    }
    [[nodiscard]] http::Response refuse(int status, std::string sentence) const override {
        return behind_->refuse(status, std::move(sentence));
    }

private:
    http::Handler* behind_ = nullptr;
};

}  // namespace carillon::cli
