// SPDX-License-Identifier: MIT
// The fake Twilio's ledger, read back: what really happened, for tests to hold our own records against.
// docs/fake-twilio.md describes the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"

namespace carillon::test {

/// One try to deliver one callback.
struct LedgerCallback {
    std::string sid;
    std::string token;
    std::string status;
    std::int64_t seq = 0;  ///< -1: of a verdict, `amd:…`, which has none
    std::int64_t attempt = 0;
    std::optional<std::int64_t> http_status;  ///< none: no answer came, `error` says why
    std::string error;
    Instant at{};  ///< when the answer was there

    [[nodiscard]] bool is_acknowledged() const { return http_status && *http_status / 100 == 2; }
};

struct LedgerFault {
    std::string kind;
    std::string sid;  ///< empty when it struck before there was a call
    std::string token;
    std::string to;
};

struct LedgerRefusal {
    std::string token;
    std::string to;
    std::string from;
    std::int64_t http_status = 0;
    std::int64_t code = 0;
};

struct LedgerWarning {
    std::string sid;
    std::int64_t code = 0;
    std::string detail;
};

/// One accepted create request.
struct LedgerCall {
    std::string sid;
    std::string token;
    std::string to;
    std::string from;
    std::string url;
    Instant requested_at{};
    bool was_dialled = false;
    std::vector<std::string> statuses;  ///< in order, from `initiated` on
    std::string ending;                 ///< empty while it is open
    std::optional<Instant> ended_at;
    std::int64_t duration_seconds = 0;
    std::string answered_by;                     ///< the verdict of a detection; empty: there was none
    std::vector<LedgerCallback> callbacks;       ///< every try
    std::vector<std::int64_t> undelivered_seqs;  ///< callbacks that were given up

    [[nodiscard]] std::vector<LedgerCallback> acknowledged() const;
};

struct Ledger {
    std::vector<LedgerCall> calls;  ///< in the order in which they were accepted
    std::vector<LedgerRefusal> refusals;
    std::vector<LedgerFault> faults;
    std::vector<LedgerWarning> warnings;

    /// Null when there is none.
    [[nodiscard]] const LedgerCall* find(std::string_view sid) const;
    /// Every accepted call that carried this token: more than one is a person called twice.
    [[nodiscard]] std::vector<const LedgerCall*> with_token(std::string_view token) const;
    [[nodiscard]] std::vector<const LedgerCall*> to(std::string_view number) const;
    /// How many calls ended how; open ones stand at the empty word.
    [[nodiscard]] std::map<std::string, int> endings() const;
    [[nodiscard]] int fault_count(std::string_view kind) const;
};

/// Throws std::runtime_error when a line cannot be read.
[[nodiscard]] Ledger read_ledger(const std::filesystem::path& file);

}  // namespace carillon::test
