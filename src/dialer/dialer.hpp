// SPDX-License-Identifier: MIT
// The dialer decides whom to ring and when, rings, and settles what came of it. Decisions are pure (rules/);
// this class reads the clock, asks the store, posts to the carrier. It holds nothing that a restart would
// lose. Runs on: the loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "account_limits.hpp"
#include "callback.hpp"
#include "carrier.hpp"
#include "clock.hpp"
#include "explanation.hpp"
#include "store/store.hpp"
#include "web.hpp"

namespace carillon::dialer {

/// The part of the configuration that the dialer acts on.
struct DialerConfig {
    double calls_per_second = 1.0;
    AccountLimits limits;
    Milliseconds max_queue_time{10'000};
    std::string status_callback_url;    ///< without token and fragment
    Seconds poll_margin{60};            ///< pause between polls that bring no news
    Milliseconds restore_wait{60'000};  ///< after a restore, before the carrier's lists are believed
    CampaignSettings adhoc_settings;    ///< for `/dial`
};

/// Where a call's token comes from: it must not be guessable, and in a simulation it must come again with the
/// seed.
using TokenSource = std::function<CallToken()>;
/// 128 bits from the operating system's generator (through OpenSSL).
[[nodiscard]] CallToken random_token();

/// What became of an ad-hoc call.
struct Dialed {
    CallSid sid;
};
struct DialRefused {
    Errc code = Errc::unavailable;
    bool by_carrier = false;
    std::string message;
};
using DialResult = std::variant<Dialed, DialRefused>;

/// What an agent's URL answered to a question that is no call.
struct AgentProbe {
    bool ok = false;
    std::optional<int> status;  ///< none: it did not answer
    std::string content_type;
    Milliseconds took{0};
    std::string problem;  ///< a sentence; empty when it is ok
};

class Dialer {
public:
    Dialer(boost::asio::any_io_executor executor,
           store::Store& store,
           Carrier& carrier,
           Web& web,
           Clock& clock,
           DialerConfig config,
           TokenSource new_token);
    ~Dialer();

    /// The start-up sweep; before `run`, and before the server listens.
    boost::asio::awaitable<void> recover();
    /// Nobody is rung by `/dial` until this is called with an empty sentence; `run` is to begin only then.
    void hold_back(std::string why);
    [[nodiscard]] std::string held_back() const;
    /// Claims and places until `drain`. Spawn once.
    boost::asio::awaitable<void> run();
    /// Searches for unknown calls and polls overdue ones until `drain`. Spawn once.
    boost::asio::awaitable<void> run_checks();
    /// Something changed that may make contacts due (upload, start, an ended call): look again now.
    void wake();
    /// Stops claiming; waits for what is being posted (bounded by the carrier's own deadlines and `grace`).
    boost::asio::awaitable<void> drain(Milliseconds grace);

    /// `/dial`: recorded, paced, placed; answers when the carrier has.
    boost::asio::awaitable<DialResult> dial(PhoneNumber to, std::optional<store::IdempotencyKey> idempotency);
    /// A verified webhook: stored and settled when this returns.
    boost::asio::awaitable<store::Settled> settle(NewCallback callback);
    /// Moves a campaign; pausing and cancelling also cancel what is still queued or ringing at the carrier.
    boost::asio::awaitable<Result<Campaign>> move_campaign(CampaignId campaign, CampaignMove move);
    /// These numbers must not be called from now on, by nobody: waiting contacts are blocked, and calls that
    /// are queued or ring are canceled at the carrier; a conversation goes on. Returns how many were new.
    boost::asio::awaitable<std::int64_t> suppress(std::vector<NewSuppression> numbers);
    /// The same for one contact's number. Returns the contact as it stands. Fails with: not_found.
    boost::asio::awaitable<Result<Contact>> opt_out(ContactId contact, std::string reason);
    /// Cancels a queued or ringing call, ends a live one. Fails with: not_found; conflict when it is over or
    /// has no SID yet; unavailable when the carrier does not answer.
    boost::asio::awaitable<Result<Call>> hang_up(CallId call);
    /// Why this contact is called now, later or never: every rule with its verdict. None: there is no such
    /// contact.
    boost::asio::awaitable<std::optional<Explanation>> explain_contact(ContactId contact);
    /// Why this campaign calls nobody right now, if that is so. None: there is no such campaign.
    boost::asio::awaitable<std::optional<Explanation>> explain_campaign(CampaignId campaign);
    /// What would happen if this campaign ran now. None: there is no such campaign.
    boost::asio::awaitable<std::optional<Preflight>> preflight(CampaignId campaign);
    /// Asks the campaign's agent for TwiML, as its first contact's call would, but marked as a probe. Fails
    /// with: not_found; conflict when there is no URL to ask.
    boost::asio::awaitable<Result<AgentProbe>> probe_agent(CampaignId campaign);
    /// Why nobody may be rung since a backup was restored; empty: that is over, or never was.
    [[nodiscard]] std::string restore_trouble() const;
    /// The account answers: an empty string, or what is wrong (asked at most every few seconds).
    boost::asio::awaitable<std::string> carrier_trouble();

private:
    class Shift;
    std::unique_ptr<Shift> shift_;
};

}  // namespace carillon::dialer
