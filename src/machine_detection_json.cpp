// SPDX-License-Identifier: MIT
#include "machine_detection_json.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "words.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

constexpr Words<DetectionMode, 2> modes{{
    {DetectionMode::enable, "enable"},
    {DetectionMode::detect_message_end, "detect_message_end"},
}};
constexpr Words<OnMachine, 2> deeds{{
    {OnMachine::carry_on, "continue"},
    {OnMachine::hang_up, "hang_up"},
}};

template <auto member, const auto& words>
Complaint read_word(const Json& value, MachineDetection& detection) {
    const auto found = value.is_string() ? value_of(words, value.get<std::string>()) : std::nullopt;
    if (!found) return "must be " + std::string{words[0].second} + " or " + std::string{words[1].second};
    detection.*member = *found;
    return std::nullopt;
}

template <auto member, const auto& words>
Json write_word(const MachineDetection& detection) {
    return word_of(words, detection.*member);
}

template <auto member, std::int64_t least, std::int64_t most>
Complaint read_integer(const Json& value, MachineDetection& detection) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
        return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    detection.*member = value.get<std::int64_t>();
    return std::nullopt;
}

template <auto member>
Json write_integer(const MachineDetection& detection) {
    return detection.*member;
}

struct Member {
    std::string_view name;
    Json (*write)(const MachineDetection&);
    Complaint (*read)(const Json&, MachineDetection&);
};
using D = MachineDetection;
constexpr std::array members{
    Member{"mode", write_word<&D::mode, modes>, read_word<&D::mode, modes>},
    Member{"timeout_seconds", write_integer<&D::timeout_seconds>, read_integer<&D::timeout_seconds, 3, 59>},
    Member{"speech_threshold_ms",
           write_integer<&D::speech_threshold_ms>,
           read_integer<&D::speech_threshold_ms, 1000, 6000>},
    Member{"speech_end_threshold_ms",
           write_integer<&D::speech_end_threshold_ms>,
           read_integer<&D::speech_end_threshold_ms, 500, 5000>},
    Member{"silence_timeout_ms",
           write_integer<&D::silence_timeout_ms>,
           read_integer<&D::silence_timeout_ms, 2000, 10000>},
    Member{"on_machine", write_word<&D::on_machine, deeds>, read_word<&D::on_machine, deeds>},
};

std::string known_members() {
    std::string names;
    for (const Member& member : members) names += (names.empty() ? "" : ", ") + std::string{member.name};
    return names;
}

}  // namespace

Json machine_detection_to_json(const std::optional<MachineDetection>& detection) {
    if (!detection) return nullptr;
    Json json = Json::object();
    for (const Member& member : members) json[std::string{member.name}] = member.write(*detection);
    return json;
}

std::optional<SettingFault> read_machine_detection(const Json& json,
                                                   std::optional<MachineDetection>& detection) {
    if (json.is_null()) {
        detection.reset();
        return std::nullopt;
    }
    if (!json.is_object()) return SettingFault{"must be null or an object with " + known_members()};
    MachineDetection read;
    for (const auto& [name, value] : json.items()) {
        const auto member =
            std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == name; });
        if (member == members.end())
            return SettingFault{"has no \"" + name + "\": known are " + known_members(), name};
        if (auto complaint = member->read(value, read))
            return SettingFault{"of " + name + ": " + *complaint, name};
    }
    detection = read;
    return std::nullopt;
}

}  // namespace carillon
