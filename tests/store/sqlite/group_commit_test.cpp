// SPDX-License-Identifier: MIT
// Groups on a real SQLite: one transaction for all, an undo for one, and what a full disk does.
#include "store/group_commit.hpp"

#include <csignal>

#include <sys/resource.h>

#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

/// A job around a function, for groups that are put together by hand.
class Doing final : public Job {
public:
    explicit Doing(std::function<void()> work) : work_(std::move(work)) {}
    void run() override { work_(); }

private:
    std::function<void()> work_;
};

class GroupCommits : public testing::Test {
protected:
    GroupCommits() : engine(open_sqlite(directory / "carillon.db", decisions)), commits(*engine.writer) {}

    std::function<void()> create(std::string name) {
        return [this, name] {
            CreateCampaign wanted;
            wanted.name = name;
            (void)engine.writer->create_campaign(wanted);
        };
    }
    void run(std::vector<Doing*> jobs) {
        const std::vector<Job*> group(jobs.begin(), jobs.end());
        commits.run(group);
    }
    std::string names() {
        return SqliteShell{directory / "carillon.db"}.value("SELECT group_concat(name) FROM campaigns");
    }

    carillon::test::TempDirectory directory;
    ScriptedDecisions decisions;
    Engine engine;
    GroupCommit commits;
};

TEST_F(GroupCommits, CommitAllOfAGroupAtOnce) {
    Doing first{create("a")};
    Doing look{[&] { EXPECT_EQ(names(), "NULL"); }};
    Doing second{create("b")};

    run({&first, &look, &second});

    EXPECT_EQ(names(), "a,b");
    EXPECT_TRUE(commits.is_healthy());
}

TEST_F(GroupCommits, UndoOneFailedVerbAloneAndWhole) {
    Doing first{create("a")};
    Doing failing{[&] {
        create("half")();
        throw std::runtime_error("broken");
    }};
    Doing second{create("b")};

    run({&first, &failing, &second});

    EXPECT_EQ(names(), "a,b");
    EXPECT_FALSE(first.error);
    EXPECT_TRUE(failing.error);
    EXPECT_FALSE(second.error);
    EXPECT_TRUE(commits.is_healthy());
}

/// The disk is full for a while: no file of this process may grow.
class FullDisk {
public:
    explicit FullDisk(const std::filesystem::path& log) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit full = before_;
        full.rlim_cur = std::filesystem::file_size(log);
        setrlimit(RLIMIT_FSIZE, &full);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

TEST_F(GroupCommits, FailAllOfAGroupThatTheDiskDoesNotTakeAndRecover) {
    Doing first{create("a")}, lost{create("b")}, lost_too{create("c")}, last{create("d")};
    run({&first});
    {
        const FullDisk full{directory / "carillon.db-wal"};
        run({&lost, &lost_too});
    }

    EXPECT_TRUE(lost.error);
    EXPECT_TRUE(lost_too.error);
    EXPECT_FALSE(commits.is_healthy());
    EXPECT_EQ(names(), "a");
    run({&last});
    EXPECT_FALSE(last.error);
    EXPECT_TRUE(commits.is_healthy());
    EXPECT_EQ(names(), "a,d");
}

TEST_F(GroupCommits, CommitNothingOfAGroupWhoseTransactionWasLost) {
    Doing first{create("a")};
    Doing losing{[&] { engine.writer->roll_back(); }};  // as SQLite does by itself on an I/O error
    Doing after{create("b")};

    run({&first, &losing, &after});

    EXPECT_TRUE(first.error);
    EXPECT_TRUE(after.error);
    EXPECT_FALSE(commits.is_healthy());
    EXPECT_EQ(names(), "NULL");
}

}  // namespace
}  // namespace carillon::store::test
