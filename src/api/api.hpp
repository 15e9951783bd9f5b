// SPDX-License-Identifier: MIT
// The API: turns bytes of strangers into checked values, asks one room once, turns the answer into bytes.
// It finds the route, asks who may use it, and lets the route's handler answer (routes.cpp). Runs on: the
// loop.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "api/doorkeeper.hpp"
#include "api/rooms.hpp"
#include "api/routes.hpp"
#include "http/server.hpp"

namespace carillon::api {

class Api final : public http::Handler {
public:
    explicit Api(Rooms rooms) : rooms_(rooms) {}

    boost::asio::awaitable<http::Response> handle(const http::Request& request, http::Body& body) override;
    [[nodiscard]] http::Response refuse(int status, std::string sentence) const override;

private:
    boost::asio::awaitable<http::Response> answer(const Match& match,
                                                  const http::Request& request,
                                                  http::Body& body);
    boost::asio::awaitable<void> keep(const NewAuditEntry& entry, std::string_view request);

    Rooms rooms_;
    Doorkeeper doorkeeper_{rooms_};
};

}  // namespace carillon::api
