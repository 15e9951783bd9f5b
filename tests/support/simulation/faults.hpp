// SPDX-License-Identifier: MIT
// Which faults a run has, how often each strikes, and how often each did. A few sites at a time, some of them
// always: a world in which everything goes wrong a little never gets far enough to be broken.
#pragma once

#include <array>
#include <cstdint>

#include "support/simulation/dice.hpp"
#include "support/simulation/sites.hpp"

namespace carillon::test {

using SiteCounts = std::array<std::int64_t, site_count>;

class Faults {
public:
    Faults() = default;  ///< none
    explicit Faults(std::uint64_t seed);
    /// This site strikes, besides others, the first `times` times that it can.
    void always(Site site, std::int64_t times);

    /// Whether it strikes now; if so, it is counted.
    bool strikes(Site site);
    /// Whether it strikes, or could have, in this run.
    [[nodiscard]] bool is_possible(Site site) const { return rates_[index(site)] > 0; }
    /// Counts what another decided.
    void count(Site site) { ++counts_[index(site)]; }
    /// Before `begin` and after `stop` everything goes well.
    void begin() { is_on_ = true; }
    void stop() { is_on_ = false; }
    [[nodiscard]] const SiteCounts& counts() const { return counts_; }

private:
    static constexpr std::size_t index(Site site) { return static_cast<std::size_t>(site); }

    Dice dice_{0};
    bool is_on_ = false;
    std::array<double, site_count> rates_{};
    std::array<std::int64_t, site_count> most_{};
    SiteCounts counts_{};
};

}  // namespace carillon::test
