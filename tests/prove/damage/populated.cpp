// SPDX-License-Identifier: MIT
#include "prove/damage/populated.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "prove/busy_store.hpp"
#include "store/sqlite.hpp"

namespace carillon::test {
namespace {

void work(store::Engine& engine, BusyStore& busy, int groups) {
    for (int group = 0; group < groups; ++group) {
        engine.writer->begin();
        for (int verb = 0; verb < 10; ++verb) busy.do_something(engine);
        engine.writer->commit();
    }
}

void copy_parts(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const char* part : {"", "-wal", "-shm"})
        std::filesystem::copy_file(from.string() + part, to.string() + part);
}

}  // namespace

void populate(const std::filesystem::path& database, std::uint64_t seed, Ending ending) {
    const auto at_work = database.string() + ".at-work";
    {
        const dialer::rules::Settling decisions{busy_policy()};
        store::Engine engine = store::open_sqlite(at_work, decisions);
        BusyStore busy{seed};
        work(engine, busy, 40);
        if (ending == Ending::with_log) engine.writer->checkpoint();
        if (ending == Ending::with_everything_in_log)
            SQLite::Database{at_work, SQLite::OPEN_READWRITE}.exec("VACUUM");
        work(engine, busy, 5);
        if (ending != Ending::in_order) copy_parts(at_work, database);
    }
    if (ending == Ending::in_order) std::filesystem::copy_file(at_work, database);
    std::filesystem::remove(at_work);
}

void make_foreign_database(const std::filesystem::path& file) {
    SQLite::Database database{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    database.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('bread')");
}

}  // namespace carillon::test
