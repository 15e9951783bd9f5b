// SPDX-License-Identifier: MIT
// What a request is called in the log and in the answer: what its client called it, or a name of ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace carillon::http {

/// 1 to 64 letters, digits and `-_.:`: what can stand in a log and in a header.
[[nodiscard]] bool is_request_id(std::string_view text);

class RequestIds {
public:
    RequestIds();

    /// `offered`: the client's X-Request-Id; empty or unfit: the next of ours.
    [[nodiscard]] std::string choose(std::string_view offered);

private:
    std::string of_this_process_;
    std::uint64_t count_ = 0;
};

}  // namespace carillon::http
