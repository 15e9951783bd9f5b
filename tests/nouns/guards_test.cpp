// SPDX-License-Identifier: MIT
// The settings circuit_breaker and pre_dial_hook as people write them.
#include <gtest/gtest.h>

#include "settings.hpp"

namespace carillon {
namespace {

std::string complaint_of(const std::string& patch) {
    const auto changed = change_settings({}, patch);
    return changed ? "" : changed.error().fields.at(0).message;
}

}  // namespace

TEST(Guards, ProtectACampaignThatSaysNothing) {
    EXPECT_EQ(CampaignSettings{}.circuit_breaker, (CircuitBreaker{0.9, 600, 50}));
    EXPECT_FALSE(CampaignSettings{}.pre_dial_hook);
}

TEST(Guards, AreSwitchedOffByNull) {
    CampaignSettings guarded;
    guarded.pre_dial_hook = PreDialHook{"https://hook.example/", 500, PreDialHook::OnFailure::call};
    const auto changed = change_settings(guarded, R"({"circuit_breaker": null, "pre_dial_hook": null})");
    ASSERT_TRUE(changed);
    EXPECT_FALSE(changed->circuit_breaker);
    EXPECT_FALSE(changed->pre_dial_hook);
    EXPECT_EQ(settings_from_json(settings_to_json(*changed)), *changed);
}

TEST(Guards, HaveDefaultsForWhatIsLeftOut) {
    const auto changed = change_settings(
        {},
        R"({"circuit_breaker": {"failed_share": 0.5}, "pre_dial_hook": {"url": "https://hook.example/?a=b"}})");
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->circuit_breaker, (CircuitBreaker{0.5, 600, 50}));
    EXPECT_EQ(changed->pre_dial_hook,
              (PreDialHook{"https://hook.example/?a=b", 3000, PreDialHook::OnFailure::hold}));
}

TEST(Guards, NameWhatIsWrong) {
    struct Row {
        std::string patch, complaint;
    };
    const std::string share = "circuit_breaker failed_share must be a number from 0.01 to 1";
    const std::string least = "circuit_breaker least_calls must be a whole number from 1 to 1000";
    const std::string window = "circuit_breaker window_seconds must be a whole number from 10 to 86400";
    const std::string timeout = "pre_dial_hook timeout_ms must be a whole number from 100 to 10000";
    for (const Row& row : {
             Row{R"({"circuit_breaker": {"failed_share": 0}})", share},
             Row{R"({"circuit_breaker": {"failed_share": 1.01}})", share},
             Row{R"({"circuit_breaker": {"failed_share": "0.5"}})", share},
             Row{R"({"circuit_breaker": {"least_calls": 0}})", least},
             Row{R"({"circuit_breaker": {"least_calls": 1001}})", least},
             Row{R"({"circuit_breaker": {"least_calls": 1.5}})", least},
             Row{R"({"circuit_breaker": {"window_seconds": 9}})", window},
             Row{R"({"circuit_breaker": {"window_seconds": 86401}})", window},
             Row{R"({"circuit_breaker": {"share": 1}})",
                 "circuit_breaker has no \"share\": known are failed_share, window_seconds and least_calls"},
             Row{R"({"circuit_breaker": true})",
                 "circuit_breaker must be an object with failed_share, window_seconds and least_calls, or "
                 "null"},
             Row{R"({"pre_dial_hook": "https://hook.example/"})",
                 "pre_dial_hook must be an object with \"url\", or null"},
             Row{R"({"pre_dial_hook": {"timeout_ms": 500}})",
                 "pre_dial_hook must be an object with \"url\", or null"},
             Row{R"({"pre_dial_hook": {"url": "https://hook.example/", "timeout_ms": 99}})", timeout},
             Row{R"({"pre_dial_hook": {"url": "https://hook.example/", "timeout_ms": 10001}})", timeout},
             Row{R"({"pre_dial_hook": {"url": "https://hook.example/", "on_failure": "ring"}})",
                 "pre_dial_hook on_failure must be hold or call"},
             Row{R"({"pre_dial_hook": {"url": "https://a:b@hook.example/"}})",
                 "pre_dial_hook url must not hold a user or password"},
             Row{R"({"pre_dial_hook": {"url": "https://hook.example/{{name}}"}})",
                 "pre_dial_hook url must hold no placeholder: the contact is told in the request's body"},
             Row{R"({"pre_dial_hook": {"url": "https://hook.example/", "secret": "x"}})",
                 "pre_dial_hook has no \"secret\": known are url, timeout_ms and on_failure"},
         })
        EXPECT_EQ(complaint_of(row.patch), row.complaint) << row.patch;
    for (const char* url : {"", "hook.example", "ftp://hook.example/", "//hook.example/"})
        EXPECT_EQ(complaint_of(R"({"pre_dial_hook": {"url": ")" + std::string{url} + R"("}})").substr(0, 18),
                  "pre_dial_hook url ")
            << url;
}

}  // namespace carillon
