// SPDX-License-Identifier: MIT
#include "api/settings_guard.hpp"

namespace carillon::api {

std::optional<Error> find_lack_for_settings(const Caller& caller, const CampaignWanted& wanted) {
    if (wanted.settings == "{}" || caller.scopes.allow(Scope::admin)) return std::nullopt;
    return Error{
        Errc::forbidden,
        "Settings need an API key with the scope admin; without them the campaign takes those of the "
        "configuration, or of the campaign that it is made from.",
        {{"/settings", "settings need the scope admin; this key has " + to_text(caller.scopes)}}};
}

std::optional<Error> find_unsafe_hook(const CampaignSettings& settings, const Config& config) {
    const auto& hook = settings.pre_dial_hook;
    if (!hook || config.allow_private_hooks || hook->url.starts_with("https://")) return std::nullopt;
    return Error{Errc::invalid,
                 "Some settings are wrong; none was changed.",
                 {{"/settings/pre_dial_hook", "pre_dial_hook url must begin with https://"}}};
}

}  // namespace carillon::api
