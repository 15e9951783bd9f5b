// SPDX-License-Identifier: MIT
#include "dialer/rules/contact_hours.hpp"

#include <algorithm>
#include <utility>

#include "dialer/rules/calling_window.hpp"
#include "dialer/rules/schedule.hpp"
#include "time_zone.hpp"

namespace carillon::dialer::rules {
namespace {

using Answer = HoursVerdict::Answer;

HoursVerdict never(std::string reason) {
    return {Answer::never, std::nullopt, std::move(reason)};
}

}  // namespace

std::vector<std::string> zones_that_count(const CampaignSettings& settings, const ContactZones& zones) {
    if (!zones.empty()) return zones.names();
    if (!settings.time_zone.empty()) return {settings.time_zone};
    return {};
}

HoursVerdict judge_hours(const CampaignSettings& settings, const ContactZones& zones, Instant now) {
    const CallingHours& hours = settings.calling_hours;
    if (hours.restrict_nothing()) return {};
    const auto names = zones_that_count(settings, zones);
    if (names.empty()) return never("calling hours: nobody knows in which time zone this contact is");
    for (const std::string& name : names)
        if (!is_time_zone(name)) return never("calling hours: this machine knows no time zone " + name);

    const auto opening = next_opening(hours, names, now);
    if (!opening)
        return never("calling hours: there is no hour within a year that lies in them in all of " +
                     zones.text());
    if (*opening > now) return {Answer::closed, opening, {}};
    return {Answer::open, next_closing(hours, names, now).value_or(now + std::chrono::days{1}), {}};
}

std::optional<Instant> queued_until(const CampaignSettings& settings,
                                    const ContactZones& zones,
                                    Instant now) {
    const HoursVerdict hours = judge_hours(settings, zones, now);
    const bool is_closed = hours.answer != Answer::open || phase_of(settings, now) != Phase::open;
    if (is_closed) return now;
    if (!hours.until) return settings.end_at;
    return std::min(*hours.until, settings.end_at.value_or(*hours.until));
}

}  // namespace carillon::dialer::rules
