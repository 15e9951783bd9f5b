// SPDX-License-Identifier: MIT
// Answers questions from its input, one a line: ZONE FROM TO UNIX_SECONDS…; a window for every day of the
// week. For each line it prints a digit an instant: 1 open, 0 closed; or `?`, where the zone is not known.
// For calling_window_zoneinfo.py, which knows the answers from elsewhere.
#include <iostream>
#include <sstream>
#include <string>

#include "dialer/rules/calling_window.hpp"
#include "time_zone.hpp"

int main() {
    using namespace carillon;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words{line};
        std::string zone, from, to;
        words >> zone >> from >> to;
        CallingHours hours;
        hours.windows.push_back(
            {std::bitset<7>{}.set(), parse_time_of_day(from).value(), parse_time_of_day(to).value()});
        if (!is_time_zone(zone)) {
            std::cout << "?\n";
            continue;
        }
        for (std::int64_t second = 0; words >> second;)
            std::cout << (dialer::rules::is_open(hours, zone, Instant{Seconds{second}}) ? '1' : '0');
        std::cout << '\n';
    }
}
