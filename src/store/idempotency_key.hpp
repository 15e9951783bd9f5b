// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace carillon::store {

/// A client's promise that two requests with one key are one request. `fingerprint` stands for the request's
/// content: the same key with another fingerprint, within a day, is Errc::unprocessable.
struct IdempotencyKey {
    std::string key;
    std::string fingerprint;
};

}  // namespace carillon::store
