// SPDX-License-Identifier: MIT
#include "twilio/signature_diagnosis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::twilio {
namespace {

using testing::HasSubstr;

constexpr const char* token = "the auth token";
constexpr const char* given = "https://calls.example.com/twilio-status";
const Form body{{"CallSid", "CA00000000000000000000000000000001"}, {"CallStatus", "completed"}};

/// A callback signed for `signed_url`, as it arrives with `target` and `headers`.
std::string explain(const std::string& signed_url,
                    const std::string& target,
                    std::vector<http::Header> headers,
                    std::string_view given_url = given,
                    const char* signed_with = token) {
    http::Request request;
    request.method = "POST";
    request.target = target;
    request.headers = std::move(headers);
    request.headers.emplace_back("X-Twilio-Signature", sign(signed_with, signed_url, body));
    const std::string raw = encode_form(body);
    const Verifier verifier{{Secret{token}}};
    return explain_refusal(verifier, {request, raw, body, given_url});
}

TEST(SignatureDiagnosis, NamesTheHostThatTwilioWasGiven) {
    const std::string told = explain(
        "https://abc.ngrok.app/twilio-status?call=t", "/twilio-status?call=t", {{"Host", "abc.ngrok.app"}});
    EXPECT_THAT(told, HasSubstr("signed for https://abc.ngrok.app/twilio-status,"));
    EXPECT_THAT(told, HasSubstr("its host is another"));
}

TEST(SignatureDiagnosis, LooksAtWhatAProxySaysOfTheHost) {
    const std::vector<http::Header> headers{{"Host", "127.0.0.1:3000"},
                                            {"X-Forwarded-Host", "abc.ngrok.app, other"}};
    EXPECT_THAT(explain("https://abc.ngrok.app/twilio-status?call=t", "/twilio-status?call=t", headers),
                HasSubstr("its host is another"));
}

TEST(SignatureDiagnosis, TellsSchemePortPathAndQueryApart) {
    const std::vector<http::Header> host{{"Host", "calls.example.com"}};
    EXPECT_THAT(explain("http://calls.example.com/twilio-status?call=t", "/twilio-status?call=t", host),
                HasSubstr("its scheme is another"));
    EXPECT_THAT(explain("https://calls.example.com:8443/twilio-status?call=t",
                        "/twilio-status?call=t",
                        {{"Host", "calls.example.com:8443"}}),
                HasSubstr("its port is another"));
    EXPECT_THAT(explain("https://calls.example.com/hooks/status?call=t", "/hooks/status?call=t", host),
                HasSubstr("its path is another"));
    EXPECT_THAT(explain("https://calls.example.com/twilio-status/?call=t", "/twilio-status?call=t", host),
                HasSubstr("its path is another"));
    EXPECT_THAT(
        explain("https://calls.example.com/twilio-status", "/twilio-status?call=added-on-the-way", host),
        HasSubstr("the query did not arrive"));
}

TEST(SignatureDiagnosis, SaysNothingOfWhatIsNotTwilios) {
    const std::vector<http::Header> host{{"Host", "abc.ngrok.app"}};
    EXPECT_EQ(explain("https://abc.ngrok.app/twilio-status", "/twilio-status", host, given, "another token"),
              "");
    EXPECT_EQ(explain("https://elsewhere.example/twilio-status", "/twilio-status", host), "");
}

TEST(SignatureDiagnosis, ShowsNoToken) {
    EXPECT_THAT(explain("https://abc.ngrok.app/twilio-status?call=secret",
                        "/twilio-status?call=secret",
                        {{"Host", "abc.ngrok.app"}}),
                testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace carillon::twilio
