// SPDX-License-Identifier: MIT
#include "simulator/detection_form.hpp"

#include <charconv>
#include <cstdint>

#include "http/client.hpp"

namespace carillon::simulator {
namespace {

std::string value_of(const twilio::Form& fields, std::string_view name) {
    return std::string{twilio::find_value(fields, name).value_or("")};
}

Refusal refuse(const std::string& what) {
    return Refusal{400, 21263, "Invalid " + what};
}

struct Bounds {
    const char* name;
    std::int64_t least;
    std::int64_t most;
};
constexpr Bounds timeout_bounds{"MachineDetectionTimeout", 3, 59};
constexpr Bounds thresholds[]{{"MachineDetectionSpeechThreshold", 1000, 6000},
                              {"MachineDetectionSpeechEndThreshold", 500, 5000},
                              {"MachineDetectionSilenceTimeout", 2000, 10'000}};

/// None: it is not among the bounds, or no number.
std::optional<std::int64_t> number_within(const std::string& text, const Bounds& bounds) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (!is_number || number < bounds.least || number > bounds.most) return std::nullopt;
    return number;
}

}  // namespace

std::optional<Refusal> read_detection(const twilio::Form& fields, AskedDetection& asked) {
    const std::string mode = value_of(fields, "MachineDetection");
    if (!mode.empty() && mode != "Enable" && mode != "DetectMessageEnd") return refuse("MachineDetection");
    // Digits to be sent are meant for a machine: Twilio does not listen then.
    if (value_of(fields, "SendDigits").empty()) asked.mode = mode;

    if (const auto text = value_of(fields, timeout_bounds.name); !text.empty()) {
        const auto seconds = number_within(text, timeout_bounds);
        if (!seconds) return refuse(timeout_bounds.name);
        asked.timeout = Seconds{*seconds};
    }
    for (const Bounds& bounds : thresholds)
        if (const auto text = value_of(fields, bounds.name); !text.empty() && !number_within(text, bounds))
            return refuse(bounds.name);

    asked.is_async = value_of(fields, "AsyncAmd") == "true";
    asked.callback = value_of(fields, "AsyncAmdStatusCallback");
    if (!asked.callback.empty() && !http::parse_url(asked.callback)) return refuse("AsyncAmdStatusCallback");
    if (value_of(fields, "AsyncAmdStatusCallbackMethod") == "GET") asked.callback_method = "GET";
    return std::nullopt;
}

void warn_of_untold_verdict(const AskedDetection& asked, std::vector<Warning>& warnings) {
    if (!asked.mode.empty() && asked.is_async && asked.callback.empty())
        warnings.emplace_back(21262, "AsyncAmd without AsyncAmdStatusCallback");
}

}  // namespace carillon::simulator
