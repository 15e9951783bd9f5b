// SPDX-License-Identifier: MIT
#include "simulator/create_form.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

twilio::Form good_form() {
    return {{"To", "+14155550123"}, {"From", "+15017122661"}, {"Url", "https://agent.example/twiml"}};
}

twilio::Form with(const std::string& name, const std::string& value) {
    auto form = good_form();
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    form.emplace_back(name, value);
    return form;
}

int refusal_code(const twilio::Form& form, const std::vector<std::string>& owned = {}) {
    const auto checked = check_create_form(form, owned);
    const auto* refusal = std::get_if<Refusal>(&checked);
    if (refusal == nullptr) return 0;
    EXPECT_EQ(refusal->http_status, 400);
    return refusal->code;
}

AcceptedForm accepted(const twilio::Form& form) {
    return std::get<AcceptedForm>(check_create_form(form, {}));
}

struct Row {
    std::string name;
    std::string value;
    int code;
};

class CreateForm : public testing::TestWithParam<Row> {};

TEST_P(CreateForm, IsRefusedWithTwiliosCode) {
    const auto& row = GetParam();
    EXPECT_EQ(refusal_code(with(row.name, row.value)), row.code) << row.name << '=' << row.value;
}

INSTANTIATE_TEST_SUITE_P(Rows,
                         CreateForm,
                         testing::Values(Row{"To", "", 21201},
                                         Row{"To", " 14155550123", 21201},  // a raw '+' in the form
                                         Row{"From", "", 21213},
                                         Row{"From", " 15017122661", 21213},
                                         Row{"Url", "", 21200},
                                         Row{"To", "hello", 21211},
                                         Row{"To", "+1415555012345678", 21211},
                                         Row{"To", "+15017122661", 21211},  // To == From
                                         Row{"To", "911", 21202},
                                         Row{"To", "+19005551234", 21202},
                                         Row{"To", "+15005550001", 21217},
                                         Row{"To", "+15005550002", 21214},
                                         Row{"To", "+15005550003", 21215},
                                         Row{"To", "+15005550004", 21216},
                                         Row{"From", "0041", 21212},
                                         Row{"From", "+15005550001", 21212},
                                         Row{"From", "+15005550007", 21210},
                                         Row{"Url", "/twiml", 21205},
                                         Row{"Url", "ftp://agent.example/", 21205},
                                         Row{"StatusCallback", "not a url", 21609},
                                         Row{"StatusCallback", "https://my_host.example/x", 21609},
                                         Row{"Method", "PUT", 21209},
                                         Row{"StatusCallbackMethod", "post", 21209},
                                         Row{"Timeout", "601", 21208},
                                         Row{"Timeout", "-1", 21208},
                                         Row{"Timeout", "soon", 21208},
                                         Row{"TimeLimit", "0", 20001},
                                         Row{"TimeLimit", "86401", 20001},
                                         Row{"SendDigits", "12x", 21206},
                                         Row{"MachineDetection", "Yes", 21263}));

INSTANTIATE_TEST_SUITE_P(Good,
                         CreateForm,
                         testing::Values(Row{"To", "4155550123", 0},
                                         Row{"From", "+15005550006", 0},
                                         Row{"Timeout", "0", 0},
                                         Row{"Timeout", "600", 0},
                                         Row{"TimeLimit", "86400", 0},
                                         Row{"StatusCallback", "http://127.0.0.1:3000/x?call=1#rc=5", 0},
                                         Row{"SendDigits", "1234#wW*", 0},
                                         Row{"MachineDetection", "DetectMessageEnd", 0},
                                         Row{"StatusCallbackMethod", "GET", 0}));

TEST(CreateFormOwnership, RefusesAFromThatTheAccountDoesNotOwn) {
    EXPECT_EQ(refusal_code(good_form(), {"+15017122661"}), 0);
    EXPECT_EQ(refusal_code(good_form(), {"+15017122662"}), 21210);
    EXPECT_EQ(refusal_code(with("From", "+15005550006"), {"+15017122662"}), 0);
}

TEST(CreateFormDefaults, AreTwilios) {
    const auto call = accepted(good_form()).call;

    EXPECT_EQ(call.timeout, Seconds{60});
    EXPECT_EQ(call.time_limit, Seconds{14'400});
    EXPECT_EQ(call.status_callback_method, "POST");
    EXPECT_EQ(call.status_callback_events, (std::set<std::string, std::less<>>{"completed"}));
}

TEST(CreateFormEvents, AreReadFromRepeatedFields) {
    auto form = good_form();
    form.emplace_back("StatusCallbackEvent", "initiated");
    form.emplace_back("StatusCallbackEvent", "answered");

    const auto result = accepted(form);

    EXPECT_EQ(result.call.status_callback_events,
              (std::set<std::string, std::less<>>{"initiated", "answered"}));
    EXPECT_TRUE(result.warnings.empty());
}

TEST(CreateFormEvents, JoinedInOneValueLeaveOnlyTheDefaultAndAWarning) {
    for (const auto* joined : {"initiated ringing", "initiated,ringing", "[initiated]"}) {
        const auto result = accepted(with("StatusCallbackEvent", joined));

        EXPECT_EQ(result.call.status_callback_events, (std::set<std::string, std::less<>>{"completed"}));
        ASSERT_EQ(result.warnings.size(), 1U);
        EXPECT_EQ(result.warnings.front().code, 21626);
    }
}

TEST(CreateFormWarnings, NameUnknownParametersAndLetThemPass) {
    const auto result = accepted(with("StatusCallbackUrl", "https://dialer.example/"));

    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_EQ(result.warnings.front().code, 20001);
    EXPECT_NE(result.warnings.front().detail.find("StatusCallbackUrl"), std::string::npos);
}

}  // namespace
}  // namespace carillon::simulator
