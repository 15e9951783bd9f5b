// SPDX-License-Identifier: MIT
// The status callback URL, out and back.
#include "twilio/callback_url.hpp"

#include <gtest/gtest.h>

#include "twilio/signature.hpp"

namespace carillon::twilio {
namespace {

const CallToken token{"00112233445566778899aabbccddeeff"};

TEST(CallbackUrl, CarriesTheTokenAndAsksForRetries) {
    EXPECT_EQ(
        status_callback_url("https://dialer.example.com/twilio-status", token),
        "https://dialer.example.com/twilio-status?call=00112233445566778899aabbccddeeff#rc=5&rp=ct,rt,5xx");
}

TEST(CallbackUrl, KeepsAQueryOfTheBaseAndDropsItsFragment) {
    EXPECT_EQ(status_callback_url("https://h.example/s?tenant=7#rc=1", token),
              "https://h.example/s?tenant=7&call=00112233445566778899aabbccddeeff#rc=5&rp=ct,rt,5xx");
}

TEST(CallbackUrl, OfVerdictsStandsBesideThatOfStatuses) {
    EXPECT_EQ(verdict_callback_base("https://h.example/twilio-status"), "https://h.example/twilio-amd");
    EXPECT_EQ(verdict_callback_base("https://h.example:8443/dialer/twilio-status?tenant=7#rc=1"),
              "https://h.example:8443/dialer/twilio-amd?tenant=7");
    EXPECT_EQ(verdict_callback_base("https://h.example/hook/"), "https://h.example/hook/twilio-amd");
    EXPECT_EQ(verdict_callback_base("https://h.example/"), "https://h.example/twilio-amd");
    EXPECT_EQ(verdict_callback_base("https://h.example"), "https://h.example/twilio-amd");
    EXPECT_EQ(verdict_callback_base("https://h.example?a=/b/c"), "https://h.example/twilio-amd?a=/b/c");
}

TEST(CallbackUrl, GivesTheTokenBack) {
    EXPECT_EQ(token_in({{"tenant", "7"}, {"call", token.text()}}), token);
    EXPECT_TRUE(token_in({{"tenant", "7"}}).empty());
}

TEST(CallbackUrl, IsSignedAsConfiguredWithTheQueryAsReceived) {
    EXPECT_EQ(
        signed_url("https://Dialer.Example.com:8443/twilio-status", "/twilio-status?call=a%2Bb&x=J%C3%BC"),
        "https://Dialer.Example.com:8443/twilio-status?call=a%2Bb&x=J%C3%BC");
    EXPECT_EQ(signed_url("https://h.example/s", "/s"), "https://h.example/s");
    EXPECT_EQ(signed_url("https://h.example/s", "/s?"), "https://h.example/s?");
}

TEST(CallbackUrl, IsSignedWithItsConfiguredPathThoughAProxyStripsIt) {
    EXPECT_EQ(signed_url("https://h.example/dialer/twilio-status", "/twilio-status?call=1"),
              "https://h.example/dialer/twilio-status?call=1");
}

TEST(CallbackUrl, TakesItsQueryFromTheRequestAlone) {
    EXPECT_EQ(signed_url("https://h.example/s?tenant=7#rc=1", "/s?tenant=7&call=1"),
              "https://h.example/s?tenant=7&call=1");
    EXPECT_EQ(signed_url("https://h.example/s?tenant=7", "/s"), "https://h.example/s");
}

TEST(CallbackUrl, ThatWentOutIsTheOneThatIsVerified) {
    // Twilio requests and signs what it was given, up to the fragment.
    const std::string given = status_callback_url("https://h.example/prefix/s?tenant=7", token);
    const std::string signature = sign("token", given.substr(0, given.find('#')), {{"CallSid", "CA1"}});
    std::vector<Secret> tokens;
    tokens.emplace_back("token");
    const Verifier verifier{std::move(tokens)};

    const std::string seen =
        signed_url("https://h.example/prefix/s?tenant=7", "/s?tenant=7&call=" + token.text());

    EXPECT_TRUE(verifier.accepts(seen, "POST", "CallSid=CA1", decode_form("CallSid=CA1"), signature));
}

}  // namespace
}  // namespace carillon::twilio
