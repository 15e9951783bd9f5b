// SPDX-License-Identifier: MIT
#include "support/ledger.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unordered_map>

#include <nlohmann/json.hpp>

namespace carillon::test {
namespace {

using Json = nlohmann::json;

/// One line after the other; calls are found by their sid.
class Reading {
public:
    void take(const Json& line) {
        const auto what = text(line, "what");
        if (what == "request") {
            open_call(line);
        } else if (what == "refused") {
            ledger_.refusals.push_back(refusal(line));
        } else if (what == "fault") {
            ledger_.faults.push_back(
                {text(line, "kind"), text(line, "sid"), text(line, "call"), text(line, "to")});
        } else if (what == "warning") {
            ledger_.warnings.push_back({text(line, "sid"), number(line, "code"), text(line, "detail")});
        } else if (what != "started" && what != "update") {
            follow_call(what, line);
        }
    }

    [[nodiscard]] Ledger result() { return std::move(ledger_); }

private:
    static std::string text(const Json& line, const char* name) { return line.value(name, std::string{}); }
    static std::int64_t number(const Json& line, const char* name) {
        return line.value(name, std::int64_t{0});
    }

    /// `at`: RFC 3339 in UTC, "2026-11-22T10:00:00.000Z".
    static Instant instant(const Json& line) {
        std::tm time{};
        const std::string at = text(line, "at");
        const char* rest = ::strptime(at.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
        if (rest == nullptr) throw std::runtime_error("a line of the ledger has no instant: " + line.dump());
        const double fraction = *rest == '.' ? std::stod("0" + std::string{rest}) : 0.0;
        return from_unix_ms(std::int64_t{::timegm(&time)} * 1000 + std::llround(fraction * 1000));
    }

    static LedgerRefusal refusal(const Json& line) {
        return {text(line, "call"),
                text(line, "to"),
                text(line, "from"),
                number(line, "http_status"),
                number(line, "code")};
    }

    static LedgerCallback callback(const Json& line) {
        LedgerCallback callback;
        callback.sid = text(line, "sid");
        callback.token = text(line, "call");
        callback.status = text(line, "status");
        callback.seq = line.value("seq", std::int64_t{-1});
        callback.attempt = number(line, "attempt");
        if (line.contains("http_status")) callback.http_status = number(line, "http_status");
        callback.error = text(line, "error");
        callback.at = instant(line);
        return callback;
    }

    void open_call(const Json& line) {
        LedgerCall call;
        call.sid = text(line, "sid");
        call.token = text(line, "call");
        call.to = text(line, "to");
        call.from = text(line, "from");
        call.url = text(line, "url");
        call.requested_at = instant(line);
        by_sid_[call.sid] = ledger_.calls.size();
        ledger_.calls.push_back(std::move(call));
    }

    void follow_call(const std::string& what, const Json& line) {
        LedgerCall& call = ledger_.calls.at(by_sid_.at(text(line, "sid")));
        if (what == "dialled") call.was_dialled = true;
        if (what == "status") call.statuses.push_back(text(line, "status"));
        if (what == "verdict") call.answered_by = text(line, "answered_by");
        if (what == "ended") {
            call.ending = text(line, "status");
            call.ended_at = instant(line);
            call.duration_seconds = number(line, "duration_seconds");
        }
        if (what == "callback") call.callbacks.push_back(callback(line));
        if (what == "undelivered") call.undelivered_seqs.push_back(number(line, "seq"));
    }

    Ledger ledger_;
    std::unordered_map<std::string, std::size_t> by_sid_;
};

template <class Matches>
std::vector<const LedgerCall*> calls_where(const std::vector<LedgerCall>& calls, Matches matches) {
    std::vector<const LedgerCall*> found;
    for (const auto& call : calls)
        if (matches(call)) found.push_back(&call);
    return found;
}

}  // namespace

std::vector<LedgerCallback> LedgerCall::acknowledged() const {
    std::vector<LedgerCallback> taken;
    std::copy_if(callbacks.begin(), callbacks.end(), std::back_inserter(taken), [](const auto& callback) {
        return callback.is_acknowledged();
    });
    return taken;
}

const LedgerCall* Ledger::find(std::string_view sid) const {
    const auto found = calls_where(calls, [&](const LedgerCall& call) { return call.sid == sid; });
    return found.empty() ? nullptr : found.front();
}

std::vector<const LedgerCall*> Ledger::with_token(std::string_view token) const {
    return calls_where(calls, [&](const LedgerCall& call) { return call.token == token; });
}

std::vector<const LedgerCall*> Ledger::to(std::string_view number) const {
    return calls_where(calls, [&](const LedgerCall& call) { return call.to == number; });
}

std::map<std::string, int> Ledger::endings() const {
    std::map<std::string, int> counts;
    for (const auto& call : calls) ++counts[call.ending];
    return counts;
}

int Ledger::fault_count(std::string_view kind) const {
    return static_cast<int>(std::count_if(
        faults.begin(), faults.end(), [&](const LedgerFault& fault) { return fault.kind == kind; }));
}

Ledger read_ledger(const std::filesystem::path& file) {
    std::ifstream lines{file};
    if (!lines) throw std::runtime_error("cannot read the ledger " + file.string());
    Reading reading;
    for (std::string line; std::getline(lines, line);) reading.take(Json::parse(line));
    return reading.result();
}

}  // namespace carillon::test
