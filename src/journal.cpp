// SPDX-License-Identifier: MIT
// Every sentence that the product logs, and its level. How a line is written stands in journal_line.cpp.
#include "journal.hpp"

#include "journal_line.hpp"

namespace carillon::journal {

using enum Level;

// ---- the process

void listening(std::string_view what, std::string_view url) {
    say(info, "listening", {{"what", what}, {"url", url}});
}
void certificate_loaded(std::string_view file) {
    say(info, "certificate loaded", {{"file", Quoted{file}}});
}
void certificate_refused(std::string_view why) {
    say(error, "the new certificate cannot be used, the old one stays", {{"why", Quoted{why}}});
}
void stopping(std::string_view why) {
    say(info, "stopping", {{"why", Quoted{why}}});
}
void stopped() {
    say(info, "stopped");
}
void startup_swept(std::int64_t returned_to_queue, std::int64_t made_unknown, std::int64_t open_calls) {
    say(info,
        "start-up sweep done",
        {{"returned_to_queue", returned_to_queue},
         {"made_unknown", made_unknown},
         {"open_calls", open_calls}});
}
void restore_waits(std::string_view why, std::int64_t pause_ms) {
    say(warn, "nobody is rung since a backup was restored", {{"why", Quoted{why}}, {"pause_ms", pause_ms}});
}
void restore_swept(std::int64_t known,
                   std::int64_t adopted,
                   std::int64_t without_contact,
                   std::int64_t unresolved) {
    say(warn,
        "caught up after a restore",
        {{"known", known},
         {"adopted", adopted},
         {"without_contact", without_contact},
         {"contacts_unresolved", unresolved}});
}
void loop_failed(std::string_view loop, std::string_view what) {
    say(error, "loop failed", {{"loop", Quoted{loop}}, {"what", Quoted{what}}});
}
void call_work_failed(CallId call, std::string_view work, std::string_view what) {
    say(error,
        "work for a call failed",
        {{"call", call.value()}, {"work", Quoted{work}}, {"what", Quoted{what}}});
}
void task_failed(std::string_view task, std::string_view what) {
    say(critical, "task failed, stopping", {{"task", Quoted{task}}, {"what", Quoted{what}}});
}

// ---- calls

void call_accepted(CallId call, std::string_view sid, std::string_view to_masked) {
    say(info, "call accepted", {{"call", call.value()}, {"sid", Quoted{sid}}, {"to", to_masked}});
}
void call_not_sent(CallId call, std::string_view reason) {
    say(warn, "call not sent, its contact waits", {{"call", call.value()}, {"reason", Quoted{reason}}});
}
void call_refused(CallId call, std::int64_t error_code, std::string_view message) {
    say(warn,
        "call refused by the carrier",
        {{"call", call.value()}, {"error_code", error_code}, {"message", Quoted{message}}});
}
void call_unknown(CallId call, std::string_view reason) {
    say(warn,
        "call unknown, it will be searched and not posted again",
        {{"call", call.value()}, {"reason", Quoted{reason}}});
}
void call_found(CallId call, std::string_view sid) {
    say(info, "call found", {{"call", call.value()}, {"sid", Quoted{sid}}});
}
void call_unresolved(CallId call) {
    say(warn, "call unresolved, a person must decide", {{"call", call.value()}});
}
void call_ended(CallId call, std::string_view sid, std::string_view outcome) {
    say(info, "call ended", {{"call", call.value()}, {"sid", Quoted{sid}}, {"outcome", outcome}});
}
void machine_hung_up(CallId call, std::string_view answered_by) {
    say(info, "machine hung up", {{"call", call.value()}, {"answered_by", Quoted{answered_by}}});
}
void machine_not_hung_up(CallId call, std::string_view why) {
    say(warn, "machine not hung up", {{"call", call.value()}, {"why", Quoted{why}}});
}
void carrier_slowed(std::string_view reason, std::int64_t pause_ms) {
    say(warn, "carrier asks for less", {{"reason", Quoted{reason}}, {"pause_ms", pause_ms}});
}

// ---- callbacks

void callback_refused(std::string_view request, std::string_view remote, std::string_view why) {
    say(warn,
        "callback refused",
        {{"request", Quoted{request}}, {"remote", Quoted{remote}}, {"why", Quoted{why}}});
}
void callback_without_call(std::string_view sid, std::string_view status) {
    say(warn, "callback without a call, kept", {{"sid", Quoted{sid}}, {"status", Quoted{status}}});
}
void callback_conflict(CallId call, std::string_view sid, std::string_view status) {
    say(warn,
        "callback tells a second end, kept",
        {{"call", call.value()}, {"sid", Quoted{sid}}, {"status", Quoted{status}}});
}
void callback_unknown_word(std::string_view sid, std::string_view status) {
    say(warn, "callback with an unknown status, kept", {{"sid", Quoted{sid}}, {"status", Quoted{status}}});
}
void callback_incomplete(std::string_view request, std::string_view remote) {
    say(warn,
        "callback without CallSid or CallStatus, ignored",
        {{"request", Quoted{request}}, {"remote", Quoted{remote}}});
}

// ---- API keys

void key_refused(std::string_view request, std::string_view remote, std::string_view why) {
    say(warn,
        "API key refused",
        {{"request", Quoted{request}}, {"remote", Quoted{remote}}, {"why", Quoted{why}}});
}

// ---- campaigns

void campaign_paused(CampaignId campaign, std::string_view reason) {
    say(warn, "campaign paused", {{"campaign", campaign.value()}, {"reason", Quoted{reason}}});
}
void campaign_completed(CampaignId campaign) {
    say(info, "campaign completed", {{"campaign", campaign.value()}});
}

// ---- webhooks

void webhook_disabled(std::int64_t webhook, std::string_view reason) {
    say(warn, "webhook disabled", {{"webhook", webhook}, {"reason", Quoted{reason}}});
}
void delivery_given_up(std::int64_t delivery, std::int64_t webhook, std::string_view last_error) {
    say(warn,
        "delivery given up",
        {{"delivery", delivery}, {"webhook", webhook}, {"last_error", Quoted{last_error}}});
}

// ---- HTTP

void audit_entry_lost(std::string_view request, const NewAuditEntry& entry, std::string_view what) {
    say(error,
        "audit entry lost",
        {{"request", Quoted{request}},
         {"actor", Quoted{entry.actor}},
         {"method", entry.method},
         {"route", entry.route},
         {"subject", Quoted{entry.subject}},
         {"status", entry.status},
         {"remote", entry.remote_address},
         {"changes", Quoted{entry.changes}},
         {"what", Quoted{what}}});
}
void request_answered(std::string_view request,
                      std::string_view method,
                      std::string_view path,
                      int status,
                      std::int64_t microseconds,
                      std::string_view remote) {
    say(debug,
        "request answered",
        {{"request", Quoted{request}},
         {"method", Quoted{method}},
         {"path", Quoted{path}},
         {"status", status},
         {"us", microseconds},
         {"remote", Quoted{remote}}});
}
void request_failed(std::string_view request,
                    std::string_view method,
                    std::string_view path,
                    std::string_view what) {
    say(error,
        "request failed",
        {{"request", Quoted{request}},
         {"method", Quoted{method}},
         {"path", Quoted{path}},
         {"what", Quoted{what}}});
}

}  // namespace carillon::journal
