// SPDX-License-Identifier: MIT
#include "contact_zones.hpp"

#include <algorithm>
#include <sstream>

#include "number_zones.hpp"

namespace carillon {

ContactZones ContactZones::find(const PhoneNumber& phone, std::string_view time_zone) {
    if (!time_zone.empty()) return ContactZones{std::string{time_zone}};
    const auto found = zones_of(phone);
    std::vector<std::string> zones{found.begin(), found.end()};
    std::sort(zones.begin(), zones.end());
    std::string text;
    for (const std::string& zone : zones) text += (text.empty() ? "" : " ") + zone;
    return ContactZones{std::move(text)};
}

std::vector<std::string> ContactZones::names() const {
    std::istringstream words{text_};
    std::vector<std::string> names;
    for (std::string name; words >> name;) names.push_back(name);
    return names;
}

}  // namespace carillon
