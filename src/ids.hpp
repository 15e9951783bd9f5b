// SPDX-License-Identifier: MIT
// Ids that cannot be mixed up. They have constructors on purpose: see
// docs/decisions/0003-name-before-co-await.md.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace carillon {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit constexpr Id(std::int64_t value) : value_(value) {}
    [[nodiscard]] constexpr std::int64_t value() const { return value_; }
    auto operator<=>(const Id&) const = default;

private:
    std::int64_t value_ = 0;
};

using CampaignId = Id<struct CampaignTag>;
using ContactId = Id<struct ContactTag>;
using CallId = Id<struct CallTag>;
using CallbackId = Id<struct CallbackTag>;
using ImportId = Id<struct ImportTag>;
using ApiKeyId = Id<struct ApiKeyTag>;

}  // namespace carillon

template <class Tag>
struct std::hash<carillon::Id<Tag>> {
    std::size_t operator()(const carillon::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value());
    }
};
