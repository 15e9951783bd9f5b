// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "calling_hours_json.hpp"
#include "circuit_breaker_json.hpp"
#include "from_pool_json.hpp"
#include "machine_detection_json.hpp"
#include "numbering_plan.hpp"
#include "phone_number.hpp"
#include "pre_dial_hook_json.hpp"
#include "retry_rules_json.hpp"
#include "time_zone.hpp"
#include "twiml_url.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;

/// What is wrong with a value; none: it was taken.
using Complaint = std::optional<SettingFault>;

Complaint check_number(const std::string& text) {
    if (text.empty() || PhoneNumber::from_e164(text)) return std::nullopt;
    return "must be a phone number in E.164 form, such as +15551234567";
}

Complaint check_twiml_url(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto url = TwimlUrl::parse(text);
    if (url) return std::nullopt;
    return url.error().message;
}

Complaint check_method(const std::string& text) {
    if (text == "POST" || text == "GET") return std::nullopt;
    return "must be POST or GET";
}

Complaint check_country(const std::string& text) {
    if (text.empty() || is_country(text)) return std::nullopt;
    return "must be a country in ISO 3166-1 alpha-2 form, such as US";
}

Complaint check_time_zone(const std::string& text) {
    if (text.empty() || is_time_zone(text)) return std::nullopt;
    return "must be an IANA time zone such as America/New_York";
}

template <std::string CampaignSettings::*member, Complaint (*check)(const std::string&)>
Complaint read_text(const Json& value, CampaignSettings& settings) {
    if (!value.is_string()) return "must be a string";
    auto text = value.get<std::string>();
    if (auto complaint = check(text)) return complaint;
    settings.*member = std::move(text);
    return std::nullopt;
}

template <std::int64_t CampaignSettings::*member, std::int64_t least, std::int64_t most>
Complaint read_integer(const Json& value, CampaignSettings& settings) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
        return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    settings.*member = value.get<std::int64_t>();
    return std::nullopt;
}

Complaint read_rate(const Json& value, CampaignSettings& settings) {
    constexpr double slowest = 0.001;
    constexpr double fastest = 5000;
    if (!value.is_number() || !(value.get<double>() >= slowest && value.get<double>() <= fastest))
        return "must be a number from 0.001 to 5000 (calls per second)";
    settings.calls_per_second = value.get<double>();
    return std::nullopt;
}

/// `completed` must be among them: without it no callback would ever end a call.
Complaint read_events(const Json& value, CampaignSettings& settings) {
    static constexpr std::array<std::string_view, 4> known{"initiated", "ringing", "answered", "completed"};
    const auto is_known = [](const Json& event) {
        return event.is_string() && std::count(known.begin(), known.end(), event.get<std::string>()) == 1;
    };
    if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_known) ||
        std::count(value.begin(), value.end(), "completed") != 1)
        return "must be an array of initiated, ringing, answered, completed; completed must be in it, once";
    settings.status_callback_events = value.get<std::vector<std::string>>();
    return std::nullopt;
}

template <std::optional<Instant> CampaignSettings::*member>
Complaint read_instant(const Json& value, CampaignSettings& settings) {
    const auto instant = value.is_string() ? parse_rfc3339(value.get<std::string>()) : std::nullopt;
    if (!instant && !value.is_null())
        return "must be an instant with its zone in RFC 3339 form, such as 2026-12-01T09:00:00+01:00, or "
               "null";
    settings.*member = instant;
    return std::nullopt;
}

template <std::optional<Instant> CampaignSettings::*member>
void write_instant(Json& json, std::string_view name, const CampaignSettings& settings) {
    const auto& instant = settings.*member;
    json[std::string{name}] = instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}

Complaint read_countries(const Json& value, CampaignSettings& settings) {
    const auto is_code = [](const Json& each) {
        return each.is_string() && is_country(each.get<std::string>());
    };
    if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_code))
        return "must be a list of countries in ISO 3166-1 alpha-2 form, such as [\"US\", \"CA\"]";
    settings.allowed_countries = value.get<std::vector<std::string>>();
    return std::nullopt;
}

template <auto to_json, auto member>
void write_part(Json& json, std::string_view name, const CampaignSettings& settings) {
    json[std::string{name}] = to_json(settings.*member);
}

template <auto read, auto member>
Complaint read_part(const Json& value, CampaignSettings& settings) {
    return read(value, settings.*member);
}

template <auto member>
void write(Json& json, std::string_view name, const CampaignSettings& settings) {
    json[std::string{name}] = settings.*member;
}

struct Field {
    std::string_view name;
    void (*write)(Json&, std::string_view, const CampaignSettings&);
    Complaint (*read)(const Json&, CampaignSettings&);
};

using S = CampaignSettings;
constexpr std::array fields{
    Field{"from_number", write<&S::from_number>, read_text<&S::from_number, check_number>},
    Field{"twiml_url", write<&S::twiml_url>, read_text<&S::twiml_url, check_twiml_url>},
    Field{"caller_id", write<&S::caller_id>, read_text<&S::caller_id, check_number>},
    Field{"status_callback_events", write<&S::status_callback_events>, read_events},
    Field{"status_callback_method",
          write<&S::status_callback_method>,
          read_text<&S::status_callback_method, check_method>},
    Field{"default_country", write<&S::default_country>, read_text<&S::default_country, check_country>},
    // Twilio's bounds: twilio.com/docs/voice/api/call-resource (Timeout) and its account call limits
    // (TimeLimit).
    Field{"timeout_seconds", write<&S::timeout_seconds>, read_integer<&S::timeout_seconds, 5, 600>},
    Field{"time_limit_seconds",
          write<&S::time_limit_seconds>,
          read_integer<&S::time_limit_seconds, 60, 86'400>},
    Field{"calls_per_second", write<&S::calls_per_second>, read_rate},
    Field{"max_concurrent_calls",
          write<&S::max_concurrent_calls>,
          read_integer<&S::max_concurrent_calls, 1, 100'000>},
    Field{"max_attempts", write<&S::max_attempts>, read_integer<&S::max_attempts, 1, 20>},
    Field{"retry_delay_seconds",
          write<&S::retry_delay_seconds>,
          read_integer<&S::retry_delay_seconds, 1, 30 * 86'400>},
    Field{"start_at", write_instant<&S::start_at>, read_instant<&S::start_at>},
    Field{"end_at", write_instant<&S::end_at>, read_instant<&S::end_at>},
    Field{"calling_hours",
          write_part<calling_windows_to_json, &S::calling_hours>,
          read_part<read_calling_windows, &S::calling_hours>},
    Field{"blackout_dates",
          write_part<blackout_dates_to_json, &S::calling_hours>,
          read_part<read_blackout_dates, &S::calling_hours>},
    Field{"time_zone", write<&S::time_zone>, read_text<&S::time_zone, check_time_zone>},
    Field{"retries", write_part<retry_rules_to_json, &S::retries>, read_part<read_retry_rules, &S::retries>},
    Field{"min_gap_seconds", write<&S::min_gap_seconds>, read_integer<&S::min_gap_seconds, 0, 30 * 86'400>},
    Field{"allowed_countries", write<&S::allowed_countries>, read_countries},
    Field{
        "from_pool", write_part<from_pool_to_json, &S::from_pool>, read_part<read_from_pool, &S::from_pool>},
    Field{"machine_detection",
          write_part<machine_detection_to_json, &S::machine_detection>,
          read_part<read_machine_detection, &S::machine_detection>},
    Field{"circuit_breaker",
          write_part<circuit_breaker_to_json, &S::circuit_breaker>,
          read_part<read_circuit_breaker, &S::circuit_breaker>},
    Field{"pre_dial_hook",
          write_part<pre_dial_hook_to_json, &S::pre_dial_hook>,
          read_part<read_pre_dial_hook, &S::pre_dial_hook>},
};

const Field* find_field(std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
    return found == fields.end() ? nullptr : found;
}

std::string known_names() {
    std::string names;
    for (const Field& field : fields) names += (names.empty() ? "" : ", ") + std::string{field.name};
    return names;
}

}  // namespace

std::string settings_to_json(const CampaignSettings& settings) {
    Json json = Json::object();
    for (const Field& field : fields) field.write(json, field.name, settings);
    return json.dump();
}

CampaignSettings settings_from_json(std::string_view text) {
    CampaignSettings settings;
    const Json json = Json::parse(text);
    for (const auto& [name, value] : json.items())
        if (const Field* field = find_field(name)) (void)field->read(value, settings);
    return settings;
}

Result<CampaignSettings> change_settings(CampaignSettings base, std::string_view patch) {
    const Json json = Json::parse(patch, nullptr, false);
    if (!json.is_object()) return Error{Errc::invalid, "settings must be a JSON object"};

    std::vector<FieldError> wrong;
    for (const auto& [name, value] : json.items()) {
        const Field* field = find_field(name);
        Complaint complaint = field ? field->read(value, base) : "is not a setting. Known: " + known_names();
        if (!complaint) continue;
        const std::string where = "/settings/" + name;
        wrong.push_back({complaint->member.empty() ? where : where + '/' + complaint->member,
                         name + " " + complaint->text});
    }
    if (base.start_at && base.end_at && *base.end_at <= *base.start_at)
        wrong.push_back(
            {"/settings/end_at", "end_at must lie after start_at, " + to_rfc3339(*base.start_at)});
    for (const auto& rule :
         {base.retries.busy, base.retries.no_answer, base.retries.failed, base.retries.voicemail})
        if (rule && rule->times >= base.max_attempts)
            wrong.push_back(
                {"/settings/retries",
                 "retries says " + std::to_string(rule->times) +
                     " times: max_attempts, which counts the first call too, must be more, and is " +
                     std::to_string(base.max_attempts)});
    if (base.retries.voicemail && !base.machine_detection)
        wrong.push_back({"/settings/retries",
                         "retries of voicemail needs machine_detection: without it nobody knows a machine"});
    if (!wrong.empty())
        return Error{Errc::invalid, "Some settings are wrong; none was changed.", std::move(wrong)};
    return base;
}

std::vector<FieldError> missing_for_start(const CampaignSettings& settings) {
    std::vector<FieldError> missing;
    if (settings.from_number.empty() && settings.from_pool.numbers.empty())
        missing.push_back(
            {"/settings/from_number",
             "from_number is not set: give the campaign one, or start the server with TWILIO_FROM_NUMBER"});
    if (settings.twiml_url.empty())
        missing.push_back(
            {"/settings/twiml_url",
             "twiml_url is not set: give the campaign one, or start the server with WONDERFUL_TWIML_URL"});
    return missing;
}

}  // namespace carillon
