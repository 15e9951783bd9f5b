// SPDX-License-Identifier: MIT
// What a row must say to become a contact: a number that can be rung, and whatever its campaign's TwiML URL
// asks for. Pure.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "api/upload/row.hpp"
#include "dialer/screening.hpp"
#include "number_blocks.hpp"
#include "twiml_url.hpp"

namespace carillon::api {

struct RowRules {
    std::string default_country;        ///< for numbers written nationally
    std::optional<TwimlUrl> twiml_url;  ///< its placeholders must find their values
    dialer::Screening screening;
};

/// `blocks`: of this upload, with its screening.
[[nodiscard]] std::variant<NewContact, RejectedRow> check_row(UploadRow row,
                                                              const RowRules& rules,
                                                              NumberBlocks& blocks);

}  // namespace carillon::api
