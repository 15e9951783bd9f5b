// SPDX-License-Identifier: MIT
// What the product says about itself: one function per fact, one line per fact, key=value or JSON. The
// sentences and their levels live in journal.cpp alone. Phone numbers come in masked; secrets never come in.
// Runs on: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "audit_entry.hpp"
#include "ids.hpp"

namespace carillon::journal {

void set_level(std::string_view level);    ///< trace, debug, info, warn, error, off
void set_format(std::string_view format);  ///< text, json; before anything is logged
/// From info, or quieter, to debug and from debug back to info: SIGUSR1.
void change_detail();

// The process.
void listening(std::string_view what, std::string_view url);
void certificate_loaded(std::string_view file);
/// What was loaded before goes on being used.
void certificate_refused(std::string_view why);
void stopping(std::string_view why);
void stopped();
void startup_swept(std::int64_t returned_to_queue, std::int64_t made_unknown, std::int64_t open_calls);
/// After a restore nobody is rung until the carrier has said what was called since.
void restore_waits(std::string_view why, std::int64_t pause_ms);
void restore_swept(std::int64_t known,
                   std::int64_t adopted,
                   std::int64_t without_contact,
                   std::int64_t unresolved);
/// An exception that reached a loop's edge: the loop goes on after a pause.
void loop_failed(std::string_view loop, std::string_view what);
/// The same in what is done for one call.
void call_work_failed(CallId call, std::string_view work, std::string_view what);
/// An exception that ended a task which must not end: the process stops.
void task_failed(std::string_view task, std::string_view what);

// Calls.
void call_accepted(CallId call, std::string_view sid, std::string_view to_masked);
void call_not_sent(CallId call, std::string_view reason);
void call_refused(CallId call, std::int64_t error_code, std::string_view message);
void call_unknown(CallId call, std::string_view reason);
void call_found(CallId call, std::string_view sid);
void call_unresolved(CallId call);
void call_ended(CallId call, std::string_view sid, std::string_view outcome);
/// A machine picked up, and the campaign does not speak to machines.
void machine_hung_up(CallId call, std::string_view answered_by);
void machine_not_hung_up(CallId call, std::string_view why);
void carrier_slowed(std::string_view reason, std::int64_t pause_ms);

// Callbacks.
void callback_refused(std::string_view request, std::string_view remote, std::string_view why);
void callback_without_call(std::string_view sid, std::string_view status);
void callback_conflict(CallId call, std::string_view sid, std::string_view status);
void callback_unknown_word(std::string_view sid, std::string_view status);
void callback_incomplete(std::string_view request, std::string_view remote);

// API keys.
void key_refused(std::string_view request, std::string_view remote, std::string_view why);

// Campaigns.
void campaign_paused(CampaignId campaign, std::string_view reason);
void campaign_completed(CampaignId campaign);

// Webhooks.
void webhook_disabled(std::int64_t webhook, std::string_view reason);
void delivery_given_up(std::int64_t delivery, std::int64_t webhook, std::string_view last_error);

// HTTP.
// `request`: its id, as X-Request-Id says it.
void request_answered(std::string_view request,
                      std::string_view method,
                      std::string_view path,
                      int status,
                      std::int64_t microseconds,
                      std::string_view remote);
void request_failed(std::string_view request,
                    std::string_view method,
                    std::string_view path,
                    std::string_view what);
/// What the audit should say.
void audit_entry_lost(std::string_view request, const NewAuditEntry& entry, std::string_view what);

}  // namespace carillon::journal
