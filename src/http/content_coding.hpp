// SPDX-License-Identifier: MIT
// Content-Encoding: requests that come in gzip are read as what they hold, and answers go out in gzip to who
// takes it (RFC 9110, 8.4 and 12.5.3). Runs on: the loop.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/gzip.hpp"
#include "http/message.hpp"

namespace carillon::http {

enum class Coding {
    identity,
    gzip,
    unknown,  ///< answered with 415
};
[[nodiscard]] Coding content_coding(const Request& request);

/// Whether Accept-Encoding lets an answer be gzip.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

/// A body as what it holds. The limit holds for what came in and for what comes out, so that a small body
/// cannot become a large one.
class GunzipBody final : public Body {
public:
    explicit GunzipBody(Body& packed) : packed_(packed) {}

    boost::asio::awaitable<Result<std::string>> next() override;
    void set_limit(std::uint64_t bytes) override;

private:
    Body& packed_;
    Gunzip gunzip_;
    std::string piece_;
    std::string_view rest_;  // of `piece_`
    std::uint64_t limit_ = 64 * 1024;
    std::uint64_t taken_ = 0;
};

/// Packs the answer if the request takes it and it pays; says in `Vary` that it looked.
void pack_answer(const Request& request, Response& response);

}  // namespace carillon::http
