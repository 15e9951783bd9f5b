// SPDX-License-Identifier: MIT
// What /metrics shows of a call, and that whoever watches it watches what there is.
#include "metrics.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gmock/gmock.h>

#include "api/running_api.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* sid = "CA00000000000000000000000000000001";

class MetricsRoute : public testing::Test {
protected:
    void call_and_hear_its_end() {
        api_.post("/dial", "application/json", R"({"to": "+15559876543"})");
        const auto request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
        const std::string target = "/twilio-status?call=" + ScriptedCarrier::token_of(request).text();
        const twilio::Form form{{"CallSid", sid}, {"CallStatus", "busy"}};
        api_.post(target,
                  "application/x-www-form-urlencoded",
                  twilio::encode_form(form),
                  "X-Twilio-Signature: " +
                      twilio::sign("the auth token", "https://calls.example.com" + target, form) + "\r\n");
    }
    std::string text() { return api_.get("/metrics").body; }
    /// Counters are the process's, and other tests have counted before.
    double value(const std::string& series) {
        const std::string all = "\n" + text();
        const auto at = all.find("\n" + series + " ");
        return at == std::string::npos ? 0 : std::stod(all.substr(at + series.size() + 2));
    }

    RunningApi api_;
};

TEST_F(MetricsRoute, CountsACallFromItsAttemptToItsEnd) {
    const std::string attempts = "carillon_call_attempts_total";
    const std::string ends = R"(carillon_calls_ended_total{campaign="none",ending="busy"})";
    const std::string callbacks =
        R"(carillon_http_request_seconds_count{method="POST",route="/twilio-status",status="2xx"})";
    const std::string commits = "carillon_store_commit_seconds_count";
    const double attempts_before = value(attempts), ends_before = value(ends),
                 callbacks_before = value(callbacks), commits_before = value(commits);
    EXPECT_EQ(value("carillon_calls_open"), 0);

    call_and_hear_its_end();

    EXPECT_EQ(value(attempts) - attempts_before, 1);
    EXPECT_EQ(value(ends) - ends_before, 1);
    EXPECT_EQ(value(callbacks) - callbacks_before, 1);
    EXPECT_GT(value(commits) - commits_before, 2);
    EXPECT_EQ(value("carillon_calls_open"), 0);
    EXPECT_GE(value("carillon_http_connections"), 1);
}

TEST_F(MetricsRoute, ShowsCallsThatAreUnderWay) {
    api_.post("/dial", "application/json", R"({"to": "+15559876543"})");

    EXPECT_EQ(value("carillon_calls_open"), 1);
    EXPECT_EQ(value("carillon_calls_unknown"), 0);
}

TEST_F(MetricsRoute, IsPrometheusText) {
    const RawAnswer answer = api_.get("/metrics");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(answer.body, HasSubstr("# TYPE carillon_store_commit_size histogram\n"));
    EXPECT_THAT(answer.body, HasSubstr("carillon_build_info{version=\""));
    EXPECT_THAT(answer.body, Not(HasSubstr("+1555")));
}

TEST(Metrics, CountManyCampaignsAsOther) {
    for (int i = 1; i <= 250; ++i) metrics::call_ended(CampaignId{10'000 + i}, "completed");

    const std::string all = metrics::to_text({});

    EXPECT_THAT(all, HasSubstr(R"(carillon_calls_ended_total{campaign="other",ending="completed"})"));
    EXPECT_THAT(all, Not(HasSubstr("10250")));
}

/// All families that there are, also those that nothing was counted in yet.
std::set<std::string> families() {
    metrics::call_ended(std::nullopt, "busy");
    metrics::carrier_answered("place", "ok", {});
    metrics::call_reconciled("search", true);
    metrics::delivery_tried("delivered");
    metrics::request_answered("GET", "/healthz", 200, {});
    std::set<std::string> names;
    const std::string all = metrics::to_text({});
    const std::regex type{"# TYPE ([a-z_]+) ([a-z]+)"};
    for (std::sregex_iterator it{all.begin(), all.end(), type}, end; it != end; ++it) {
        names.insert((*it)[1]);
        if ((*it)[2] == "histogram")
            for (const char* part : {"_bucket", "_sum", "_count"}) names.insert((*it)[1].str() + part);
    }
    return names;
}

std::set<std::string> named_in(const std::string& file) {
    std::ifstream stream{std::string{CARILLON_SOURCE_DIR} + file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::regex name{"carillon_[a-z_]+"};
    return {std::sregex_token_iterator{text.begin(), text.end(), name}, {}};
}

TEST(Metrics, ThatAlertsAndTheDashboardNameExist) {
    const auto there = families();
    for (const char* file :
         {"/contrib/prometheus-alerts.yaml", "/contrib/grafana-dashboard.json", "/docs/operations.md"}) {
        const auto named = named_in(file);
        EXPECT_GT(named.size(), 5U) << file;
        for (const std::string& name : named) EXPECT_TRUE(there.contains(name)) << file << " names " << name;
    }
}

TEST(Metrics, AreAllInTheDocument) {
    const auto told = named_in("/docs/operations.md");
    const std::regex part{".*_(bucket|sum|count)"};
    for (const std::string& name : families()) {
        const bool is_ours = name.starts_with("carillon_") && !std::regex_match(name, part);
        EXPECT_TRUE(!is_ours || told.contains(name)) << name;
    }
}

TEST(Dashboard, IsJson) {
    std::ifstream stream{std::string{CARILLON_SOURCE_DIR} + "/contrib/grafana-dashboard.json"};
    const Json dashboard = Json::parse(stream);
    EXPECT_GE(dashboard["panels"].size(), 10U);
    for (const Json& panel : dashboard["panels"]) EXPECT_FALSE(panel["targets"].empty()) << panel["title"];
}

}  // namespace
}  // namespace carillon::test
