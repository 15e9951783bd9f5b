// SPDX-License-Identifier: MIT
// Damaged files: each is looked at and opened with the real store. It is refused with a sentence that names
// it, and left as it was; or it opens, and then nobody is called who was not uploaded, who is on the
// do-not-call list, or to whom a call is under way; or the store stops by itself when it meets the damage. It
// never crashes.
#include <array>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>

#include <SQLiteCpp/SQLiteCpp.h>

#include "prove/attack.hpp"
#include "prove/busy_store.hpp"
#include "prove/damage/damage.hpp"
#include "prove/damage/populated.hpp"
#include "store/group_commit.hpp"
#include "store/sqlite.hpp"
#include "support/simulation/fast_directory.hpp"
#include "support/temp_directory.hpp"
#include "support/watched_disk.hpp"

namespace carillon::test {
namespace {

using Texts = std::set<std::string>;
const Instant next_day = from_unix_ms(1'760'000'000'000) + Seconds{86'400};

Texts texts_in(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
    SQLite::Statement rows{database, sql};
    Texts texts;
    while (rows.executeStep()) texts.insert(rows.getColumn(0).getString());
    return texts;
}

/// A whole database, and what must stay true of it however its copies are damaged.
struct Original {
    std::filesystem::path file;
    Texts uploaded, suppressed, under_way;
};

/// Some in one file, some with a log. The facts are read from a copy, for to read makes the index anew.
Original make_original(const TempDirectory& home, std::uint64_t number) {
    Original original;
    original.file = home / ("original" + std::to_string(number) + ".db");
    populate(original.file, number, number % 2 == 0 ? Ending::in_order : Ending::with_log);
    const auto copy = home / "facts.db";
    for (const char* part : {"", "-wal"})
        if (std::filesystem::exists(original.file.string() + part))
            std::filesystem::copy_file(original.file.string() + part, copy.string() + part);
    original.uploaded = texts_in(copy, "SELECT phone FROM contacts");
    original.suppressed = texts_in(copy, "SELECT phone FROM suppressions");
    original.under_way =
        texts_in(copy, "SELECT to_number FROM calls WHERE state NOT IN ('claimed', 'ended', 'unresolved')");
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(copy.string() + part);
    return original;
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class Doing final : public store::Job {
public:
    explicit Doing(std::function<void()> work) : work_(std::move(work)) {}
    void run() override { work_(); }

private:
    std::function<void()> work_;
};

/// One verb, as `Store` runs it.
void commit(store::GroupCommit& commits, std::function<void()> verb) {
    Doing doing{std::move(verb)};
    store::Job* const group[] = {&doing};
    commits.run(group);
    if (doing.error) std::rethrow_exception(doing.error);
}

/// The start-up sweep, then everybody who is due. Throws when the store finds the damage.
Texts dial(store::Engine& engine) {
    constexpr std::int64_t everybody = 150;
    store::GroupCommit commits{*engine.writer};
    commit(commits, [&] { (void)engine.writer->sweep(next_day); });
    store::ClaimDue wanted;
    wanted.now = next_day;
    for (const Campaign& campaign : engine.reader->list_campaigns({}).items) {
        wanted.turns.push_back({campaign.id, everybody});
        for (std::int64_t i = 0; i < everybody; ++i)
            wanted.tokens.push_back(CallToken{"token " + std::to_string(wanted.tokens.size())});
    }
    Texts called;
    commit(commits, [&] {
        const auto claims = engine.writer->claim_due(wanted);
        for (const auto& claimed : claims.calls) called.insert(claimed.call.to_number);
    });
    return called;
}

std::string judge_calls(const Texts& called, const Original& original) {
    for (const std::string& number : called) {
        if (!original.uploaded.contains(number)) return "a number is called that nobody uploaded";
        if (original.suppressed.contains(number)) return "a number on the do-not-call list is called";
        if (original.under_way.contains(number)) return "a number is called to which a call is under way";
    }
    return {};
}

bool is_plain(const std::string& sentence, const std::filesystem::path& file) {
    return sentence.find(file.string()) != std::string::npos && sentence.find('\n') == std::string::npos;
}

class Trial {
public:
    Trial(const Original& original, std::filesystem::path file)
        : original_(original), file_(std::move(file)) {}

    /// Returns what was broken; empty: nothing.
    std::string run(std::map<std::string, std::int64_t>& counts) {
        const std::string before = content_of(file_), log_before = content_of(file_.string() + "-wal");
        const auto report = store::inspect_sqlite(file_);
        try {
            store::Engine engine = store::open_sqlite(file_, decisions_);
            ++counts["opened"];
            if (!report.problem.empty())
                return "it was opened although the look at it said: " + report.problem;
            return go_on(engine, counts);
        } catch (const std::exception& refusal) {
            const bool is_damaged = dynamic_cast<const store::Damaged*>(&refusal) != nullptr;
            ++counts[is_damaged ? "refused as damaged" : "refused as not ours"];
            if (!is_plain(refusal.what(), file_))
                return std::string{"not a plain sentence: "} + refusal.what();
            if (report.problem.empty())
                return std::string{"the look at it had said nothing of: "} + refusal.what();
        }
        const bool is_untouched =
            content_of(file_) == before && content_of(file_.string() + "-wal") == log_before;
        return is_untouched ? "" : "it was refused, but not left as it was";
    }

private:
    std::string go_on(store::Engine& engine, std::map<std::string, std::int64_t>& counts) {
        if (texts_in(file_, "PRAGMA quick_check") != Texts{"ok"}) return "it was opened, with broken pages";
        try {
            const Texts called = dial(engine);
            ++counts["dialed from"];
            counts["numbers called"] += std::ssize(called);
            return judge_calls(called, original_);
        } catch (const std::exception&) {
            ++counts["stopped while dialing"];
            return {};
        }
    }

    const Original& original_;
    std::filesystem::path file_;
    const dialer::rules::Settling decisions_{busy_policy()};
};

/// Nothing is truly synced.
struct CalmDisk final : DiskWatch {};

}  // namespace

AttackFindings attack_files(const AttackOrder& order) {
    const TempDirectory home{fast_directory()};
    CalmDisk calm;
    const WatchedDisk watched{calm};
    std::array<std::optional<Original>, 8> originals;
    AttackFindings findings;
    for (; findings.runs < order.runs; ++findings.runs) {
        const auto seed = order.first_seed + static_cast<std::uint64_t>(findings.runs);
        auto& original = originals.at(seed % originals.size());
        if (!original) original = make_original(home, seed % originals.size());

        const auto file = home / "damaged.db";
        const DamageDone done = copy_damaged(original->file, file, seed);
        ++findings.counts["damage: " + done.kind];
        const std::string fault = Trial{*original, file}.run(findings.counts);
        const std::string where = "seed " + std::to_string(seed) + " (" + done.what + "): ";
        if (!fault.empty()) findings.breaches.push_back(where + fault);
        if (order.is_verbose) std::cerr << where << (fault.empty() ? "well" : fault) << '\n';
    }
    return findings;
}

}  // namespace carillon::test
