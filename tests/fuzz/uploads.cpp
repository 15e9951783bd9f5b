// SPDX-License-Identifier: MIT
#include "fuzz/uploads.hpp"

#include <nlohmann/json.hpp>

#include "api/text.hpp"
#include "api/upload/check_row.hpp"
#include "fuzz/claim.hpp"

namespace carillon::fuzz {
namespace {

/// All that a row says, to be compared.
std::string shown(const api::ReadRow& row) {
    std::string text = std::to_string(line_of(row));
    const auto add = [&text](std::string_view part) {
        text.append("\x1f").append(std::to_string(part.size())).append(":").append(part);
    };
    if (const auto* rejected = std::get_if<RejectedRow>(&row)) {
        for (const auto* part : {&rejected->field, &rejected->code, &rejected->message, &rejected->value})
            add(*part);
        return text;
    }
    const auto& read = std::get<api::UploadRow>(row);
    for (const auto* part : {&read.phone, &read.name, &read.time_zone, &read.priority}) add(*part);
    for (const auto& [name, value] : read.variables) {
        add(name);
        add(value);
    }
    return text;
}

std::string shown(const Reading& reading) {
    std::string text = reading.trouble.value_or("no trouble");
    for (const auto& row : reading.rows) text.append("\n").append(shown(row));
    return text;
}

Reading read(const std::vector<std::string_view>& pieces, MakeReader make) {
    const auto reader = make();
    Reading reading;
    const auto take = [&](std::vector<api::ReadRow> rows) {
        for (auto& row : rows) reading.rows.push_back(std::move(row));
    };
    for (const auto piece : pieces)
        if (!reader->trouble()) take(reader->feed(piece));
    if (!reader->trouble()) take(reader->finish());
    if (reader->trouble()) reading.trouble = reader->trouble()->message;
    return reading;
}

void claim_rejected_well(const RejectedRow& row) {
    claim(row.line >= 1 && !row.code.empty() && !row.message.empty(), "a rejected row says where and why");
    for (const auto* part : {&row.field, &row.message, &row.value})
        claim(api::is_text(*part), "what is said of a rejected row is text");
    claim(row.value.size() <= 130, "a report shows the beginning of a value");
}

void claim_checked_well(api::UploadRow row) {
    static const api::RowRules rules{"US", std::nullopt, {}};
    NumberBlocks blocks;
    const auto line = row.line;
    const auto phone = row.phone;
    const auto checked = check_row(std::move(row), rules, blocks);
    if (const auto* rejected = std::get_if<RejectedRow>(&checked)) {
        claim(rejected->line == line, "a rejection has its row's line");
        return claim_rejected_well(*rejected);
    }
    const auto& contact = std::get<NewContact>(checked);
    claim(contact.line == line, "a contact has its row's line");
    claim(api::is_text(contact.name) && api::is_text(contact.variables), "what a contact says is text");
    claim(nlohmann::json::parse(contact.variables).is_object(), "a contact's variables are an object");
    claim(PhoneNumber::from_e164(contact.phone.e164()) == contact.phone, "a contact has an E.164 number");
}

}  // namespace

std::int64_t line_of(const api::ReadRow& row) {
    return std::visit([](const auto& each) { return each.line; }, row);
}

Reading read_upload(std::string_view text, MakeReader make) {
    const auto arrivals = arrivals_of(text);
    Reading reading = read(arrivals.front(), make);
    const std::string whole = shown(reading);
    for (const auto& pieces : arrivals)
        claim(shown(read(pieces, make)) == whole, "an upload is the same in whatever pieces it comes");

    std::int64_t before = 0;
    for (const auto& row : reading.rows) {
        claim(line_of(row) > before, "each row begins on a line of its own");
        before = line_of(row);
        if (const auto* rejected = std::get_if<RejectedRow>(&row))
            claim_rejected_well(*rejected);
        else
            claim_checked_well(std::get<api::UploadRow>(row));
    }
    return reading;
}

}  // namespace carillon::fuzz
