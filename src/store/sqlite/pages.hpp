// SPDX-License-Identifier: MIT
// Keyset pages: a list asks for one row more than its page holds, and that one says whether there is a next
// page. The first column of such a list is its key.
#pragma once

#include <cstdint>
#include <utility>

#include "store/sqlite/database.hpp"
#include "store/verbs.hpp"

namespace carillon::store::sqlite {

template <class T>
[[nodiscard]] Page<T> read_page(Query& rows, std::int64_t limit, T (*read)(Query&)) {
    Page<T> page;
    std::int64_t last = 0;
    while (rows.next()) {
        if (std::cmp_equal(page.items.size(), limit)) {
            page.next = last;
            break;
        }
        last = rows.key();
        page.items.push_back(read(rows));
    }
    return page;
}

}  // namespace carillon::store::sqlite
