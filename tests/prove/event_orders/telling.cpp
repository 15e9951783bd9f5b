// SPDX-License-Identifier: MIT
#include "prove/event_orders/telling.hpp"

#include <cstdio>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "rules/standing.hpp"
#include "store/sqlite.hpp"

namespace carillon::test {
namespace {

using dialer::rules::Settlement;
using dialer::rules::Settling;
using dialer::rules::Standing;

const Instant noon = dialer::rules::noon;

CampaignSettings settings() {
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/twiml";
    settings.max_attempts = 9;
    return settings;
}

Settlement settle(const Settling& settling, const Standing& now, const Event& event) {
    const CallSid& sid = dialer::rules::our_sid;
    if (event.how == How::crashed) return settling.after_crash(now, noon);
    if (event.how == How::created || event.how == How::answer_lost)
        return settling.after_placing(now, answer_of(event, sid), noon);
    return settling.after_callback(now, callback_of(event, sid));
}

}  // namespace

std::string Ending::text() const {
    return state + ' ' + outcome + ' ' + status + " '" + twilio_status + "' by '" + answered_by +
           "', contact " + contact + " after " + std::to_string(contact_steps) + " steps, " +
           std::to_string(duration_seconds) + " s, number " + std::to_string(sequence_number) + ", SIP " +
           std::to_string(sip_response_code) + ", " + std::to_string(conflicts) + " conflicts";
}

NewCallback callback_of(const Event& event, const CallSid& sid) {
    NewCallback callback;
    callback.call_sid = sid;
    callback.twilio_status = event.word;
    callback.sequence_number = event.sequence_number;
    callback.source = event.how == How::poll ? CallbackSource::poll : CallbackSource::webhook;
    callback.received_at = noon;
    if (event.word == "completed") {
        callback.duration_seconds = 42;
        callback.answered_by = "human";
    }
    if (is_verdict(event.word)) callback.answered_by = "human";
    if (event.word == "busy") callback.sip_response_code = 486;
    return callback;
}

PlaceResult answer_of(const Event& event, const CallSid& sid) {
    if (event.how == How::answer_lost) return Unknown{"timed out"};
    Accepted accepted;
    accepted.call.sid = sid;
    accepted.call.status = "queued";
    return accepted;
}

Ending stand_of(const Call& call) {
    Ending ending;
    ending.state = to_text(call.state);
    ending.outcome = call.outcome ? to_text(*call.outcome) : "";
    ending.status = to_text(call.status);
    ending.twilio_status = call.twilio_status;
    ending.answered_by = call.answered_by;
    ending.duration_seconds = call.duration_seconds.value_or(-1);
    ending.sequence_number = call.sequence_number.value_or(-1);
    ending.sip_response_code = call.sip_response_code.value_or(-1);
    return ending;
}

Ending tell_the_rules(const std::vector<Event>& order) {
    static const Settling settling{dialer::rules::default_policy()};
    Standing now = dialer::rules::standing(CallState::submitting);
    now.settings = settings();
    std::int64_t steps = 0;
    std::int64_t conflicts = 0;
    for (const Event& event : order) {
        Settlement settlement = settle(settling, now, event);
        if (settlement.call.state < now.call.state) ++conflicts;  // a call never moves back
        if (settlement.conflicting_end) ++conflicts;
        now.call = std::move(settlement.call);
        if (!settlement.contact) continue;
        now.contact->status = settlement.contact->status;
        ++steps;
    }
    Ending ending = stand_of(now.call);
    ending.contact = to_text(now.contact->status);
    ending.contact_steps = steps;
    ending.conflicts = conflicts;
    return ending;
}

template <class T>
T StoreOnTrial::run(store::Async<T> work) {
    boost::asio::io_context loop;
    std::optional<T> result;
    boost::asio::co_spawn(loop, std::move(work), [&result](const std::exception_ptr& error, T value) {
        if (error) std::rethrow_exception(error);
        result.emplace(std::move(value));
    });
    loop.run();
    return std::move(*result);
}

StoreOnTrial::StoreOnTrial(const std::filesystem::path& file, int calls)
    : settling_(dialer::rules::default_policy()),
      store_(store::open_sqlite(file, settling_), store::Threads::none) {
    store::CreateCampaign wanted;
    wanted.name = "orders";
    wanted.settings = settings();
    wanted.now = noon;
    campaign_ = run(store_.create_campaign(wanted)).value().id;
    store::AddContacts batch;
    batch.import_id = run(store_.begin_import(campaign_, noon)).value().id;
    batch.now = noon;
    for (int i = 0; i < calls; ++i) {
        char number[16];
        std::snprintf(number, sizeof number, "+1555%07d", i);
        batch.contacts.push_back({*PhoneNumber::from_e164(number), "", "", "{}", 0, i});
    }
    (void)run(store_.add_contacts(batch)).value();
    store::MoveCampaign start{campaign_, CampaignMove::start, noon};
    (void)run(store_.move_campaign(start)).value();
}

store::ClaimedCall StoreOnTrial::claim() {
    char token[33];
    std::snprintf(token, sizeof token, "%032x", ++told_);
    store::ClaimDue wanted;
    wanted.turns.push_back({campaign_, 1});
    wanted.tokens.emplace_back(token);
    wanted.now = noon;
    store::ClaimedCall claimed = run(store_.claim_due(wanted)).calls.at(0);
    if (run(store_.record_submitting(claimed.call.id, noon)) != store::Submission::go)
        throw std::logic_error("the call may not be submitted");
    return claimed;
}

Ending StoreOnTrial::tell(const std::vector<Event>& order) {
    const store::ClaimedCall claimed = claim();
    const CallSid sid{"CA" + claimed.call.token.text()};
    std::int64_t steps = 0;
    std::int64_t conflicts = 0;
    for (const Event& event : order) {
        if (event.how == How::crashed) {
            (void)run(store_.sweep(noon));
            continue;
        }
        store::Settled settled;
        if (event.how == How::created || event.how == How::answer_lost) {
            settled = run(store_.record_placing(claimed.call.id, answer_of(event, sid), noon));
        } else {
            NewCallback callback = callback_of(event, sid);
            callback.token = claimed.call.token;
            settled = run(store_.settle_callback(callback));
        }
        if (settled.conflicting_end) ++conflicts;
        if (settled.applied && settled.call->state == CallState::ended) ++steps;
    }
    Ending ending = stand_of(run(store_.find_call(claimed.call.id)).value());
    ending.contact = to_text(run(store_.find_contact(claimed.contact->id)).value().status);
    ending.contact_steps = steps;
    ending.conflicts = conflicts;
    return ending;
}

}  // namespace carillon::test
