// SPDX-License-Identifier: MIT
#include "prove/event_orders/orders.hpp"

#include <algorithm>
#include <utility>

namespace carillon::test {
namespace {

std::vector<Event> callbacks(const std::vector<std::string>& words) {
    std::vector<Event> events;
    for (const std::string& word : words) events.push_back({How::webhook, word, std::ssize(events)});
    return events;
}

std::vector<Event> twice(std::vector<Event> events) {
    const std::vector<Event> once = events;
    events.insert(events.end(), once.begin(), once.end());
    return events;
}

/// A carrier whose numbers say nothing of the order: the end has the lowest one.
std::vector<Event> numbered_backwards() {
    std::vector<Event> events = callbacks({"initiated", "ringing", "in-progress", "completed"});
    for (Event& event : events) event.sequence_number = 3 - *event.sequence_number;
    events.push_back(events[2]);
    events.push_back(events[3]);
    return events;
}

std::vector<Event> with_poll_and_unknown_word() {
    std::vector<Event> events = callbacks({"initiated", "ringing", "in-progress", "completed"});
    events.push_back({How::poll, "completed", std::nullopt});
    events.push_back({How::webhook, "transferring", 7});
    return events;
}

/// The verdict of a machine detection comes beside the statuses, and has no number. It and the end come
/// twice.
std::vector<Event> with_verdict() {
    std::vector<Event> events = callbacks({"ringing", "in-progress", "completed"});
    events.push_back(events.back());
    events.insert(events.end(), 2, Event{How::webhook, "amd:human", std::nullopt});
    return events;
}

std::vector<CallStory> write_stories() {
    const std::vector<std::pair<std::string, std::vector<Event>>> lives{
        {"completed", twice(callbacks({"initiated", "ringing", "in-progress", "completed"}))},
        {"busy", twice(callbacks({"initiated", "ringing", "busy"}))},
        {"no answer", twice(callbacks({"initiated", "ringing", "no-answer"}))},
        {"failed", twice(callbacks({"initiated", "failed"}))},
        {"canceled in the queue", twice(callbacks({"queued", "canceled"}))},
        {"only the end", twice(callbacks({"completed"}))},
        {"numbered backwards", numbered_backwards()},
        {"polled, with an unknown word", with_poll_and_unknown_word()},
        {"completed, with a verdict", with_verdict()},
    };
    const std::vector<std::pair<std::string, How>> posts{
        {"201", How::created}, {"answer lost", How::answer_lost}, {"crash", How::crashed}};
    std::vector<CallStory> stories;
    for (const auto& [life, events] : lives)
        for (const auto& [post, how] : posts) {
            CallStory story{life + ", " + post, events};
            story.events.insert(story.events.begin(), Event{how, "", std::nullopt});
            stories.push_back(std::move(story));
        }
    return stories;
}

bool is_end(const Event& event) {
    return event.how == How::webhook && event.word != "initiated" && event.word != "ringing" &&
           event.word != "in-progress" && event.word != "queued" && event.word != "transferring" &&
           !event.word.starts_with("amd:");
}

}  // namespace

const std::string& CallStory::ending() const {
    return std::find_if(events.begin(), events.end(), is_end)->word;
}

const std::vector<CallStory>& call_stories() {
    static const std::vector<CallStory> stories = write_stories();
    return stories;
}

void for_each_order(
    const std::function<void(std::int64_t, const CallStory&, const std::vector<Event>&)>& visit) {
    std::int64_t number = 0;
    for (const CallStory& story : call_stories()) {
        std::vector<Event> order = story.events;
        std::sort(order.begin(), order.end());
        do visit(++number, story, order);
        while (std::next_permutation(order.begin(), order.end()));
    }
}

}  // namespace carillon::test
