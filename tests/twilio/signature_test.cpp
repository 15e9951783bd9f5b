// SPDX-License-Identifier: MIT
// Signatures: the official helper library's own answers (signature_vectors.json), and what they do not cover.
#include "twilio/signature.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon::twilio {
namespace {

using Json = nlohmann::json;

const Json& recorded() {
    static const Json file =
        Json::parse(std::ifstream{CARILLON_SOURCE_DIR "/tests/twilio/signature_vectors.json"});
    return file;
}

Form form_of(const Json& params) {
    Form form;
    for (const auto& [name, value] : params.items()) {
        if (value.is_string()) form.emplace_back(name, value.get<std::string>());
        if (value.is_array())
            for (const Json& each : value) form.emplace_back(name, each.get<std::string>());
    }
    return form;
}

Verifier verifier_of(std::initializer_list<std::string> tokens) {
    std::vector<Secret> secrets;
    for (const std::string& token : tokens) secrets.emplace_back(token);
    return Verifier{std::move(secrets)};
}

std::string text(const Json& vector, const char* name) {
    return vector.at(name).get<std::string>();
}

TEST(Signature, IsTheOfficialOneForEveryVector) {
    ASSERT_EQ(recorded().at("vectors").size(), 12U);
    for (const Json& vector : recorded().at("vectors")) {
        SCOPED_TRACE(text(vector, "name"));
        const std::string token = text(vector, "auth_token");
        const std::string url = text(vector, "url");
        const std::string signature = text(vector, "signature");

        EXPECT_EQ(sign(token, url, form_of(vector.at("params"))), signature);
        // The same string, signed without parameters, is the same message.
        EXPECT_EQ(sign(token, text(vector, "string_to_sign"), {}), signature);
    }
}

TEST(Signature, AcceptsEveryVectorAsItComesOverTheWireInBothEncodings) {
    for (const Json& vector : recorded().at("vectors")) {
        SCOPED_TRACE(text(vector, "name"));
        const Verifier verifier = verifier_of({text(vector, "auth_token")});
        const std::string url = text(vector, "url");
        const std::string signature = text(vector, "signature");

        EXPECT_TRUE(verifier.accepts(
            url, "POST", text(vector, "body_plus"), decode_form(text(vector, "body_plus")), signature));
        EXPECT_TRUE(verifier.accepts(
            url, "POST", text(vector, "body_pct20"), decode_form(text(vector, "body_pct20")), signature));
        EXPECT_FALSE(verifier.accepts(url,
                                      "POST",
                                      text(vector, "body_plus") + "&x=y",
                                      decode_form(text(vector, "body_plus") + "&x=y"),
                                      signature));
    }
}

// The two optional rows (host case, an apostrophe's spelling) are leniencies of the Node library alone; we
// answer them as the Python library does: refused.
TEST(Signature, AnswersEveryRowOfTheMatrixAsTheOfficialLibrary) {
    ASSERT_EQ(recorded().at("validation_matrix").size(), 12U);
    for (const Json& row : recorded().at("validation_matrix")) {
        SCOPED_TRACE(text(row, "name"));
        const Verifier verifier = verifier_of({text(row, "auth_token")});
        const char* judge = row.at("optional").get<bool>() ? "python_helper_result" : "official_result";

        EXPECT_EQ(verifier.accepts_form(text(row, "url"), form_of(row.at("params")), text(row, "header")),
                  row.at(judge).get<bool>());
    }
}

constexpr const char* url = "https://dialer.example.com/twilio-status?call=42";
constexpr const char* body = "CallSid=CA1&CallStatus=busy";

std::string signed_with(const std::string& token) {
    return sign(token, url, decode_form(body));
}

TEST(Signature, AcceptsEitherTokenWhileTheyRotate) {
    const Verifier verifier = verifier_of({"new token", "old token"});

    EXPECT_TRUE(verifier.accepts(url, "POST", body, decode_form(body), signed_with("new token")));
    EXPECT_TRUE(verifier.accepts(url, "POST", body, decode_form(body), signed_with("old token")));
    EXPECT_FALSE(verifier.accepts(url, "POST", body, decode_form(body), signed_with("older token")));
}

TEST(Signature, AcceptsNothingWithoutAToken) {
    EXPECT_FALSE(verifier_of({}).accepts(url, "POST", body, decode_form(body), signed_with("")));
    EXPECT_FALSE(verifier_of({""}).accepts(url, "POST", body, decode_form(body), signed_with("")));
    EXPECT_FALSE(verifier_of({"", "token"}).accepts(url, "POST", body, decode_form(body), signed_with("")));
}

TEST(Signature, RefusesAMissingOne) {
    EXPECT_FALSE(verifier_of({"token"}).accepts(url, "POST", body, decode_form(body), ""));
}

TEST(Signature, RefusesATamperedBodyQueryOrPath) {
    const Verifier verifier = verifier_of({"token"});
    const std::string signature = signed_with("token");
    ASSERT_TRUE(verifier.accepts(url, "POST", body, decode_form(body), signature));

    EXPECT_FALSE(verifier.accepts(url,
                                  "POST",
                                  "CallSid=CA1&CallStatus=completed",
                                  decode_form("CallSid=CA1&CallStatus=completed"),
                                  signature));
    EXPECT_FALSE(verifier.accepts(
        "https://dialer.example.com/twilio-status?call=43", "POST", body, decode_form(body), signature));
    EXPECT_FALSE(verifier.accepts(
        "https://dialer.example.com/twilio-statuS?call=42", "POST", body, decode_form(body), signature));
    EXPECT_FALSE(verifier.accepts(
        "http://dialer.example.com/twilio-status?call=42", "POST", body, decode_form(body), signature));
}

TEST(Signature, OfAGetDoesNotCoverABody) {
    const Verifier verifier = verifier_of({"token"});

    EXPECT_TRUE(verifier.accepts(url, "GET", "", decode_form(""), sign("token", url, {})));
    EXPECT_TRUE(verifier.accepts(url, "GET", "stray=1", decode_form("stray=1"), sign("token", url, {})));
    EXPECT_FALSE(verifier.accepts(url, "POST", body, decode_form(body), sign("token", url, {})));
}

TEST(Signature, IsTriedWithAndWithoutThePort) {
    const Verifier verifier = verifier_of({"token"});
    const auto accepts = [&](const char* signed_for, const char* seen_as) {
        return verifier.accepts_form(seen_as, {{"a", "b"}}, sign("token", signed_for, {{"a", "b"}}));
    };

    EXPECT_TRUE(accepts("https://h.example/p", "https://h.example:8443/p"));
    EXPECT_TRUE(accepts("https://h.example:443/p", "https://h.example/p"));
    EXPECT_TRUE(accepts("http://h.example:80/p", "http://h.example/p"));
    EXPECT_TRUE(accepts("https://h.example:443", "https://h.example"));
    EXPECT_TRUE(accepts("https://h.example:443?q=http://x:1/", "https://h.example?q=http://x:1/"));
    EXPECT_FALSE(accepts("https://h.example:8443/p", "https://h.example/p"));
    EXPECT_FALSE(accepts("http://h.example:443/p", "http://h.example/p"));
}

TEST(Signature, KeepsUserAndPasswordWhenItDropsThePort) {
    const Verifier verifier = verifier_of({"token"});

    EXPECT_TRUE(verifier.accepts_form(
        "https://u:p@h.example:8443/p", {}, sign("token", "https://u:p@h.example/p", {})));
    EXPECT_TRUE(verifier.accepts_form(
        "https://u:p@h.example/p", {}, sign("token", "https://u:p@h.example:443/p", {})));
}

TEST(Signature, LeavesTheColonsOfAnAddressAlone) {
    const Verifier verifier = verifier_of({"token"});

    EXPECT_TRUE(verifier.accepts_form("http://[::1]:8080/p", {}, sign("token", "http://[::1]/p", {})));
    EXPECT_TRUE(verifier.accepts_form("http://[::1]/p", {}, sign("token", "http://[::1]:80/p", {})));
}

// SHA-256 of {"a":1}, as `sha256sum` prints it.
constexpr const char* json_url =
    "https://dialer.example.com/twilio-status?call=42&bodySHA256="
    "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";

TEST(Signature, OfAJsonBodyIsMadeOverItsHash) {
    const Verifier verifier = verifier_of({"token"});
    const std::string signature = sign("token", json_url, {});

    EXPECT_TRUE(verifier.accepts(json_url, "POST", R"({"a":1})", decode_form(R"({"a":1})"), signature));
    EXPECT_FALSE(verifier.accepts(json_url, "POST", R"({"a":2})", decode_form(R"({"a":2})"), signature));
    EXPECT_FALSE(verifier.accepts(json_url, "POST", "", decode_form(""), signature));
    EXPECT_FALSE(verifier.accepts(
        json_url, "POST", R"({"a":1})", decode_form(R"({"a":1})"), sign("other", json_url, {})));
}

TEST(Signature, OfAJsonBodyNeedsTheHash) {
    EXPECT_FALSE(verifier_of({"token"}).accepts_body(url, "", sign("token", url, {})));
}

}  // namespace
}  // namespace carillon::twilio
