// SPDX-License-Identifier: MIT
#include "metrics.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <tuple>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace carillon::metrics {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using Labels = std::map<std::string, std::string>;
using Buckets = Histogram::BucketBoundaries;

/// A campaign more is counted as `other`: whoever makes a campaign a minute must not fill our memory.
constexpr std::size_t most_campaigns = 200;

const Buckets short_times{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15};
const Buckets long_times{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
const Buckets group_sizes{1, 2, 5, 10, 20, 50, 100, 200, 512};

double seconds(Duration time) {
    return std::chrono::duration<double>(time).count();
}

struct Meters {
    prometheus::Registry registry;

    Family<Counter>& counter(const char* name, const char* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Gauge>& gauge(const char* name, const char* help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
    }
    Family<Histogram>& histogram(const char* name, const char* help) {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    Counter& attempts =
        counter("carillon_call_attempts_total", "Calls that the carrier was asked to place").Add({});
    Family<Counter>& endings =
        counter("carillon_calls_ended_total", "Calls that ended, by campaign and ending");
    Histogram& rate_wait =
        histogram("carillon_rate_wait_seconds", "How long a call waited for the rates after it was its turn")
            .Add({}, long_times);
    Histogram& carrier_queue =
        histogram("carillon_twilio_queue_time_seconds", "queue_time of Twilio's answers").Add({}, long_times);
    Family<Histogram>& carrier =
        histogram("carillon_carrier_request_seconds", "Requests to the carrier's API, by kind and result");
    Family<Counter>& reconciled =
        counter("carillon_reconciliations_total",
                "Calls that the carrier was asked about, by way and whether it knew");
    Histogram& commit_size =
        histogram("carillon_store_commit_size", "Writes that one commit holds").Add({}, group_sizes);
    Histogram& commit_time =
        histogram("carillon_store_commit_seconds", "What a group of writes took, with its commit")
            .Add({}, short_times);
    Family<Gauge>& waiting =
        gauge("carillon_store_queue_depth", "Requests that wait for the database, by thread");
    Gauge& writes_waiting = waiting.Add({{"lane", "write"}});
    Gauge& reads_waiting = waiting.Add({{"lane", "read"}});
    Gauge& connections = gauge("carillon_http_connections", "Open connections of the server").Add({});
    Counter& accept_failures =
        counter("carillon_http_accept_failures_total", "Connections that could not be accepted").Add({});
    Family<Histogram>& requests =
        histogram("carillon_http_request_seconds",
                  "From a request's head to its answer, by method, route and class of status");
    Family<Counter>& deliveries =
        counter("carillon_webhook_deliveries_total", "Attempts to tell a webhook, by result");
    Gauge& open_calls = gauge("carillon_calls_open", "Calls that are under way, or may be").Add({});
    Gauge& unknown_calls =
        gauge("carillon_calls_unknown", "Open calls of which nobody knows yet whether they were placed")
            .Add({});
    Gauge& unresolved_calls =
        gauge("carillon_calls_unresolved", "Calls about which a person must decide").Add({});

    std::mutex mutex;  // of what is below
    std::map<CampaignId, std::string> campaigns;
    std::map<std::tuple<std::string, std::string, int>, Histogram*> by_route;
};

Meters& meters() {
    static Meters all;
    static const bool is_described = [] {
        all.gauge("carillon_build_info", "1, with the version that runs")
            .Add({{"version", CARILLON_VERSION}})
            .Set(1);
        all.gauge("process_start_time_seconds", "When the process began, in seconds since 1970")
            .Add({})
            .Set(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count());
        return true;
    }();
    (void)is_described;
    return all;
}

std::string label_of(std::optional<CampaignId> campaign) {
    if (!campaign) return "none";
    const std::lock_guard lock{meters().mutex};
    auto& known = meters().campaigns;
    if (!known.contains(*campaign) && known.size() >= most_campaigns) return "other";
    return known.try_emplace(*campaign, std::to_string(campaign->value())).first->second;
}

Histogram& histogram_of(std::string_view method, std::string_view route, int status_class) {
    const std::lock_guard lock{meters().mutex};
    Histogram*& found = meters().by_route[{std::string{method}, std::string{route}, status_class}];
    if (found == nullptr) {
        const Labels labels{{"method", std::string{method}},
                            {"route", std::string{route}},
                            {"status", std::to_string(status_class) + "xx"}};
        found = &meters().requests.Add(labels, short_times);
    }
    return *found;
}

}  // namespace

void call_attempted() {
    meters().attempts.Increment();
}
void call_ended(std::optional<CampaignId> campaign, std::string_view ending) {
    const Labels labels{{"campaign", label_of(campaign)}, {"ending", std::string{ending}}};
    meters().endings.Add(labels).Increment();
}
void rate_waited(Duration time) {
    meters().rate_wait.Observe(seconds(time));
}
void carrier_queued(Milliseconds time) {
    meters().carrier_queue.Observe(seconds(time));
}
void carrier_answered(std::string_view request, std::string_view result, Duration time) {
    const Labels labels{{"request", std::string{request}}, {"result", std::string{result}}};
    meters().carrier.Add(labels, long_times).Observe(seconds(time));
}
void call_reconciled(std::string_view by, bool found) {
    const Labels labels{{"by", std::string{by}}, {"found", found ? "yes" : "no"}};
    meters().reconciled.Add(labels).Increment();
}
void group_committed(std::size_t jobs, Duration time) {
    meters().commit_size.Observe(static_cast<double>(jobs));
    meters().commit_time.Observe(seconds(time));
}
void connection_opened() {
    meters().connections.Increment();
}
void connection_closed() {
    meters().connections.Decrement();
}
void accept_failed() {
    meters().accept_failures.Increment();
}
void request_answered(std::string_view method, std::string_view route, int status, Duration time) {
    histogram_of(method, route, status / 100).Observe(seconds(time));
}
void delivery_tried(std::string_view result) {
    meters().deliveries.Add({{"result", std::string{result}}}).Increment();
}

std::string to_text(const Levels& levels) {
    Meters& all = meters();
    all.open_calls.Set(static_cast<double>(levels.open_calls));
    all.unknown_calls.Set(static_cast<double>(levels.unknown_calls));
    all.unresolved_calls.Set(static_cast<double>(levels.unresolved_calls));
    all.writes_waiting.Set(static_cast<double>(levels.writes_waiting));
    all.reads_waiting.Set(static_cast<double>(levels.reads_waiting));
    const auto collected = all.registry.Collect();
    return prometheus::TextSerializer{}.Serialize(collected);
}

}  // namespace carillon::metrics
