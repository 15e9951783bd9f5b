// SPDX-License-Identifier: MIT
#include "support/promises.hpp"

namespace carillon::test {

PromiseReports check_promises(const Evidence&) {
    return {};
}

std::vector<std::string> breaches_in(const PromiseReports& reports) {
    std::vector<std::string> breaches;
    for (const auto& [promise, report] : reports)
        for (const auto& breach : report.breaches) breaches.push_back(promise + ": " + breach);
    return breaches;
}

}  // namespace carillon::test
