// SPDX-License-Identifier: MIT
// `/dial`: one call without a campaign.
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using dialer::Dialed;
using dialer::DialRefused;
using testing::HasSubstr;

class AdHoc : public DialerTest {
protected:
    dialer::DialResult dial(const char* number, std::optional<store::IdempotencyKey> key = {}) {
        return await(dialer->dial(*PhoneNumber::from_e164(number), std::move(key)));
    }
};

}  // namespace

TEST_F(AdHoc, IsPlacedAndRecorded) {
    start();
    const auto result = dial("+15559876543");
    ASSERT_TRUE(std::holds_alternative<Dialed>(result));
    EXPECT_EQ(std::get<Dialed>(result).sid, carrier.placed.at(0).sid);
    EXPECT_FALSE(call_of(0).campaign_id);
    call_back(0, "completed");
    EXPECT_EQ(call_of(0).outcome, Outcome::completed);
}

/// By its from-number a call is searched for whose answer was lost.
TEST_F(AdHoc, GoesOutFromTheNumberThatItsRowNames) {
    adhoc_settings.from_pool.numbers = {"+15551234568", "+15551234569"};
    start();
    dial("+15559876543");
    EXPECT_EQ(carrier.placed.at(0).request.from, "+15551234568");
    EXPECT_EQ(call_of(0).from_number, "+15551234568");
}

TEST_F(AdHoc, IsRefusedForANumberThatNobodyCalls) {
    start();
    EXPECT_EQ(std::get<DialRefused>(dial("+19005551234")).code, Errc::forbidden);
    EXPECT_TRUE(carrier.placed.empty());
}

/// A large database is still looked through for damage.
TEST_F(AdHoc, IsRefusedWhileTheServerIsHeldBack) {
    start();
    dialer->hold_back("not yet");
    const auto refused = std::get<DialRefused>(dial("+15559876543"));
    EXPECT_EQ(refused.code, Errc::unavailable);
    EXPECT_EQ(refused.message, "not yet");
    EXPECT_TRUE(carrier.placed.empty());

    dialer->hold_back("");
    EXPECT_TRUE(std::holds_alternative<Dialed>(dial("+15559876543")));
}

TEST_F(AdHoc, CountsAgainstTheLimitOfItsNumber) {
    limits.max_calls_per_number_per_day = 1;
    start();
    dial("+15559876543");
    call_back(0, "completed");
    EXPECT_EQ(std::get<DialRefused>(dial("+15559876543")).code, Errc::busy);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(AdHoc, IsNotPlacedTwiceForOneIdempotencyKey) {
    start();
    const store::IdempotencyKey key{"k1", "fingerprint"};
    const auto first = dial("+15559876543", key);
    const auto second = dial("+15559876543", key);
    EXPECT_EQ(std::get<Dialed>(first).sid, std::get<Dialed>(second).sid);
    EXPECT_EQ(carrier.placed.size(), 1U);
    const auto other = dial("+15559876544", store::IdempotencyKey{"k1", "other"});
    EXPECT_EQ(std::get<DialRefused>(other).code, Errc::unprocessable);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(AdHoc, IsRefusedForASuppressedOrBusyNumber) {
    start();
    std::vector<NewSuppression> one{{*PhoneNumber::from_e164("+15550000009"), "asked"}};
    await(store->add_suppressions(one, clock.now()));
    EXPECT_EQ(std::get<DialRefused>(dial("+15550000009")).code, Errc::forbidden);
    ASSERT_TRUE(std::holds_alternative<Dialed>(dial("+15559876543")));
    EXPECT_EQ(std::get<DialRefused>(dial("+15559876543")).code, Errc::conflict);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(AdHoc, SaysWhatTheCarrierSaid) {
    start();
    carrier.answer = [](const auto&) {
        return Refused{RefusalScope::contact, 21211, 400, "not a valid phone number"};
    };
    auto refused = std::get<DialRefused>(dial("+15559876543"));
    EXPECT_TRUE(refused.by_carrier);
    EXPECT_EQ(refused.message, "not a valid phone number");
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    refused = std::get<DialRefused>(dial("+15559876543"));
    EXPECT_THAT(refused.message, HasSubstr("may have been placed"));
    EXPECT_EQ(std::get<DialRefused>(dial("+15559876543")).code, Errc::conflict)
        << "its number is held until the call is found";
}

TEST_F(AdHoc, IsNotPlacedWithoutANumberToCallFrom) {
    adhoc_settings.from_number.clear();
    start();
    EXPECT_THAT(std::get<DialRefused>(dial("+15559876543")).message, HasSubstr("TWILIO_FROM_NUMBER"));
    EXPECT_TRUE(carrier.placed.empty());
}

TEST_F(AdHoc, WaitsForItsTurnAndIsRefusedWhenNoneComes) {
    start(0.5);
    ASSERT_TRUE(std::holds_alternative<Dialed>(dial("+15550000001")));
    std::optional<dialer::DialResult> later;
    boost::asio::co_spawn(
        loop,
        dialer->dial(*PhoneNumber::from_e164("+15550000002"), {}),
        [&](const std::exception_ptr&, dialer::DialResult result) { later = std::move(result); });
    pass(1s);
    EXPECT_FALSE(later);
    pass(2s);
    EXPECT_TRUE(std::holds_alternative<Dialed>(*later));
}

TEST_F(AdHoc, KeepsToTheAccountsCapWhenManyAskAtOnce) {
    start(1000, 5);
    for (int i = 0; i < 50; ++i) {
        const auto number = *PhoneNumber::from_e164("+1555000" + std::to_string(1000 + i));
        boost::asio::co_spawn(loop, dialer->dial(number, {}), boost::asio::detached);
    }
    pass(5s);
    EXPECT_EQ(carrier.placed.size(), 5U);
}

TEST_F(AdHoc, KeepsToTheAccountsCap) {
    start(1000, 1);
    ASSERT_TRUE(std::holds_alternative<Dialed>(dial("+15550000001")));
    EXPECT_EQ(std::get<DialRefused>(dial("+15550000002")).code, Errc::busy);
}

}  // namespace carillon::test
