// SPDX-License-Identifier: MIT
// A disk that is full or broken for a while, at each of the operations of a group: all of its verbs fail,
// nothing of them is seen, and the store goes on by itself when the disk does (docs/decisions/0009). And an
// outside program that holds SQLite's lock.
#include <algorithm>
#include <utility>

#include <sqlite3.h>

#include "store/group_commit.hpp"
#include "store/support/sqlite_test.hpp"
#include "support/watched_disk.hpp"

namespace carillon::store::test {
namespace {

enum class Operation { write, short_write, sync, share, read, truncate };

/// Fails from its n-th operation of one kind on, until it is mended.
class FaultyDisk final : public carillon::test::DiskWatch {
public:
    void break_at(Operation operation, int nth, int code) {
        operation_ = operation;
        left_ = nth;
        code_ = code;
        was_met_ = false;
        is_mended_by_failing_ = false;
    }
    /// As a failed sync is: the next one goes through, and says nothing of what was lost.
    void fail_next_sync() {
        break_at(Operation::sync, 1, SQLITE_IOERR_FSYNC);
        is_mended_by_failing_ = true;
    }
    void mend() { code_ = 0; }
    [[nodiscard]] bool was_met() const { return was_met_; }

    /// What was written and synced, by the end of the file's name: "w-wal", "s-wal", "w.db" …
    std::vector<std::string> done;

    carillon::test::DiskFault on_write(const std::string& file,
                                       std::int64_t,
                                       std::string_view bytes) override {
        note('w', file);
        if (const auto fault = meet(Operation::short_write); fault.code != 0)
            return {fault.code, bytes.size() / 2};
        return meet(Operation::write);
    }
    carillon::test::DiskFault on_sync(const std::string& file, bool) override {
        note('s', file);
        return meet(Operation::sync);
    }
    carillon::test::DiskFault on_share(const std::string&) override { return meet(Operation::share); }
    carillon::test::DiskFault on_read(const std::string&) override { return meet(Operation::read); }
    carillon::test::DiskFault on_truncate(const std::string&, std::int64_t) override {
        return meet(Operation::truncate);
    }

private:
    carillon::test::DiskFault meet(Operation operation) {
        if (code_ == 0 || operation != operation_ || --left_ > 0) return {};
        was_met_ = true;
        return {is_mended_by_failing_ ? std::exchange(code_, 0) : code_};
    }
    void note(char what, const std::string& file) {
        done.push_back(what + file.substr(file.find_last_of(".-")));
    }

    Operation operation_ = Operation::write;
    int left_ = 0;
    int code_ = 0;
    bool was_met_ = false;
    bool is_mended_by_failing_ = false;
};

class Doing final : public Job {
public:
    explicit Doing(std::function<void()> work) : work_(std::move(work)) {}
    void run() override { work_(); }

private:
    std::function<void()> work_;
};

struct Trouble {
    const char* name;
    Operation operation;
    int code;
    friend std::ostream& operator<<(std::ostream& out, const Trouble& trouble) { return out << trouble.name; }
};

class DiskFaults : public testing::TestWithParam<Trouble> {
protected:
    DiskFaults() { open(); }

    /// Nothing is in the connections' caches, and the next group begins its log anew, header and all.
    void open() {
        commits.reset();
        engine = Engine{};
        engine = open_sqlite(directory / "carillon.db", decisions);
        commits.emplace(*engine.writer);
    }

    /// A group that writes in many places. Returns how many of its two verbs failed.
    int add(const std::string& name) {
        const auto create = [this](const std::string& campaign) {
            CreateCampaign wanted;
            wanted.name = campaign;
            (void)engine.writer->create_campaign(wanted);
        };
        Doing first{[&] { create(name); }}, second{[&] { create(name + "'"); }};
        Job* const group[] = {&first, &second};
        commits->run(group);
        return (first.error ? 1 : 0) + (second.error ? 1 : 0);
    }
    /// As the reader's connection sees it, which lived through the trouble as well.
    std::string names() { return names_in(*engine.reader); }
    /// As the next process would see it, if this one died now.
    std::string names_after_a_crash() {
        const Engine next = open_sqlite(what_a_crash_leaves(), decisions);
        return names_in(*next.reader);
    }
    std::filesystem::path what_a_crash_leaves() {
        const auto file = directory / "carillon.db", copy = directory / "copy.db";
        for (const char* part : {"", "-wal"}) {
            std::filesystem::remove(copy.string() + part);
            std::filesystem::copy_file(file.string() + part, copy.string() + part);
        }
        return copy;
    }
    static std::string names_in(Reader& reader) {
        std::string all;
        for (const Campaign& each : reader.list_campaigns({}).items) all += each.name + " ";
        return all;
    }

    FaultyDisk disk;
    carillon::test::WatchedDisk watched{disk};
    carillon::test::TempDirectory directory;
    ScriptedDecisions decisions;
    Engine engine;
    std::optional<GroupCommit> commits;
};
INSTANTIATE_TEST_SUITE_P(Sqlite,
                         DiskFaults,
                         testing::Values(Trouble{"full", Operation::write, SQLITE_FULL},
                                         Trouble{"full_in_the_middle", Operation::short_write, SQLITE_FULL},
                                         Trouble{"write_error", Operation::write, SQLITE_IOERR_WRITE},
                                         Trouble{"sync_error", Operation::sync, SQLITE_IOERR_FSYNC},
                                         Trouble{"read_error", Operation::read, SQLITE_IOERR_READ}),
                         testing::PrintToStringParamName());

TEST_P(DiskFaults, FailTheWholeGroupAtWhateverOperationAndAreGotOver) {
    const auto& [name, operation, code] = GetParam();
    std::string expected;
    int nth = 0;
    do {
        open();
        disk.break_at(operation, ++nth, code);
        const std::string broken = "broken" + std::to_string(nth), mended = "mended" + std::to_string(nth);
        const int failed = add(broken);
        if (failed == 0) expected += broken + " " + broken + "' ";
        EXPECT_EQ(commits->is_healthy(), failed == 0);
        EXPECT_TRUE(failed == 2 || !disk.was_met() || (failed == 0 && operation == Operation::read));
        disk.mend();
        EXPECT_EQ(names(), expected) << "while it is not decided, nth = " << nth;

        EXPECT_EQ(add(mended), 0);
        EXPECT_TRUE(commits->is_healthy());
        expected += mended + " " + mended + "' ";
        EXPECT_EQ(names(), expected) << nth;
        EXPECT_EQ(names_after_a_crash(), expected) << nth;
    } while (disk.was_met() && nth < 200);

    EXPECT_GT(nth, 2);
    EXPECT_LT(nth, 200);
    EXPECT_EQ(SqliteShell{directory / "carillon.db"}.value("PRAGMA integrity_check"), "ok");
}

/// By then the log is synced, commit and all: only its index lacks room. A crash now would bring the group
/// back.
TEST_F(DiskFaults, InTheLogsIndexFailAGroupThatIsOnTheDiskAlready) {
    const std::string almost_all_that_the_indexs_first_page_knows(8'200'000, 'x');
    ASSERT_EQ(add(almost_all_that_the_indexs_first_page_knows), 0);
    disk.break_at(Operation::share, 1, SQLITE_IOERR_SHMSIZE);

    int groups = 0;
    while (add("group") == 0 && ++groups < 100) {
    }

    EXPECT_TRUE(disk.was_met());
    EXPECT_FALSE(commits->is_healthy());
    disk.mend();
    const std::string before = names();
    EXPECT_NE(names_after_a_crash(), before);
    EXPECT_EQ(names(), before);
    EXPECT_EQ(add("last"), 0);
    EXPECT_EQ(names(), before + "last last' ");
    EXPECT_EQ(names_after_a_crash(), before + "last last' ");
}

TEST_F(DiskFaults, OfACheckpointAreItsCallersAloneAndLoseNothing) {
    for (const Operation operation : {Operation::write, Operation::sync, Operation::truncate}) {
        ASSERT_EQ(add("kept " + std::to_string(static_cast<int>(operation))), 0);
        const std::string before = names();
        disk.break_at(operation, 1, SQLITE_IOERR);
        EXPECT_THROW(engine.writer->checkpoint(), std::exception);
        EXPECT_TRUE(disk.was_met());
        EXPECT_EQ(names(), before);
        disk.mend();
        engine.writer->checkpoint();
        EXPECT_EQ(names(), before);
    }
}

TEST_F(DiskFaults, OfAReadAreTheReadersAloneAndAreGotOver) {
    ASSERT_EQ(add("a"), 0);
    open();
    disk.break_at(Operation::read, 1, SQLITE_IOERR_READ);
    EXPECT_THROW((void)names(), std::exception);
    disk.mend();
    EXPECT_EQ(names(), "a a' ");
}

TEST_F(DiskFaults, AreToldByTheStoreUntilACommitGoesThrough) {
    commits.reset();
    engine = Engine{};
    Store store{open_sqlite(directory / "carillon.db", decisions), Threads::own};
    boost::asio::io_context loop;
    const auto create = [&] {
        CreateCampaign wanted;
        wanted.name = "one";
        return test::await(loop, store.create_campaign(std::move(wanted)));
    };

    disk.break_at(Operation::sync, 1, SQLITE_IOERR_FSYNC);
    EXPECT_THROW((void)create(), std::exception);
    EXPECT_FALSE(store.is_healthy());
    EXPECT_THROW((void)create(), std::exception);

    disk.mend();
    EXPECT_TRUE(create().has_value());
    EXPECT_TRUE(store.is_healthy());
    EXPECT_EQ(test::await(loop, store.list_campaigns({})).items.size(), 1U);
}

TEST_F(DiskFaults, OfLongAgoAreMendedByWritingTheLogAgainBeforeItIsBelieved) {
    ASSERT_EQ(add("a"), 0);
    const auto file = what_a_crash_leaves();
    disk.done.clear();

    const Engine next = open_sqlite(file, decisions);

    const auto first = [this](const char* what) {
        return std::find(disk.done.begin(), disk.done.end(), what) - disk.done.begin();
    };
    EXPECT_EQ(first("w-wal"), 0);
    EXPECT_LT(first("s-wal"), first("w.db"));
    EXPECT_LT(first("w.db"), std::ssize(disk.done));
}

TEST_F(DiskFaults, WhileTheLogIsWrittenAgainEndTheStartAndLeaveTheFileAlone) {
    ASSERT_EQ(add("a"), 0);
    const auto file = what_a_crash_leaves();
    disk.done.clear();
    disk.fail_next_sync();

    EXPECT_THROW((void)open_sqlite(file, decisions), std::exception);

    EXPECT_TRUE(disk.was_met());
    EXPECT_EQ(std::count(disk.done.begin(), disk.done.end(), "w.db"), 0);
    EXPECT_EQ(names_in(*open_sqlite(file, decisions).reader), "a a' ");
}

TEST_F(DiskFaults, DoNotLetAnOutsideWriterMixIntoAGroup) {
    SqliteShell outsider{directory / "carillon.db"};
    ASSERT_EQ(outsider.execute("BEGIN IMMEDIATE"), "");

    EXPECT_EQ(add("meanwhile"), 2);  // after the time for which SQLite waits
    EXPECT_FALSE(commits->is_healthy());

    ASSERT_EQ(outsider.execute("ROLLBACK"), "");
    EXPECT_EQ(add("afterwards"), 0);
    EXPECT_TRUE(commits->is_healthy());
    EXPECT_EQ(names(), "afterwards afterwards' ");
}

}  // namespace
}  // namespace carillon::store::test
