// SPDX-License-Identifier: MIT
// GET /v1/events: the log of events as a stream that goes on (server-sent events). Each piece is a page read
// from the log after the last one; between pages the stream waits for the feed's bell.
#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include "api/error_response.hpp"
#include "api/event_kinds.hpp"
#include "api/handlers.hpp"
#include "api/paging.hpp"
#include "events/following.hpp"
#include "events/payload.hpp"

namespace carillon::api {
namespace {

constexpr std::int64_t rows_per_page = 100;
/// A browser comes back by itself; this says when.
constexpr std::string_view greeting = "retry: 2000\n\n";

class EventStream final : public http::Source {
public:
    EventStream(Rooms& rooms, events::Seat seat, store::ListEvents wanted, std::string opening)
        : rooms_(rooms), seat_(std::move(seat)), wanted_(std::move(wanted)), opening_(std::move(opening)) {}

    /// Empty when the server stops.
    boost::asio::awaitable<std::string> next() override {
        if (!opening_.empty()) co_return std::exchange(opening_, {});
        events::Feed& feed = rooms_.feed;
        const Tick until = rooms_.clock.tick() + feed.limits().keep_alive;
        while (!feed.is_closed()) {
            const std::uint64_t heard = feed.rings();
            std::string text = co_await read_on();
            if (!text.empty()) co_return text;
            if (rooms_.clock.tick() >= until) co_return keep_alive();
            co_await feed.wait(heard, until);
            co_await rooms_.clock.sleep_until(std::min(until, rooms_.clock.tick() + feed.limits().gathering));
        }
        co_return std::string{};
    }

private:
    /// The next page with something on it; empty when there is none yet.
    boost::asio::awaitable<std::string> read_on() {
        std::string text;
        while (text.empty() && rooms_.store.newest_event() > wanted_.after) {
            store::ListEvents wanted = wanted_;
            const auto page = co_await rooms_.store.list_events(std::move(wanted));
            wanted_.after = page.looked_to;
            for (const EventRecord& record : page.events) append(text, record);
        }
        co_return text;
    }

    static void append(std::string& text, const EventRecord& record) {
        text.append("id: ").append(std::to_string(record.event.id.value()));
        text.append("\nevent: ").append(to_text(record.event.kind));
        text.append("\ndata: ").append(events::to_payload(record)).append("\n\n");
    }

    /// An id without data is no event: it moves the place from which the listener would go on past what it
    /// did not want.
    [[nodiscard]] std::string keep_alive() const {
        return ": keep-alive\nid: " + std::to_string(wanted_.after.value()) + "\n\n";
    }

    Rooms& rooms_;
    events::Seat seat_;
    store::ListEvents wanted_;
    std::string opening_;
};

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        words.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return words;
}

/// The header is what a browser sends when it comes back; the parameter is for those that cannot set one.
Result<std::optional<EventId>> read_last_seen(const http::Request& request) {
    const std::string_view header = request.header("Last-Event-ID");
    const auto text = header.empty() ? request.parameter("last_event_id") : std::optional{header};
    if (!text) return std::optional<EventId>{};
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), id);
    if (error != std::errc{} || end != text->data() + text->size() || id < 0)
        return wrong_parameter(header.empty() ? "last_event_id" : "Last-Event-ID",
                               "the last event's id must be a whole number, 0 for all that are kept");
    return std::optional{EventId{id}};
}

Result<store::ListEvents> to_list(const http::Request& request) {
    for (const auto& [name, value] : request.query)
        if (name != "campaign_id" && name != "kinds" && name != "last_event_id")
            return wrong_parameter(
                name, name + " is not a parameter of this stream. Known: campaign_id, kinds, last_event_id");
    const auto campaign = read_id_filter<CampaignId>(request, "campaign_id");
    if (!campaign) return campaign.error();
    auto kinds = read_kinds(split(request.parameter("kinds").value_or("")), "kinds");
    if (!kinds) return kinds.error();

    store::ListEvents wanted;
    wanted.campaign_id = *campaign;
    wanted.kinds = *std::move(kinds);
    wanted.look_at = rows_per_page;
    return wanted;
}

std::string tell_what_is_missing(EventId seen, const store::EventRange& log) {
    return "event: events.missed\ndata: {\"type\":\"events.missed\",\"data\":{\"last_event_id\":" +
           std::to_string(seen.value()) + ",\"oldest\":" + std::to_string(log.oldest.value()) + "}}\n\n";
}

http::Response too_many_listeners() {
    http::Response response =
        problem(Error{Errc::unavailable, "As many listeners as may be follow the events already."});
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

}  // namespace

Answering follow_events(Incoming incoming) {
    auto wanted = to_list(incoming.request);
    if (!wanted) co_return problem(wanted.error());
    const auto seen = read_last_seen(incoming.request);
    if (!seen) co_return problem(seen.error());
    events::Seat seat = incoming.rooms.feed.take_seat();
    if (!seat) co_return too_many_listeners();

    const auto log = co_await incoming.rooms.store.find_event_range();
    const events::Beginning beginning = events::begin_after(*seen, log);
    wanted->after = beginning.after;
    std::string opening{greeting};
    if (beginning.has_missed) opening += tell_what_is_missing(**seen, log);

    http::Response response(200, "text/event-stream", "");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would hold the stream back
    response.source = std::make_unique<EventStream>(
        incoming.rooms, std::move(seat), *std::move(wanted), std::move(opening));
    co_return response;
}

}  // namespace carillon::api
