// SPDX-License-Identifier: MIT
// Every sentence that the product logs, its level, and the logger itself: one line per fact on stderr,
// `time level sentence key=value …`. What strangers wrote is quoted and escaped, so that no value can forge a
// line.
#include "journal.hpp"

#include <memory>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "phone_number.hpp"

namespace carillon::journal {
namespace {

/// A value that may hold anything: quoted, control characters escaped, phone numbers masked.
struct Quoted {
    std::string_view text;
};

spdlog::logger& log() {
    static const std::shared_ptr<spdlog::logger> logger = [] {
        auto made =
            std::make_shared<spdlog::logger>("carillon", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *logger;
}

}  // namespace
}  // namespace carillon::journal

template <>
struct fmt::formatter<carillon::journal::Quoted> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    auto format(const carillon::journal::Quoted& value, fmt::format_context& context) const {
        auto out = context.out();
        *out++ = '"';
        for (const char c : carillon::masked_numbers(value.text)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x20 || byte == 0x7F)
                out = fmt::format_to(out, "\\x{:02x}", byte);
            else if (c == '"' || c == '\\')
                out = fmt::format_to(out, "\\{}", c);
            else
                *out++ = c;
        }
        *out++ = '"';
        return out;
    }
};

namespace carillon::journal {

void set_level(std::string_view level) {
    log().set_level(spdlog::level::from_str(level == "error" ? "err" : std::string{level}));
}

// ---- the process

void listening(std::string_view what, std::string_view url) {
    log().info("listening what={} url={}", what, url);
}
void certificate_loaded(std::string_view file) {
    log().info("certificate loaded file={}", Quoted{file});
}
void certificate_refused(std::string_view why) {
    log().error("the new certificate cannot be used, the old one stays why={}", Quoted{why});
}
void stopping(std::string_view why) {
    log().info("stopping why={}", Quoted{why});
}
void stopped() {
    log().info("stopped");
}
void startup_swept(std::int64_t returned_to_queue, std::int64_t made_unknown, std::int64_t open_calls) {
    log().info("start-up sweep done returned_to_queue={} made_unknown={} open_calls={}",
               returned_to_queue,
               made_unknown,
               open_calls);
}
void restore_waits(std::string_view why, std::int64_t pause_ms) {
    log().warn("nobody is rung since a backup was restored why={} pause_ms={}", Quoted{why}, pause_ms);
}
void restore_swept(std::int64_t known,
                   std::int64_t adopted,
                   std::int64_t without_contact,
                   std::int64_t unresolved) {
    log().warn("caught up after a restore known={} adopted={} without_contact={} contacts_unresolved={}",
               known,
               adopted,
               without_contact,
               unresolved);
}
void loop_failed(std::string_view loop, std::string_view what) {
    log().error("loop failed loop={} what={}", loop, Quoted{what});
}
void task_failed(std::string_view task, std::string_view what) {
    log().critical("task failed, stopping task={} what={}", task, Quoted{what});
}

// ---- calls

void call_accepted(CallId call, std::string_view sid, std::string_view to_masked) {
    log().info("call accepted call={} sid={} to={}", call.value(), Quoted{sid}, to_masked);
}
void call_not_sent(CallId call, std::string_view reason) {
    log().warn("call not sent, its contact waits call={} reason={}", call.value(), Quoted{reason});
}
void call_refused(CallId call, std::int64_t error_code, std::string_view message) {
    log().warn("call refused by the carrier call={} error_code={} message={}",
               call.value(),
               error_code,
               Quoted{message});
}
void call_unknown(CallId call, std::string_view reason) {
    log().warn("call unknown, it will be searched and not posted again call={} reason={}",
               call.value(),
               Quoted{reason});
}
void call_found(CallId call, std::string_view sid) {
    log().info("call found call={} sid={}", call.value(), Quoted{sid});
}
void call_unresolved(CallId call) {
    log().warn("call unresolved, a person must decide call={}", call.value());
}
void call_ended(CallId call, std::string_view sid, std::string_view outcome) {
    log().info("call ended call={} sid={} outcome={}", call.value(), Quoted{sid}, outcome);
}
void machine_hung_up(CallId call, std::string_view answered_by) {
    log().info("machine hung up call={} answered_by={}", call.value(), Quoted{answered_by});
}
void machine_not_hung_up(CallId call, std::string_view why) {
    log().warn("machine not hung up call={} why={}", call.value(), Quoted{why});
}
void carrier_slowed(std::string_view reason, std::int64_t pause_ms) {
    log().warn("carrier asks for less reason={} pause_ms={}", Quoted{reason}, pause_ms);
}

// ---- callbacks

void callback_refused(std::string_view remote, std::string_view why) {
    log().warn("callback refused remote={} why={}", Quoted{remote}, Quoted{why});
}
void callback_without_call(std::string_view sid, std::string_view status) {
    log().warn("callback without a call, kept sid={} status={}", Quoted{sid}, Quoted{status});
}
void callback_conflict(CallId call, std::string_view sid, std::string_view status) {
    log().warn("callback tells a second end, kept call={} sid={} status={}",
               call.value(),
               Quoted{sid},
               Quoted{status});
}
void callback_unknown_word(std::string_view sid, std::string_view status) {
    log().warn("callback with an unknown status, kept sid={} status={}", Quoted{sid}, Quoted{status});
}
void callback_incomplete(std::string_view remote) {
    log().warn("callback without CallSid or CallStatus, ignored remote={}", Quoted{remote});
}

// ---- API keys

void key_refused(std::string_view remote, std::string_view why) {
    log().warn("API key refused remote={} why={}", Quoted{remote}, Quoted{why});
}

// ---- campaigns

void campaign_paused(CampaignId campaign, std::string_view reason) {
    log().warn("campaign paused campaign={} reason={}", campaign.value(), Quoted{reason});
}
void campaign_completed(CampaignId campaign) {
    log().info("campaign completed campaign={}", campaign.value());
}

// ---- webhooks

void webhook_disabled(std::int64_t webhook, std::string_view reason) {
    log().warn("webhook disabled webhook={} reason={}", webhook, Quoted{reason});
}
void delivery_given_up(std::int64_t delivery, std::int64_t webhook, std::string_view last_error) {
    log().warn(
        "delivery given up delivery={} webhook={} last_error={}", delivery, webhook, Quoted{last_error});
}

// ---- HTTP

void audit_entry_lost(const NewAuditEntry& entry, std::string_view what) {
    log().error(
        "audit entry lost actor={} method={} route={} subject={} status={} remote={} changes={} what={}",
        Quoted{entry.actor},
        entry.method,
        entry.route,
        Quoted{entry.subject},
        entry.status,
        entry.remote_address,
        Quoted{entry.changes},
        Quoted{what});
}
void request_failed(std::string_view method, std::string_view path, std::string_view what) {
    log().error("request failed method={} path={} what={}", Quoted{method}, Quoted{path}, Quoted{what});
}

}  // namespace carillon::journal
