// SPDX-License-Identifier: MIT
// A certificate made on the spot, signed by itself, valid for `localhost`.
#pragma once

#include <string>

namespace carillon::test {

struct Certificate {
    std::string certificate;  ///< PEM
    std::string key;          ///< PEM
};
Certificate make_certificate_of_localhost();

}  // namespace carillon::test
