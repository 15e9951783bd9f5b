// SPDX-License-Identifier: MIT
#include "simulator/ledger.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace carillon::simulator {

using Json = nlohmann::ordered_json;

class Ledger::Line {
public:
    Line(const Clock& clock, std::string_view what) {
        json_["at"] = to_rfc3339(clock.now());
        json_["what"] = what;
    }
    Line& with(const char* name, Json value) {
        json_[name] = std::move(value);
        return *this;
    }
    Line& about(const SimulatedCall& call) { return with("sid", call.sid).with("call", call.token); }
    Line& about(const CallbackMessage& message) {
        if (message.sequence_number) with("seq", *message.sequence_number);
        return with("status", message.word);
    }
    /// Strangers' bytes may not be UTF-8: they are replaced, for a line must never be lost.
    [[nodiscard]] std::string text() const {
        return json_.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    }

private:
    Json json_;
};

namespace {

[[noreturn]] void fail(const std::string& sentence) {
    throw std::runtime_error(sentence + ": " + std::generic_category().message(errno));
}

}  // namespace

Ledger::Ledger(const std::string& path, Clock& clock)
    : clock_(clock), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
    if (file_ < 0) fail("cannot open the ledger " + path);
}

Ledger::~Ledger() {
    ::close(file_);
}

/// One write() per line: with O_APPEND a reader never sees two lines mixed.
void Ledger::write(const Line& line) {
    const auto text = line.text();
    if (::write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        fail("cannot write to the ledger");
}

void Ledger::started(const FakeTwilioConfig& config) {
    write(Line(clock_, "started")
              .with("account_sid", config.account_sid)
              .with("seed", config.seed)
              .with("calls_per_second", config.calls_per_second)
              .with("speed_up", config.profile.speed_up));
}

void Ledger::request(const SimulatedCall& call) {
    write(Line(clock_, "request")
              .about(call)
              .with("to", call.asked.to)
              .with("from", call.asked.from)
              .with("url", call.asked.url)
              .with("caller_id", call.asked.caller_id)
              .with("status_callback", call.asked.status_callback)
              .with("status_callback_events", call.asked.status_callback_events)
              .with("timeout", call.asked.timeout.count())
              .with("time_limit", call.asked.time_limit.count())
              .with("queue_time_ms", call.queue_time.count()));
}

void Ledger::refused(const Refusal& refusal,
                     std::string_view to,
                     std::string_view from,
                     std::string_view token) {
    write(Line(clock_, "refused")
              .with("call", token)
              .with("to", to)
              .with("from", from)
              .with("http_status", refusal.http_status)
              .with("code", refusal.code)
              .with("message", refusal.message));
}

void Ledger::request_fault(std::string_view kind, const ScriptRequest& request, std::string_view token) {
    write(Line(clock_, "fault")
              .with("kind", kind)
              .with("call", token)
              .with("to", request.number)
              .with("sequence", request.sequence));
}

void Ledger::fault(std::string_view kind, const SimulatedCall& call) {
    write(Line(clock_, "fault").with("kind", kind).about(call).with("to", call.asked.to));
}

void Ledger::callback_fault(std::string_view kind,
                            const SimulatedCall& call,
                            const CallbackMessage& message) {
    write(Line(clock_, "fault").with("kind", kind).about(call).with("to", call.asked.to).about(message));
}

void Ledger::warning(const Warning& warning, const SimulatedCall& call) {
    write(Line(clock_, "warning").about(call).with("code", warning.code).with("detail", warning.detail));
}

void Ledger::dialled(const SimulatedCall& call) {
    write(Line(clock_, "dialled").about(call).with("to", call.asked.to));
}

void Ledger::status(const SimulatedCall& call) {
    write(Line(clock_, "status").about(call).with("status", to_text(call.progress)));
}

void Ledger::verdict(const SimulatedCall& call) {
    write(Line(clock_, "verdict").about(call).with("answered_by", call.answered_by));
}

void Ledger::ended(const SimulatedCall& call) {
    write(Line(clock_, "ended")
              .about(call)
              .with("to", call.asked.to)
              .with("status", to_text(call.progress))
              .with("duration_seconds", call.duration.count())
              .with("sip_response_code", call.script.sip_response_code)
              .with("answered_by", call.answered_by));
}

void Ledger::update(const SimulatedCall& call, std::string_view asked, bool changed) {
    write(Line(clock_, "update").about(call).with("asked", asked).with("changed", changed));
}

void Ledger::callback(const SimulatedCall& call,
                      const CallbackMessage& message,
                      int attempt,
                      const http::Exchange& exchange) {
    Line line(clock_, "callback");
    line.about(call).about(message).with("attempt", attempt);
    if (const auto* answer = std::get_if<http::Answer>(&exchange)) line.with("http_status", answer->status);
    if (const auto* broken = std::get_if<http::Broken>(&exchange)) line.with("error", broken->reason);
    if (const auto* unwritten = std::get_if<http::NotWritten>(&exchange))
        line.with("error", unwritten->reason);
    write(line);
}

void Ledger::undelivered(const SimulatedCall& call, const CallbackMessage& message, std::string_view why) {
    write(Line(clock_, "undelivered").about(call).about(message).with("why", why));
}

}  // namespace carillon::simulator
