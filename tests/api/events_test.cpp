// SPDX-License-Identifier: MIT
// The stream of events over a real socket.
#include <memory>

#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class EventStream : public testing::Test {
protected:
    /// Connected, and with the head and the greeting read.
    std::unique_ptr<RawPeer> follow(const std::string& query = "", const std::string& headers = "") {
        auto peer = std::make_unique<RawPeer>(api_.port());
        peer->send("GET /v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        head_ = peer->receive_until("\r\n\r\n");
        if (head_.starts_with("HTTP/1.1 200")) peer->receive_until("retry: 2000\n\n");
        return peer;
    }
    /// A draft that is started, paused, resumed …: one event each.
    std::string campaign(std::initializer_list<const char*> moves = {"start", "pause"}) {
        const std::string path = api_.create_campaign();
        for (const char* move : moves) EXPECT_EQ(api_.post(path + "/" + move, "", "").status, 200);
        return path;
    }

    RunningApi api_{test_config(), events::FeedLimits{2, Milliseconds{300}, Milliseconds{1}}};
    std::string head_;
};

TEST_F(EventStream, TellsWhatHappensAsItHappens) {
    const auto peer = follow();
    EXPECT_THAT(head_, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(head_, HasSubstr("Cache-Control: no-store\r\n"));

    campaign({"start"});

    const std::string event = peer->receive_until("}\n\n");
    EXPECT_THAT(event, HasSubstr("id: 1\nevent: campaign.started\ndata: {\"id\":1,"));
    EXPECT_THAT(event, HasSubstr(R"("name":"a campaign")"));
}

TEST_F(EventStream, BeginsWithWhatIsNewUnlessToldWhatWasSeen) {
    campaign();
    const auto new_ones = follow();
    const auto all = follow("?last_event_id=0");
    EXPECT_THAT(all->receive_until("}\n\n"), HasSubstr("id: 1\n"));

    campaign({"start"});

    EXPECT_THAT(new_ones->receive_until("}\n\n"), HasSubstr("id: 3\n"));
}

TEST_F(EventStream, GoesOnAfterTheLastEventThatWasSeen) {
    campaign({"start", "pause", "resume", "pause"});
    const auto peer = follow("", "Last-Event-ID: 3\r\n");

    const std::string event = peer->receive_until("}\n\n");

    EXPECT_THAT(event, HasSubstr("id: 4\nevent: campaign.paused\n"));
    EXPECT_THAT(event, Not(HasSubstr("id: 3\n")));
}

TEST_F(EventStream, TellsOnlyWhatIsWanted) {
    campaign();
    campaign();
    const auto peer = follow("?last_event_id=0&campaign_id=2&kinds=campaign.paused,call.ended");

    const std::string event = peer->receive_until("}\n\n");

    EXPECT_THAT(event, HasSubstr("id: 4\nevent: campaign.paused\n"));
    EXPECT_THAT(event, Not(HasSubstr("campaign.started")));
}

TEST_F(EventStream, SaysWhenItsBeginningIsNotThereAnyMore) {
    campaign();
    const auto peer = follow("?last_event_id=99");
    EXPECT_THAT(peer->receive_until("}}\n\n"), HasSubstr(R"(event: events.missed
data: {"type":"events.missed","data":{"last_event_id":99,"oldest":1}})"));
}

TEST_F(EventStream, KeepsASilentConnectionAliveAndMovesItsPlace) {
    const auto peer = follow("?kinds=call.ended");
    campaign();
    EXPECT_THAT(peer->receive_until(": keep-alive\nid: 2\n\n"), Not(HasSubstr("data:")));
}

TEST_F(EventStream, TakesAsManyListenersAsItMay) {
    const auto one = follow();
    {
        const auto two = follow();
        const auto three = follow();
        EXPECT_THAT(head_, HasSubstr("HTTP/1.1 503"));
        EXPECT_THAT(head_, HasSubstr("Retry-After: 5\r\n"));
    }
    // Who has gone is noticed when something is sent.
    for (int tries = 0; tries < 100 && !head_.starts_with("HTTP/1.1 200"); ++tries) {
        one->receive_until("keep-alive");
        follow();
    }
    EXPECT_THAT(head_, HasSubstr("HTTP/1.1 200"));
}

TEST_F(EventStream, EndsAtOnceWhenTheServerStops) {
    const auto peer = follow();

    api_.close_feed();

    EXPECT_THAT(peer->receive_until("0\r\n\r\n"), Not(HasSubstr("data:")));
    follow();
    EXPECT_THAT(head_, HasSubstr("HTTP/1.1 503"));
}

TEST_F(EventStream, SaysWhatIsWrongWithAWish) {
    EXPECT_THAT(api_.get("/v1/events?campaign=1").body,
                HasSubstr("Known: campaign_id, kinds, last_event_id"));
    EXPECT_THAT(api_.get("/v1/events?kinds=call.began").body, HasSubstr("call.began is no kind of event"));
    EXPECT_THAT(api_.get("/v1/events?last_event_id=x").body, HasSubstr("must be a whole number"));
    EXPECT_EQ(api_.get("/v1/events?last_event_id=-1").status, 400);
}

}  // namespace
}  // namespace carillon::test
