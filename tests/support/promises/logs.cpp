// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <unordered_set>

#include "support/promises/checks.hpp"

namespace carillon::test {
namespace {

constexpr std::size_t shortest_number = 7;  // digits; a shorter run of them is a count, a port, a duration

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Runs of digits that are the whole number of somebody in the database.
void look_for_numbers(const std::string& line,
                      const std::unordered_set<std::string>& numbers,
                      const std::string& where,
                      PromiseReport& report) {
    for (auto begin = std::find_if(line.begin(), line.end(), is_digit); begin != line.end();) {
        const auto end = std::find_if_not(begin, line.end(), is_digit);
        const std::string run{begin, end};
        if (run.size() >= shortest_number && numbers.contains(run))
            report.breaches.push_back(where + " holds a full phone number");
        begin = std::find_if(end, line.end(), is_digit);
    }
}

}  // namespace

void check_logs_are_discreet(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    std::unordered_set<std::string> numbers;
    for (const ContactRow& contact : facts.contacts) numbers.insert(contact.phone.substr(1));
    for (const CallRow& call : facts.calls) numbers.insert(call.to.substr(1));
    for (const auto& log : evidence.logs) {
        std::ifstream lines{log};
        std::int64_t count = 0;
        for (std::string line; std::getline(lines, line);) {
            ++report.checked;
            const std::string where = log.filename().string() + " line " + std::to_string(++count);
            look_for_numbers(line, numbers, where, report);
            for (const std::string& secret : evidence.secrets)
                if (line.find(secret) != std::string::npos)
                    report.breaches.push_back(where + " holds a secret");
        }
    }
}

}  // namespace carillon::test
