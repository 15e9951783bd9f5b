// SPDX-License-Identifier: MIT
#include "support/simulation/faults.hpp"

namespace carillon::test {
namespace {

enum class Mood { calm, mixed, stormy, obsessed };

Mood draw_mood(Dice& dice) {
    const auto point = dice.between(1, 100);
    if (point <= 8) return Mood::calm;
    if (point <= 55) return Mood::mixed;
    return point <= 80 ? Mood::stormy : Mood::obsessed;
}

/// Faults that would end the run's progress if they struck again and again.
std::int64_t most_strikes(Site site) {
    if (site >= Site::crash_after_claim && site <= Site::crash_elsewhere) return 2;
    if (site >= Site::store_cannot_begin && site <= Site::store_outage) return 12;
    return site == Site::person_interferes ? 10 : 1'000;
}

}  // namespace

Faults::Faults(std::uint64_t seed) : dice_(seed, 1) {
    const Mood mood = draw_mood(dice_);
    const double share = mood == Mood::mixed ? 0.3 : mood == Mood::stormy ? 0.8 : 0.0;
    constexpr std::array rates{0.02, 0.1, 0.1, 0.3, 0.6};
    for (double& rate : rates_) {
        const double drawn = dice_.pick(rates);
        if (dice_.chance(share)) rate = drawn;
    }
    if (mood == Mood::obsessed)
        for (int sites = 0; sites < 3; ++sites) rates_[dice_.next() % site_count] = 1.0;
    for (std::size_t site = 0; site < site_count; ++site) most_[site] = most_strikes(Site{site});
}

void Faults::always(Site site, std::int64_t times) {
    rates_[index(site)] = 1.0;
    most_[index(site)] = times;
}

bool Faults::strikes(Site site) {
    if (!is_on_ || !is_possible(site) || counts_[index(site)] >= most_[index(site)]) return false;
    if (!dice_.chance(rates_[index(site)])) return false;
    count(site);
    return true;
}

}  // namespace carillon::test
