// SPDX-License-Identifier: MIT
#include "support/simulation/courier.hpp"

#include <array>
#include <utility>

namespace carillon::test {
namespace {

constexpr Seconds all_tries_take_at_most{15};
constexpr std::int64_t no_sequence_number = -1;
constexpr int most_tries = 6;  // the first, and `rc=5` of the callback URL's fragment

}  // namespace

void Courier::announce(const std::shared_ptr<CallAtCarrier>& call, std::string_view word) {
    if (!is_subscribed(call->request, word)) return;
    if (faults_.strikes(Site::callback_unknown_word)) send(call, "transferring", draw_delay());
    if (clock_.tick() >= call->tells_until || faults_.strikes(Site::callback_lost)) {
        log_.say("callback lost", call->facts.sid, word);
        call->facts.undelivered_seqs.push_back(call->next_sequence_number++);
        return;
    }
    send(call, word, draw_delay());
}

void Courier::announce_verdict(const std::shared_ptr<CallAtCarrier>& call) {
    const std::string word = "amd:" + call->facts.answered_by;
    if (clock_.tick() >= call->tells_until || faults_.strikes(Site::callback_lost))
        return log_.say("callback lost", call->facts.sid, word);
    send(call, word, no_sequence_number, verdict_form(*call), draw_delay());
}

Milliseconds Courier::draw_delay() {
    if (faults_.strikes(Site::callback_very_late)) return Milliseconds{dice_.between(3'600'000, 100'000'000)};
    if (faults_.strikes(Site::callback_late)) return Milliseconds{dice_.between(10'000, 3'600'000)};
    if (faults_.strikes(Site::callback_reordered)) return Milliseconds{dice_.between(2'000, 40'000)};
    return Milliseconds{dice_.between(5, 900)};
}

/// Written now and posted later; perhaps twice.
void Courier::send(const std::shared_ptr<CallAtCarrier>& call, std::string_view word, Milliseconds after) {
    const std::int64_t sequence_number = call->next_sequence_number++;
    send(call, word, sequence_number, callback_form(*call, word, sequence_number, clock_.true_now()), after);
}

void Courier::send(const std::shared_ptr<CallAtCarrier>& call,
                   std::string_view word,
                   std::int64_t sequence_number,
                   const twilio::Form& form,
                   Milliseconds after) {
    const int copies = faults_.strikes(Site::callback_doubled) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy) {
        const Tick at = clock_.tick() + after + Milliseconds{copy * dice_.between(0, 5'000)};
        const Parcel parcel{call, std::string{word}, sequence_number, form, at};
        ++under_way_;
        timeline_.at(at, [this, parcel] { deliver(parcel); });
    }
}

void Courier::deliver(Parcel parcel) {
    ++parcel.attempt;
    if (parcel.was_refused_with_503) faults_.count(Site::callback_redelivered);
    auto answered = [this, parcel](Heard heard) { take_answer(parcel, heard); };
    const CallToken token{parcel.call->facts.token};
    webhook_->post(parcel.form, token, std::move(answered));
}

void Courier::take_answer(Parcel parcel, Heard heard) {
    LedgerCallback entry;
    entry.sid = parcel.call->facts.sid;
    entry.token = parcel.call->facts.token;
    entry.status = parcel.word;
    entry.seq = parcel.sequence_number;
    entry.attempt = parcel.attempt;
    entry.at = clock_.true_now();
    const bool answer_is_lost = heard == Heard::acknowledged && faults_.strikes(Site::callback_answer_lost);
    if (heard == Heard::acknowledged && !answer_is_lost)
        entry.http_status = 200;
    else if (heard == Heard::unavailable)
        entry.http_status = 503;
    else
        entry.error = heard == Heard::refused ? "connection refused" : "no answer";
    parcel.call->facts.callbacks.push_back(entry);
    constexpr std::array<std::string_view, 4> words{"acknowledged", "503", "refused", "cut"};
    log_.say("callback", entry.sid, entry.status, entry.seq, words.at(static_cast<std::size_t>(heard)));

    const Milliseconds pause{dice_.between(100, 4'000)};
    const bool is_delivered = entry.is_acknowledged();
    const bool is_given_up =
        parcel.attempt >= most_tries || clock_.tick() + pause > parcel.first_sent + all_tries_take_at_most;
    if (is_delivered || is_given_up) {
        --under_way_;
        if (!is_delivered) parcel.call->facts.undelivered_seqs.push_back(entry.seq);
        return;
    }
    parcel.was_refused_with_503 = heard == Heard::unavailable;
    const Tick again = clock_.tick() + pause;
    timeline_.at(again, [this, parcel] { deliver(parcel); });
}

}  // namespace carillon::test
