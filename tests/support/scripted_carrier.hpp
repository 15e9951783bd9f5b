// SPDX-License-Identifier: MIT
// A carrier that does what a test tells it, and writes down what it was asked.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "carrier.hpp"
#include "clock.hpp"

namespace carillon::test {

class ScriptedCarrier final : public Carrier {
public:
    explicit ScriptedCarrier(Clock& clock) : clock_(clock) {}

    struct Placed {
        CallRequest request;
        Tick at;
        CallSid sid;
    };
    std::vector<Placed> placed;
    std::vector<CallSid> fetched, canceled, hung_up;
    std::vector<std::string> searched;  ///< the numbers

    /// What each POST is answered; by default it is accepted.
    std::function<PlaceResult(const Placed&)> answer;
    /// What happens between the POST and its answer, for callbacks that are faster.
    std::function<boost::asio::awaitable<void>(const Placed&)> before_answer;
    /// What GET Calls/{sid} says, and what a list is made of.
    std::map<std::string, std::string> status_by_sid;
    bool is_silent = false;  ///< fetch and lists are not answered
    Milliseconds cancel_takes{0};
    int cancels_under_way = 0, most_cancels_at_once = 0;
    std::size_t page_size = 2;
    std::vector<std::string> pages;  ///< of the account's calls that were asked for, "queued 0" and so on
    std::string trouble;

    [[nodiscard]] static PlaceResult accept(const Placed& placed);
    /// The token in a status callback URL.
    [[nodiscard]] static CallToken token_of(const CallRequest& request);

    boost::asio::awaitable<PlaceResult> place(CallRequest request) override;
    boost::asio::awaitable<FetchResult> fetch(CallSid sid) override;
    boost::asio::awaitable<ListResult> list(std::string to, std::string from) override;
    boost::asio::awaitable<PageResult> list_started(Instant since, std::string page) override;
    boost::asio::awaitable<PageResult> list_queued(std::string page) override;
    boost::asio::awaitable<FetchResult> cancel(CallSid sid) override;
    boost::asio::awaitable<FetchResult> hang_up(CallSid sid) override;
    boost::asio::awaitable<std::string> probe() override;

private:
    [[nodiscard]] Instant placed_at(const Placed& call) const;
    [[nodiscard]] PageResult page_of(bool queued, Instant since, const std::string& page);
    [[nodiscard]] FetchResult state_of(const CallSid& sid) const;

    Clock& clock_;
};

}  // namespace carillon::test
