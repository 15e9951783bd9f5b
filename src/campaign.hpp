// SPDX-License-Identifier: MIT
// A campaign: a list of contacts plus the settings under which they are called.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calling_hours.hpp"
#include "circuit_breaker.hpp"
#include "contact.hpp"
#include "from_pool.hpp"
#include "ids.hpp"
#include "instant.hpp"
#include "machine_detection.hpp"
#include "pre_dial_hook.hpp"
#include "retry_rules.hpp"

namespace carillon {

enum class CampaignStatus {
    draft,      ///< created; nothing is rung. Leaves by start or cancel
    running,    ///< contacts are claimed. Leaves by pause, cancel, or by itself when no contact is left to do
    paused,     ///< nothing new is rung; calls under way end as they end. Leaves by resume or cancel
    completed,  ///< every contact is done. Returns to running when contacts are added
    canceled,   ///< final: what was waiting is `canceled` too
};

enum class CampaignMove { start, pause, resume, cancel };

/// How a campaign places its calls. Every field has a value: what the user left out was filled from the
/// configuration. Units are in the names. Bounds live in one place: `settings.cpp`.
struct CampaignSettings {
    std::string from_number;  ///< E.164; the caller id the person sees
    std::string
        twiml_url;  ///< the agent; may hold {{name}}, {{phone}}, {{any_variable}}, {{variable|default}}
    std::string caller_id;  ///< Twilio's CallerId parameter; empty: not sent
    std::vector<std::string> status_callback_events{"initiated", "ringing", "answered", "completed"};
    std::string status_callback_method = "POST";
    std::string
        default_country;  ///< ISO 3166-1 alpha-2, for numbers written nationally; empty: such are refused
    std::int64_t timeout_seconds = 30;        ///< how long it may ring (Twilio: 5 to 600)
    std::int64_t time_limit_seconds = 3600;   ///< how long a call may last (Twilio: 60 to 86400)
    double calls_per_second = 1.0;            ///< this campaign's own rate, below the account's
    std::int64_t max_concurrent_calls = 10;   ///< this campaign's open calls at one moment
    std::int64_t max_attempts = 1;            ///< calls per contact, in all
    std::int64_t retry_delay_seconds = 3600;  ///< after busy, no answer or failed, while attempts are left
    std::optional<Instant> start_at;          ///< nobody is called before; none: from the start on
    std::optional<Instant>
        end_at;                  ///< from then on nobody is called, and who was not reached becomes `expired`
    CallingHours calling_hours;  ///< on the clocks where the contact is; none: at any hour
    std::string time_zone;       ///< of contacts of whom nobody knows it; empty: they are not called
    RetryRules retries;          ///< by ending, below `max_attempts`
    std::int64_t min_gap_seconds = 0;            ///< since the last call to the number, whoever placed it
    std::vector<std::string> allowed_countries;  ///< ISO 3166-1 alpha-2; none: those of its own numbers
    FromPool from_pool;                          ///< numbers to call from instead of `from_number`
    std::optional<MachineDetection> machine_detection;  ///< none: the carrier does not listen
    std::optional<CircuitBreaker> circuit_breaker =
        CircuitBreaker{};                      ///< none: it never stops itself for that
    std::optional<PreDialHook> pre_dial_hook;  ///< none: nobody is asked
    bool operator==(const CampaignSettings&) const = default;
};

/// How many contacts stand at each status; kept in the same transaction as each change, never counted by a
/// scan.
struct CampaignCounts {
    std::array<std::int64_t, contact_status_count> by_status{};
    [[nodiscard]] std::int64_t of(ContactStatus status) const {
        return by_status.at(static_cast<std::size_t>(status));
    }
    [[nodiscard]] std::int64_t total() const;
    /// Contacts that will not change any more by themselves.
    [[nodiscard]] std::int64_t done() const;
};

struct Campaign {
    CampaignId id;
    std::string name;
    CampaignStatus status = CampaignStatus::draft;
    std::string reason;  ///< why it stands where it stands, when it was not a person who moved it
    CampaignSettings settings;
    std::int64_t settings_version =
        1;  ///< rises by one with each change; a call keeps the one it was placed under
    CampaignCounts counts;
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> ended_at;
};

[[nodiscard]] std::string_view to_text(CampaignStatus status);
[[nodiscard]] std::optional<CampaignStatus> parse_campaign_status(std::string_view text);
[[nodiscard]] std::string_view to_text(CampaignMove move);

}  // namespace carillon
