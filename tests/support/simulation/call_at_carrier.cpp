// SPDX-License-Identifier: MIT
#include "support/simulation/call_at_carrier.hpp"

#include <algorithm>
#include <array>

#include "twilio/call_resource.hpp"

namespace carillon::test {
namespace {

constexpr std::string_view account_sid = "AC00000000000000000000000000000001";
constexpr Milliseconds time_to_ring{800};

struct Event {
    std::string_view name;
    std::string_view word;
};
constexpr std::array events{Event{"initiated", "initiated"},
                            Event{"ringing", "ringing"},
                            Event{"answered", "in-progress"},
                            Event{"completed", "completed"}};

void end_unanswered(Course& course, Milliseconds at, std::string_view word, int sip_response_code) {
    course.events.push_back({at, word});
    course.sip_response_code = sip_response_code;
}

/// Most verdicts come within seconds, a few when the call may be long over.
void detect(Course& course, const MachineDetection& detection, Dice& dice) {
    constexpr std::array<std::string_view, 4> at_once{"human", "machine_start", "fax", "unknown"};
    constexpr std::array<std::string_view, 4> at_the_beep{
        "human", "machine_end_beep", "machine_end_other", "unknown"};
    const bool waits = detection.mode == DetectionMode::detect_message_end;
    course.answered_by = dice.pick(waits ? at_the_beep : at_once);
    course.verdict_after_pick_up = Milliseconds{dice.between(500, detection.timeout_seconds * 1'000)};
}

void talk(Course& course, const CallRequest& request, Milliseconds picked_up, Dice& dice) {
    const bool is_long = dice.chance(0.05);
    const auto wanted = is_long ? dice.between(300, 7'200) : dice.between(1, 120);
    course.talk_seconds = std::min(wanted, request.time_limit_seconds);
    course.events.push_back({picked_up, "in-progress"});
    course.events.push_back({picked_up + Seconds{course.talk_seconds}, "completed"});
    constexpr std::array<std::string_view, 4> verdicts{"", "", "human", "machine_start"};
    course.answered_by = dice.pick(verdicts);
    if (request.machine_detection) detect(course, *request.machine_detection, dice);
}

}  // namespace

bool is_end(std::string_view word) {
    constexpr std::array<std::string_view, 5> ends{"completed", "busy", "no-answer", "failed", "canceled"};
    return std::find(ends.begin(), ends.end(), word) != ends.end();
}

Course draw_course(const CallRequest& request, std::int64_t least_luck, Dice& dice) {
    Course course;
    course.events.push_back({Milliseconds{0}, "initiated"});
    const auto luck = dice.between(least_luck, 100);
    if (luck <= 8) {
        end_unanswered(course, Milliseconds{dice.between(50, 2'000)}, "failed", 404);
        return course;
    }
    course.events.push_back({time_to_ring, "ringing"});
    const Milliseconds picked_up =
        time_to_ring + Milliseconds{dice.between(200, least_luck == 100 ? 9'000 : 25'000)};
    // Twilio may ring up to five seconds longer than Timeout says.
    const Milliseconds longest = time_to_ring + Seconds{request.timeout_seconds + dice.between(0, 5)};
    if (luck <= 25)
        end_unanswered(course, time_to_ring + Milliseconds{dice.between(0, 700)}, "busy", 486);
    else if (luck <= 42 || picked_up >= longest)
        end_unanswered(course, longest, "no-answer", 487);
    else
        talk(course, request, picked_up, dice);
    return course;
}

bool is_subscribed(const CallRequest& request, std::string_view word) {
    const std::string_view wanted = is_end(word) ? "completed" : word;
    const auto event =
        std::find_if(events.begin(), events.end(), [&](const Event& each) { return each.word == wanted; });
    const auto& subscribed = request.status_callback_events;
    return event != events.end() &&
           std::find(subscribed.begin(), subscribed.end(), event->name) != subscribed.end();
}

CallToken token_of(const CallRequest& request) {
    constexpr std::string_view parameter = "call=";
    const auto at = request.status_callback_url.find(parameter) + parameter.size();
    return CallToken{request.status_callback_url.substr(at, 32)};
}

namespace {

/// What the carrier can say by now of who picked up.
std::string_view known_answer(const CallAtCarrier& call) {
    return call.course.verdict_after_pick_up ? std::string_view{call.facts.answered_by}
                                             : call.course.answered_by;
}

}  // namespace

twilio::Form callback_form(const CallAtCarrier& call,
                           std::string_view word,
                           std::int64_t sequence_number,
                           Instant at) {
    twilio::Form form{{"CallSid", call.facts.sid},
                      {"AccountSid", std::string{account_sid}},
                      {"From", call.facts.from},
                      {"To", call.facts.to},
                      {"CallStatus", std::string{word}},
                      {"Direction", "outbound-api"},
                      {"ApiVersion", "2010-04-01"},
                      {"CallbackSource", "call-progress-events"},
                      {"Timestamp", to_rfc2822(at)},
                      {"SequenceNumber", std::to_string(sequence_number)}};
    if (!is_end(word)) return form;
    form.emplace_back("CallDuration", std::to_string(call.facts.duration_seconds));
    form.emplace_back("Duration", std::to_string((call.facts.duration_seconds + 59) / 60));  // minutes!
    form.emplace_back("SipResponseCode", std::to_string(call.course.sip_response_code));
    if (!known_answer(call).empty()) form.emplace_back("AnsweredBy", known_answer(call));
    return form;
}

twilio::Form verdict_form(const CallAtCarrier& call) {
    return {{"CallSid", call.facts.sid},
            {"AccountSid", std::string{account_sid}},
            {"AnsweredBy", call.facts.answered_by},
            {"MachineDetectionDuration", std::to_string(call.course.verdict_after_pick_up.value().count())}};
}

CarrierCall resource_of(const CallAtCarrier& call) {
    const bool is_completed = call.facts.ending == "completed";
    std::string json = R"({"sid":")" + call.facts.sid + R"(","status":")" + std::string{call.status} +
                       R"(","from":")" + call.facts.from + R"(","to":")" + call.facts.to +
                       R"(","direction":"outbound-api","date_created":")" + to_rfc2822(call.created_at) + '"';
    if (is_completed) json += R"(,"duration":")" + std::to_string(call.facts.duration_seconds) + '"';
    if (is_completed && !known_answer(call).empty())
        json += R"(,"answered_by":")" + std::string{known_answer(call)} + '"';
    return twilio::parse_call(json + "}").value();
}

}  // namespace carillon::test
