// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon {
namespace {

using testing::HasSubstr;

CampaignSettings every_field_changed() {
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/{{name|there}}";
    settings.caller_id = "+15557654321";
    settings.status_callback_events = {"answered", "completed"};
    settings.status_callback_method = "GET";
    settings.default_country = "CH";
    settings.timeout_seconds = 20;
    settings.time_limit_seconds = 600;
    settings.calls_per_second = 2.5;
    settings.max_concurrent_calls = 7;
    settings.max_attempts = 3;
    settings.retry_delay_seconds = 60;
    settings.start_at = from_unix_ms(1'795'348'800'000);
    settings.end_at = from_unix_ms(1'795'435'200'500);
    CallingWindow window;
    window.days.set(0).set(4);
    window.from = std::chrono::minutes{22 * 60};
    window.to = std::chrono::minutes{90};
    settings.calling_hours.windows = {window};
    settings.calling_hours.blackout_dates = {parse_date("2026-12-25").value()};
    settings.time_zone = "Europe/Zurich";
    settings.retries.busy.emplace();
    settings.retries.busy->times = 2;
    settings.retries.busy->delays_seconds = {300, 900};
    settings.retries.failed.emplace();
    settings.retries.failed->times = 1;
    settings.retries.failed->factor = 1.5;
    settings.retries.failed->jitter = 0.25;
    settings.min_gap_seconds = 7'200;
    settings.allowed_countries = {"CH", "LI"};
    settings.from_pool.numbers = {"+41446681800", "+41227081800"};
    settings.from_pool.strategy = PoolStrategy::local_presence;
    settings.from_pool.max_calls_per_day = 200;
    settings.from_pool.rest = RestRule{40, 0.05, 0.5, 7'200};
    settings.retries.voicemail.emplace();
    settings.retries.voicemail->times = 2;
    settings.machine_detection = MachineDetection{.mode = DetectionMode::detect_message_end,
                                                  .timeout_seconds = 20,
                                                  .speech_threshold_ms = 2'500,
                                                  .speech_end_threshold_ms = 1'300,
                                                  .silence_timeout_ms = 4'000,
                                                  .on_machine = OnMachine::hang_up};
    settings.circuit_breaker = CircuitBreaker{0.25, 120, 7};
    settings.pre_dial_hook = PreDialHook{"https://hook.example/", 500, PreDialHook::OnFailure::call};
    return settings;
}

}  // namespace

TEST(Settings, ComeBackFromTheirJsonUnchanged) {
    EXPECT_EQ(settings_from_json(settings_to_json(every_field_changed())), every_field_changed());
    EXPECT_EQ(settings_from_json(settings_to_json({})), CampaignSettings{});
}

TEST(Settings, AreReadFromAnOlderOrNewerVersionsJson) {
    const auto settings = settings_from_json(R"({"timeout_seconds": 20, "from_a_later_version": true})");
    EXPECT_EQ(settings.timeout_seconds, 20);
    EXPECT_EQ(settings.time_limit_seconds, CampaignSettings{}.time_limit_seconds);
}

TEST(Settings, ChangeOnlyWhatThePatchNames) {
    const auto changed = change_settings(every_field_changed(), R"({"max_attempts": 5})");
    ASSERT_TRUE(changed);
    auto expected = every_field_changed();
    expected.max_attempts = 5;
    EXPECT_EQ(*changed, expected);
}

TEST(Settings, NameEveryWrongFieldAtOnce) {
    const auto changed =
        change_settings({}, R"({"timeout_seconds": 4, "calls_per_secnd": 1, "from_number": "555",
        "status_callback_events": ["ringing"], "calls_per_second": 0, "max_attempts": 1.5, "name": null})");
    ASSERT_FALSE(changed);
    std::vector<std::string> pointers;
    for (const auto& field : changed.error().fields) pointers.push_back(field.pointer);
    EXPECT_THAT(pointers,
                testing::UnorderedElementsAre("/settings/timeout_seconds",
                                              "/settings/calls_per_secnd",
                                              "/settings/from_number",
                                              "/settings/status_callback_events",
                                              "/settings/calls_per_second",
                                              "/settings/max_attempts",
                                              "/settings/name"));
}

TEST(Settings, SayWhatWasExpected) {
    const auto complaint = [](const char* patch) {
        const auto changed = change_settings({}, patch);
        return changed ? std::string{"taken"} : changed.error().fields.at(0).message;
    };
    EXPECT_THAT(complaint(R"({"timeout_seconds": 601})"), HasSubstr("from 5 to 600"));
    EXPECT_THAT(complaint(R"({"time_limit_seconds": "60"})"), HasSubstr("from 60 to 86400"));
    EXPECT_THAT(complaint(R"({"default_country": "us"})"), HasSubstr("ISO 3166-1"));
    EXPECT_THAT(complaint(R"({"default_country": "ZZ"})"), HasSubstr("ISO 3166-1"));
    EXPECT_THAT(complaint(R"({"twiml_url": "agent.example"})"), HasSubstr("https://"));
    EXPECT_THAT(complaint(R"({"status_callback_method": "PUT"})"), HasSubstr("POST or GET"));
    EXPECT_THAT(complaint(R"({"time_out": 30})"), HasSubstr("timeout_seconds"));
    EXPECT_THAT(complaint(R"({"start_at": "2026-12-01T09:00:00"})"), HasSubstr("with its zone"));
    EXPECT_THAT(complaint(R"({"end_at": 1795348800})"), HasSubstr("RFC 3339"));
    EXPECT_EQ(complaint(R"({"timeout_seconds": 600})"), "taken");
}

TEST(Settings, HaveAnEndThatLiesAfterTheirStart) {
    const auto wrong =
        change_settings({}, R"({"start_at": "2026-12-01T09:00:00+01:00", "end_at": "2026-12-01T08:00:00Z"})");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.at(0).pointer, "/settings/end_at");
    auto both =
        change_settings({}, R"({"start_at": "2026-12-01T09:00:00+01:00", "end_at": "2026-12-02T08:00:00Z"})");
    ASSERT_TRUE(both);
    EXPECT_EQ(to_rfc3339(*both->start_at), "2026-12-01T08:00:00.000Z");
    EXPECT_FALSE(change_settings(*both, R"({"end_at": "2026-11-01T00:00:00Z"})"));
    EXPECT_FALSE(change_settings(*both, R"({"end_at": null})")->end_at);
}

TEST(Settings, MustBeAnObject) {
    for (const char* patch : {"[]", "null", "7", "{", ""}) EXPECT_FALSE(change_settings({}, patch)) << patch;
}

TEST(Settings, SayWhatIsMissingForAStart) {
    EXPECT_EQ(missing_for_start({}).size(), 2U);
    EXPECT_TRUE(missing_for_start(every_field_changed()).empty());
}

/// What stands in quotes must be in the complaint.
std::string complaint_about(const char* patch) {
    const auto changed = change_settings({}, patch);
    if (changed) return "none";
    const Error error = changed.error();
    const auto& field = error.fields.at(0);
    return field.pointer + ": " + field.message;
}

TEST(Settings, SayWhatIsWrongWithCallingHours) {
    EXPECT_THAT(complaint_about(R"({"calling_hours": {"from": "09:00"}})"),
                HasSubstr("/settings/calling_hours: calling_hours must be a list"));
    EXPECT_THAT(complaint_about(R"({"calling_hours": [{"days": ["mon"], "from": "09:00", "to": "17:00"},
                                                      {"days": ["monday"], "from": "09:00", "to": "17:00"}]})"),
                HasSubstr("is wrong in window 2: days must be among mon, tue"));
    EXPECT_THAT(complaint_about(R"({"calling_hours": [{"days": ["mon"], "from": "9:00", "to": "17:00"}]})"),
                HasSubstr("from must be a local time"));
    EXPECT_THAT(complaint_about(R"({"calling_hours": [{"days": ["mon"], "from": "09:00", "to": "09:00"}]})"),
                HasSubstr("from and to are the same"));
    EXPECT_THAT(complaint_about(R"({"calling_hours": [{"days": ["mon"], "from": "09:00"}]})"),
                HasSubstr("must have days, from and to"));
    EXPECT_THAT(complaint_about(R"({"blackout_dates": ["2026-02-30"]})"),
                HasSubstr("list of at most 1000 dates"));
    EXPECT_THAT(complaint_about(R"({"time_zone": "Mars/Olympus"})"), HasSubstr("must be an IANA time zone"));
}

TEST(Settings, SayWhatIsWrongWithRetries) {
    EXPECT_THAT(complaint_about(R"({"retries": {"completed": {"times": 1}}})"),
                HasSubstr("retries has no \"completed\""));
    EXPECT_THAT(complaint_about(R"({"retries": {"busy": {"delays_seconds": [5]}}})"),
                HasSubstr("of busy: must be an object with \"times\""));
    EXPECT_THAT(complaint_about(R"({"retries": {"busy": {"times": 1, "delays_seconds": [0]}}})"),
                HasSubstr("of busy: delays_seconds must be a list"));
    EXPECT_THAT(complaint_about(R"({"retries": {"busy": {"times": 1, "delays_seconds": [5], "factor": 2}}})"),
                HasSubstr("one of both"));
    EXPECT_THAT(complaint_about(R"({"retries": {"busy": {"times": 1, "every": 5}}})"),
                HasSubstr("has no \"every\""));
    EXPECT_THAT(complaint_about(R"({"retries": {"busy": {"times": 3}}, "max_attempts": 3})"),
                HasSubstr("/settings/retries: retries says 3 times: max_attempts"));
    EXPECT_THAT(complaint_about(R"({"retries": {"voicemail": {"times": 1}}, "max_attempts": 1})"),
                HasSubstr("/settings/retries: retries says 1 times: max_attempts"));
}

TEST(Settings, SayWhatIsWrongWithMachineDetection) {
    EXPECT_THAT(complaint_about(R"({"machine_detection": true})"),
                HasSubstr("/settings/machine_detection: machine_detection must be null or an object"));
    EXPECT_THAT(
        complaint_about(R"({"machine_detection": {"timeout": 5}})"),
        HasSubstr("/settings/machine_detection/timeout: machine_detection has no \"timeout\": known are "
                  "mode, timeout_seconds"));
    const std::vector<std::pair<const char*, const char*>> members{
        {R"("mode": "Enable")", "mode: machine_detection of mode: must be enable or detect_message_end"},
        {R"("timeout_seconds": 2)", "of timeout_seconds: must be a whole number from 3 to 59"},
        {R"("timeout_seconds": 60)", "from 3 to 59"},
        {R"("speech_threshold_ms": 999)", "from 1000 to 6000"},
        {R"("speech_end_threshold_ms": 5001)", "from 500 to 5000"},
        {R"("silence_timeout_ms": "2000")", "from 2000 to 10000"},
        {R"("on_machine": "hangup")", "must be continue or hang_up"}};
    for (const auto& [member, words] : members)
        EXPECT_THAT(complaint_about(("{\"machine_detection\": {" + std::string{member} + "}}").c_str()),
                    testing::AllOf(testing::StartsWith("/settings/machine_detection/"), HasSubstr(words)));
}

TEST(Settings, ListenForMachinesWithTwiliosDefaultsAndCeaseTo) {
    const auto on = change_settings({}, R"({"machine_detection": {}})");
    ASSERT_TRUE(on);
    EXPECT_EQ(on->machine_detection, MachineDetection{});
    EXPECT_FALSE(change_settings(*on, R"({"machine_detection": null})")->machine_detection);
}

TEST(Settings, SayWhichCountriesAreNone) {
    EXPECT_THAT(complaint_about(R"({"allowed_countries": ["US", "usa"]})"), HasSubstr("ISO 3166-1 alpha-2"));
    EXPECT_EQ(complaint_about(R"({"allowed_countries": ["US", "CA"]})"), "none");
}

TEST(Settings, RefuseToCallMachinesAgainThatNobodyListensFor) {
    const char* retries = R"("max_attempts": 2, "retries": {"voicemail": {"times": 1}})";
    const auto deaf = change_settings({}, "{" + std::string{retries} + "}");
    ASSERT_FALSE(deaf);
    EXPECT_EQ(deaf.error().fields.at(0).pointer, "/settings/retries");
    EXPECT_TRUE(change_settings({}, R"({"machine_detection": {}, )" + std::string{retries} + "}"));
}

TEST(Settings, RefuseAPoolThatIsNone) {
    for (const auto& [value, complaint] : std::map<std::string, std::string>{
             {R"("+15551234567")", "from_pool must be an object, or null"},
             {R"({})", "from_pool numbers is missing"},
             {R"({"numbers": []})", "from_pool numbers must be a list"},
             {R"({"numbers": ["15551234567"]})", "from_pool numbers must be a list"},
             {R"({"numbers": ["+15551234567", "+15551234567"]})", "from_pool numbers names a number twice"},
             {R"({"numbers": ["+15551234567"], "strategy": "random"})",
              "from_pool strategy must be rotation"},
             {R"({"numbers": ["+15551234567"], "max_calls_per_day": -1})",
              "from_pool max_calls_per_day must"},
             {R"({"numbers": ["+15551234567"], "rest": {"of_last": 4}})", "from_pool rest: of_last must"},
             {R"({"numbers": ["+15551234567"], "rest": {"pause": 4}})", "from_pool rest has no \"pause\""},
             {R"({"numbers": ["+15551234567"], "spread": 1})", "from_pool has no \"spread\""}}) {
        const auto changed = change_settings({}, R"({"from_pool": )" + value + "}");
        ASSERT_FALSE(changed) << value;
        EXPECT_EQ(changed.error().fields.at(0).pointer, "/settings/from_pool");
        EXPECT_THAT(changed.error().fields.at(0).message, HasSubstr(complaint)) << value;
    }
    EXPECT_TRUE(change_settings(every_field_changed(), R"({"from_pool": null})")->from_pool.numbers.empty());
}

}  // namespace carillon
