// SPDX-License-Identifier: MIT
// Who changed what: one line for each request that changed something, written before it is answered. So a
// change that was acknowledged has its line (docs/decisions/0018 says why it is not one transaction with it).
#pragma once

#include <string>
#include <string_view>

#include "api/access.hpp"
#include "api/incoming.hpp"
#include "api/routes.hpp"
#include "audit_entry.hpp"
#include "campaign.hpp"

namespace carillon::api {

/// Whether this answer says that something was changed.
[[nodiscard]] bool is_change(const Route& route, const http::Response& response);

/// `subject`: what stood for the pattern's {…}. What a handler remarked, or made, is told instead.
[[nodiscard]] NewAuditEntry to_audit_entry(const Route& route,
                                           const http::Request& request,
                                           const http::Response& response,
                                           const Caller& caller,
                                           const std::string& subject,
                                           const Remark& remark,
                                           Instant now);

/// Of a campaign's name and settings, {"setting": {"from": …, "to": …}} where they differ; empty: nowhere.
/// URLs are told without their path and query, which may hold secrets.
[[nodiscard]] std::string find_changes(const Campaign& before, const Campaign& after);

}  // namespace carillon::api
