// SPDX-License-Identifier: MIT
#include "events/payload.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon::events {
namespace {

using Json = nlohmann::json;

const Instant noon = from_unix_ms(1'700'000'000'125);

EventRecord record(EventKind kind) {
    EventRecord record;
    record.event.id = EventId{7};
    record.event.at = noon;
    record.event.kind = kind;
    record.event.campaign_id = CampaignId{3};
    record.campaign_name = "Spring";
    Contact contact;
    contact.id = ContactId{5};
    contact.phone = "+14155552671";
    contact.variables = R"({"crm_id":"17"})";
    contact.status = ContactStatus::pending;
    record.contact = contact;
    Call call;
    call.id = CallId{9};
    call.token = CallToken{"the token"};
    call.state = CallState::ended;
    call.outcome = Outcome::completed;
    call.answered_by = "machine_start";
    call.duration_seconds = 42;
    record.call = call;
    return record;
}

TEST(Payload, SaysWhatHappenedWhenAndToWhom) {
    const Json json = Json::parse(to_payload(record(EventKind::call_ended)));

    EXPECT_EQ(json["id"], 7);
    EXPECT_EQ(json["type"], "call.ended");
    EXPECT_EQ(json["timestamp"], "2023-11-14T22:13:20.125Z");
    EXPECT_EQ(json["data"]["campaign_id"], 3);
    EXPECT_EQ(json["data"]["call"]["outcome"], "voicemail");
    EXPECT_EQ(json["data"]["call"]["duration_seconds"], 42);
    EXPECT_EQ(json["data"]["contact"]["variables"]["crm_id"], "17");
    EXPECT_FALSE(json["data"]["contact"].contains("status")) << "that is contact.done's to tell";
}

TEST(Payload, NeverHoldsTheKeyToACallsCallbacks) {
    EXPECT_EQ(to_payload(record(EventKind::call_ended)).find("the token"), std::string::npos);
}

TEST(Payload, SaysWhatAContactBecameAndNotWhatItIsByNow) {
    EventRecord done = record(EventKind::contact_done);
    done.event.status = ContactStatus::failed;
    done.event.reason = "no attempt is left";

    const Json json = Json::parse(to_payload(done));

    EXPECT_EQ(json["data"]["contact"]["status"], "failed");
    EXPECT_EQ(json["data"]["contact"]["reason"], "no attempt is left");
}

TEST(Payload, NamesACampaignAndItsStatus) {
    EventRecord paused = record(EventKind::campaign_paused);
    paused.event.reason = "most calls fail";

    const Json json = Json::parse(to_payload(paused));

    EXPECT_EQ(json["type"], "campaign.paused");
    EXPECT_EQ(json["data"],
              (Json{{"campaign",
                     {{"id", 3}, {"name", "Spring"}, {"status", "paused"}, {"reason", "most calls fail"}}}}));
}

TEST(Payload, IsOneLineOfUtf8WhateverStrangersWrote) {
    EventRecord odd = record(EventKind::call_ended);
    odd.contact->name = "a\nb\r\xff";
    odd.contact->variables = "broken";

    const std::string text = to_payload(odd);

    EXPECT_EQ(text.find_first_of("\r\n"), std::string::npos);
    EXPECT_TRUE(Json::accept(text));
    EXPECT_EQ(Json::parse(text)["data"]["contact"]["variables"], Json::object());
}

}  // namespace
}  // namespace carillon::events
