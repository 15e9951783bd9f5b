// SPDX-License-Identifier: MIT
// Two listeners to one call's events: the rules alone, and the rules behind the real store. Both answer with
// where the call stands in the end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dialer/rules/settlement.hpp"
#include "prove/event_orders/orders.hpp"
#include "store/store.hpp"

namespace carillon::test {

/// All that must not depend on the order.
struct Ending {
    std::string state;
    std::string outcome;
    std::string status;
    std::string twilio_status;
    std::string answered_by;
    std::string contact;
    std::int64_t duration_seconds = -1;
    std::int64_t sequence_number = -1;
    std::int64_t sip_response_code = -1;
    std::int64_t contact_steps = 0;
    std::int64_t conflicts = 0;
    bool operator==(const Ending&) const = default;
    [[nodiscard]] std::string text() const;
};

/// `sid`: the call's.
[[nodiscard]] NewCallback callback_of(const Event& event, const CallSid& sid);
[[nodiscard]] PlaceResult answer_of(const Event& event, const CallSid& sid);
[[nodiscard]] Ending stand_of(const Call& call);

[[nodiscard]] Ending tell_the_rules(const std::vector<Event>& order);

/// A database with a call for each telling.
class StoreOnTrial {
public:
    StoreOnTrial(const std::filesystem::path& file, int calls);
    Ending tell(const std::vector<Event>& order);

private:
    template <class T>
    T run(store::Async<T> work);
    store::ClaimedCall claim();

    const dialer::rules::Settling settling_;
    store::Store store_;
    CampaignId campaign_;
    int told_ = 0;
};

}  // namespace carillon::test
