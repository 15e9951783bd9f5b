// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace carillon::store {

/// How many verbs wait for each of the store's threads.
struct Backlog {
    std::size_t writes = 0;
    std::size_t reads = 0;
};

}  // namespace carillon::store
