// SPDX-License-Identifier: MIT
// The fuzz targets: what each holds for every input. One throws when a property does not hold for `input`.
#pragma once

#include <string_view>

namespace carillon::fuzz {

void carrier_answer(std::string_view input);
void csv_export(std::string_view input);
void csv_upload(std::string_view input);
void form(std::string_view input);
void http_body(std::string_view input);
void http_head(std::string_view input);
void json_upload(std::string_view input);
void phone_number(std::string_view input);
void placeholders(std::string_view input);
void retry_after(std::string_view input);
void signature(std::string_view input);
void status_callback(std::string_view input);

}  // namespace carillon::fuzz
