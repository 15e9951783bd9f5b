// SPDX-License-Identifier: MIT
// What can reach us about one call, and every order in which it can: its callbacks, each of them twice, what
// a poll brings, and how the POST ended for us (answered, unanswered, or with our own crash).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace carillon::test {

enum class How { created, answer_lost, crashed, webhook, poll };

struct Event {
    How how = How::webhook;
    std::string word;
    std::optional<std::int64_t> sequence_number;
    auto operator<=>(const Event&) const = default;
};

struct CallStory {
    std::string name;
    std::vector<Event> events;  ///< as they happened; repeated ones stand twice
    [[nodiscard]] const std::string& ending() const;
};

[[nodiscard]] const std::vector<CallStory>& call_stories();
/// Every order of each story's events, numbered from 1.
void for_each_order(
    const std::function<void(std::int64_t, const CallStory&, const std::vector<Event>&)>& visit);

}  // namespace carillon::test
