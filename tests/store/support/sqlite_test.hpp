// SPDX-License-Identifier: MIT
// The scenes of the conformance suite on one SQLite file without threads, for tests of what is only true of
// SQLite.
#pragma once

#include "store/sqlite.hpp"
#include "store/support/sqlite_shell.hpp"
#include "store/support/store_test.hpp"

namespace carillon::store::test {

class SqliteTest : public StoreTest {
protected:
    std::filesystem::path file() const { return directory / "carillon.db"; }
};

/// The one engine kind that such tests run with.
inline auto sqlite_alone() {
    return testing::Values(all_engines().at(1));
}

}  // namespace carillon::store::test
