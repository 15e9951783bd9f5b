// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "support/promises/checks.hpp"

namespace carillon::test {
namespace {

std::string name_of(const LedgerCall& call) {
    return "the carrier's call " + call.sid;
}

std::string name_of(const CallRow& row) {
    return "call " + std::to_string(row.id);
}

/// How many calls the carrier has for each contact.
std::map<std::int64_t, std::int64_t> rung_by_contact(const Evidence& evidence, const Facts& facts) {
    std::map<std::int64_t, std::int64_t> rung;
    for (const LedgerCall& call : evidence.ledger.calls)
        if (const CallRow* row = facts.row_of(call); row != nullptr && row->contact_id != 0)
            ++rung[row->contact_id];
    return rung;
}

/// The most that any settings under which a contact was called, or would be called now, ever allowed.
std::map<std::int64_t, std::int64_t> allowed_by_contact(const Evidence& evidence, const Facts& facts) {
    std::map<std::int64_t, std::int64_t> allowed;
    for (const ContactRow& contact : facts.contacts) allowed[contact.id] = contact.max_attempts;
    for (const CallRow& row : facts.calls)
        if (row.contact_id != 0)
            allowed[row.contact_id] = std::max(allowed[row.contact_id], row.max_attempts);
    for (const ContactRow& contact : facts.contacts)
        if (const auto asked = evidence.requeues.find(contact.phone); asked != evidence.requeues.end())
            allowed[contact.id] += asked->second;
    return allowed;
}

/// Except where a person had said so.
void check_no_two_at_once(const Evidence& evidence, PromiseReport& report) {
    std::map<std::string, std::vector<const LedgerCall*>> by_number;
    for (const LedgerCall& call : evidence.ledger.calls)
        if (is_ours(call) && !evidence.requeues.contains(call.to)) by_number[call.to].push_back(&call);
    for (auto& [number, calls] : by_number) {
        std::sort(calls.begin(), calls.end(), [](const LedgerCall* a, const LedgerCall* b) {
            return a->requested_at < b->requested_at;
        });
        for (std::size_t i = 1; i < calls.size(); ++i)
            if (!calls[i - 1]->ended_at || *calls[i - 1]->ended_at > calls[i]->requested_at)
                report.breaches.push_back(name_of(*calls[i]) + " was placed while " + calls[i - 1]->sid +
                                          " to the same number was open");
    }
}

}  // namespace

void check_nobody_is_rung_twice(const Evidence& evidence, const Facts&, PromiseReport& report) {
    std::map<std::string, int> by_token;
    for (const LedgerCall& call : evidence.ledger.calls)
        if (is_ours(call)) ++by_token[call.token];
    report.checked += std::ssize(by_token);
    for (const auto& [token, calls] : by_token)
        if (calls > 1)
            report.breaches.push_back("token " + token + " was placed " + std::to_string(calls) + " times");
}

void check_attempts_are_allowed(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    const auto rung = rung_by_contact(evidence, facts);
    const auto allowed = allowed_by_contact(evidence, facts);
    report.checked += std::ssize(facts.contacts);
    for (const ContactRow& contact : facts.contacts) {
        const auto found = rung.find(contact.id);
        const std::int64_t calls = found == rung.end() ? 0 : found->second;
        const auto say = [&](const std::string& what) {
            report.breaches.push_back("contact " + std::to_string(contact.id) + " was rung " +
                                      std::to_string(calls) + " times, " + what);
        };
        if (calls > allowed.at(contact.id)) say("allowed were " + std::to_string(allowed.at(contact.id)));
        if (calls > contact.attempts) say("counted are " + std::to_string(contact.attempts));
    }
    check_no_two_at_once(evidence, report);
}

void check_calls_have_rows(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    std::set<std::string> ledger_sids;
    for (const LedgerCall& call : evidence.ledger.calls) {
        ledger_sids.insert(call.sid);
        if (!is_ours(call)) continue;
        ++report.checked;
        const CallRow* row = facts.row_of(call);
        if (row == nullptr)
            report.breaches.push_back(name_of(call) + " has no row");
        else if (row->outcome == "not_sent" || row->outcome == "rejected")
            report.breaches.push_back(name_of(*row) + " is " + row->outcome + ", but the carrier has it");
        else if (row->to != call.to)
            report.breaches.push_back(name_of(*row) + " and " + name_of(call) + " went to different numbers");
        else if (!row->sid.empty() && row->sid != call.sid)
            report.breaches.push_back(name_of(*row) + " has the SID of another call than " + name_of(call));
    }
    for (const CallRow& row : facts.calls) {
        if (row.sid.empty()) continue;
        ++report.checked;
        if (!ledger_sids.contains(row.sid))
            report.breaches.push_back(name_of(row) + " has a SID that the carrier never gave out");
    }
}

void check_callbacks_are_kept(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    std::set<std::tuple<std::string, std::string, std::int64_t>> kept;
    for (const CallbackRow& row : facts.callbacks) kept.emplace(row.sid, row.word, row.sequence_number);
    for (const LedgerCall& call : evidence.ledger.calls)
        for (const LedgerCallback& callback : call.acknowledged()) {
            if (evidence.forgotten && callback.at >= evidence.forgotten->from &&
                callback.at <= evidence.forgotten->until)
                continue;
            ++report.checked;
            if (!kept.contains({callback.sid, callback.status, callback.seq}))
                report.breaches.push_back("callback " + std::to_string(callback.seq) + " (" +
                                          callback.status + ") of " + name_of(call) +
                                          " was acknowledged and is not kept");
        }
}

namespace {

/// The verdict of a detection, once it was acknowledged: beside the status, whatever came first.
void check_verdict_is_kept(const LedgerCall& call, const CallRow& row, PromiseReport& report) {
    const auto told = call.acknowledged();
    const std::string word = "amd:" + call.answered_by;
    if (std::none_of(told.begin(), told.end(), [&](const auto& each) { return each.status == word; })) return;
    ++report.checked;
    if (row.answered_by != call.answered_by)
        report.breaches.push_back(name_of(row) + " was answered by '" + row.answered_by + "', " +
                                  name_of(call) + " by '" + call.answered_by + "'");
}

}  // namespace

void check_endings_agree(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    for (const LedgerCall& call : evidence.ledger.calls) {
        const CallRow* row = facts.row_of(call);
        if (!is_ours(call) || row == nullptr || row->state == "unresolved") continue;
        if (row->state != "ended") {
            if (evidence.is_settled)
                report.breaches.push_back(name_of(*row) + " is " + row->state + ", " + name_of(call) +
                                          (call.ending.empty() ? " never ended" : " ended " + call.ending));
            continue;
        }
        if (!evidence.forgotten) check_verdict_is_kept(call, *row, report);
        ++report.checked;
        if (row->twilio_status != call.ending)
            report.breaches.push_back(name_of(*row) + " ended '" + row->twilio_status + "', " +
                                      name_of(call) + " '" + call.ending + "'");
        if (call.ending == "completed" && row->duration_seconds != call.duration_seconds)
            report.breaches.push_back(name_of(*row) + " lasted " +
                                      std::to_string(row->duration_seconds.value_or(-1)) + " s, " +
                                      name_of(call) + " " + std::to_string(call.duration_seconds) + " s");
    }
}

void check_unresolved_is_honest(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    std::map<std::string, int> calls_to;
    for (const LedgerCall& call : evidence.ledger.calls) ++calls_to[call.to];
    std::set<std::string> lagging, denied;
    for (const LedgerFault& fault : evidence.ledger.faults) {
        if (fault.kind == "list_lag") lagging.insert(fault.sid);
        if (fault.kind == "fetch_not_found") denied.insert(fault.sid);
    }
    report.checked += std::count_if(
        facts.calls.begin(), facts.calls.end(), [](const CallRow& row) { return row.state == "unresolved"; });
    for (const LedgerCall& call : evidence.ledger.calls) {
        const CallRow* row = facts.row_of(call);
        if (!is_ours(call) || row == nullptr || row->state != "unresolved") continue;
        // The carrier said that it had no such call, and the clock that it had said so for long enough.
        if (denied.contains(call.sid) && evidence.wall_clock_was_set) continue;
        if (!call.acknowledged().empty())
            report.breaches.push_back(
                name_of(*row) + " is unresolved although we acknowledged a callback of " + name_of(call));
        else if (calls_to[call.to] == 1 && !lagging.contains(call.sid) && !evidence.wall_clock_was_set)
            report.breaches.push_back(name_of(*row) + " is unresolved although the list shows " +
                                      name_of(call) + " alone");
    }
}

}  // namespace carillon::test
