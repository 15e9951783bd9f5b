// SPDX-License-Identifier: MIT
// A JSON or NDJSON upload: JSON is what nlohmann says it is, and every element of an array has its row.
#include <nlohmann/json.hpp>

#include "api/json_fault.hpp"
#include "api/upload/json_reader.hpp"
#include "api/upload/ndjson_reader.hpp"
#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "fuzz/uploads.hpp"

namespace carillon::fuzz {
namespace {

using Json = nlohmann::json;

constexpr int deepest_promised = 64;  // docs/security.md

std::unique_ptr<api::RowReader> make_json_reader() {
    return std::make_unique<api::JsonReader>();
}
std::unique_ptr<api::RowReader> make_ndjson_reader() {
    return std::make_unique<api::NdjsonReader>();
}

int depth_of(const Json& json) {
    int deepest = 0;
    if (json.is_structured())
        for (const auto& each : json) deepest = std::max(deepest, depth_of(each));
    return json.is_structured() ? deepest + 1 : 0;
}

bool has_code(const api::ReadRow& row, std::string_view code) {
    const auto* rejected = std::get_if<RejectedRow>(&row);
    return rejected != nullptr && rejected->code == code;
}

bool was_understood(const Reading& reading) {
    const auto is_fault = [](const api::ReadRow& row) { return has_code(row, "invalid_json"); };
    return !reading.trouble && std::none_of(reading.rows.begin(), reading.rows.end(), is_fault);
}

void claim_faults_are_found(std::string_view text) {
    const auto fault = api::find_json_fault(text);
    if (fault) {
        claim(fault->code == Errc::invalid && !fault->message.empty(), "a fault is a sentence");
        return;
    }
    const Json json = Json::parse(text);  // throws where it cannot be parsed after all
    claim(depth_of(json) <= deepest_promised, "what is let through does not nest deeper than it may");
    (void)json.dump(-1, ' ', false, Json::error_handler_t::strict);
}

}  // namespace

void json_upload(std::string_view input) {
    claim_faults_are_found(input);
    (void)read_upload(input, make_ndjson_reader);
    const Reading reading = read_upload(input, make_json_reader);

    // The library takes NUL for the end of what it is given.
    const bool has_nul = input.find('\0') != std::string_view::npos;
    const Json whole = has_nul ? Json(Json::value_t::discarded) : Json::parse(input, nullptr, false);
    if (was_understood(reading)) claim(!whole.is_discarded(), "what is read as JSON is JSON");
    if (!whole.is_array()) return;
    claim(!reading.trouble, "an array is read to its end");
    claim(reading.rows.size() == whole.size(), "every element of an array has its row");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        claim(line_of(reading.rows[i]) == static_cast<std::int64_t>(i) + 1, "a row has its element's number");
        const bool is_fine = whole[i].is_object() && depth_of(whole[i]) <= deepest_promised;
        claim(has_code(reading.rows[i], "invalid_json") == !is_fine,
              "an element is refused when it is no object, or nests too deeply");
    }
}

}  // namespace carillon::fuzz
