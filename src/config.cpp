// SPDX-License-Identifier: MIT
#include "config.hpp"

namespace carillon {

CampaignSettings Config::default_settings() const {
    CampaignSettings settings;
    settings.from_number = from_number;
    settings.twiml_url = twiml_url;
    settings.calls_per_second = calls_per_second;
    settings.max_concurrent_calls = max_concurrent_calls;
    return settings;
}

}  // namespace carillon
