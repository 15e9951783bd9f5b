// SPDX-License-Identifier: MIT
// What one create request and its call will do, decided at once and purely: a function of the profile, the
// faults, the seed, the number, and how often it was called. The Exchange only acts it out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"
#include "simulator/profile.hpp"
#include "simulator/progress.hpp"

namespace carillon::simulator {

/// Whether the request becomes a call.
enum class Admission {
    accept,
    hang_up,   ///< no answer, no call
    throttle,  ///< 429
    error,     ///< 500, no call
};

/// What the caller gets to see of an accepted request.
enum class Reply {
    created,    ///< the 201
    hang_up,    ///< nothing
    error,      ///< 500, although there is a call
    truncated,  ///< half a 201
    slow,       ///< the 201, late
    held,       ///< the 201, after the first callback
};

enum class CallbackFate {
    sent,
    lost,
    late,
    doubled,
    overtaken,  ///< by the one that follows it
};

struct ScriptedEvent {
    Milliseconds after_dial;  ///< in the call's own time, not sped up
    Progress progress;
    CallbackFate fate;
};

struct CallScript {
    Admission admission = Admission::accept;
    Reply reply = Reply::created;
    bool lags_in_lists = false;
    std::vector<ScriptedEvent> events;  ///< in order; the last one, and only it, is an end
    Seconds duration{0};                ///< of the talk
    int sip_response_code = 200;
    std::string answered_by;        ///< empty unless detection was asked for and something answered
    Milliseconds verdict_after{0};  ///< it was answered, in the call's own time; never after its end
    CallbackFate verdict_fate = CallbackFate::sent;  ///< never overtaken

    [[nodiscard]] Progress ending() const { return events.back().progress; }
};

/// What of the request the script depends on.
struct ScriptRequest {
    std::string number;
    std::uint64_t sequence = 0;  ///< how many requests for this number came before
    Seconds timeout{60};
    Seconds time_limit{14'400};
    std::string machine_detection;  ///< empty: none
    Seconds detection_timeout{30};
};

[[nodiscard]] CallScript write_script(const ScriptRequest& request,
                                      const Profile& profile,
                                      const Faults& faults,
                                      std::uint64_t seed);

}  // namespace carillon::simulator
