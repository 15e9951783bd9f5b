// SPDX-License-Identifier: MIT
// The do-not-call list. Numbers come as JSON or as CSV; what is no number is reported and kept from nobody
// else.
#include <algorithm>
#include <iterator>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/requests.hpp"
#include "api/respond.hpp"
#include "api/text.hpp"
#include "api/upload/csv_reader.hpp"
#include "numbering_plan.hpp"
#include "suppression.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 16 * 1024 * 1024;

struct Numbers {
    std::vector<NewSuppression> good;
    std::vector<RejectedRow> rejected;
};

void take(Numbers& numbers, SuppressionWanted wanted, const std::string& default_country) {
    const auto reject =
        [&](std::string field, std::string code, std::string message, std::string_view value) {
            numbers.rejected.push_back(RejectedRow{
                wanted.line, std::move(field), std::move(code), std::move(message), shortened(value)});
        };
    if (!is_text(wanted.reason))
        return reject("reason", "invalid_encoding", "reason is not UTF-8 text", wanted.reason);
    auto phone = normalize_phone_number(wanted.phone, default_country);
    if (!phone) return reject("phone", "invalid_phone", "phone " + phone.error().message, wanted.phone);
    numbers.good.push_back(NewSuppression{*std::move(phone), std::move(wanted.reason)});
}

Result<Numbers> read_csv(const std::string& body, const std::string& default_country) {
    CsvReader reader{""};
    std::vector<ReadRow> rows = reader.feed(body);
    std::ranges::move(reader.finish(), std::back_inserter(rows));
    if (reader.trouble()) return *reader.trouble();

    Numbers numbers;
    for (ReadRow& row : rows) {
        if (auto* rejected = std::get_if<RejectedRow>(&row)) {
            numbers.rejected.push_back(std::move(*rejected));
            continue;
        }
        auto& read = std::get<UploadRow>(row);
        take(numbers, SuppressionWanted{read.line, read.phone, read.variables["reason"]}, default_country);
    }
    return numbers;
}

Result<Numbers> read_json(const std::string& body, const std::string& default_country) {
    auto all = read_suppressions_wanted(body);
    if (!all) return all.error();
    Numbers numbers;
    for (SuppressionWanted& wanted : *all) take(numbers, std::move(wanted), default_country);
    return numbers;
}

}  // namespace

Answering list_suppressions(Incoming incoming) {
    const auto page = read_page(incoming.request, "suppressions");
    if (!page) co_return problem(page.error());

    store::ListSuppressions wanted;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto suppressions = co_await incoming.rooms.store.list_suppressions(std::move(wanted));

    co_return page_response("suppressions", suppressions);
}

Answering add_suppressions(Incoming incoming) {
    const std::string_view content_type = incoming.request.header("Content-Type");
    const std::string type = media_type(content_type);
    if (type != "application/json" && type != "text/csv") {
        const Error error{Errc::invalid, unsupported_type(content_type, "application/json or text/csv")};
        co_return problem(415, error);
    }
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());

    const std::string country = incoming.rooms.config.default_settings().default_country;
    auto numbers = type == "text/csv" ? read_csv(*body, country) : read_json(*body, country);
    if (!numbers) co_return problem(numbers.error());

    SuppressionReport report;
    report.received = static_cast<std::int64_t>(numbers->good.size() + numbers->rejected.size());
    report.errors = std::move(numbers->rejected);
    const Instant now = incoming.rooms.clock.now();
    report.added = co_await incoming.rooms.store.add_suppressions(std::move(numbers->good), now);

    co_return json_response(200, to_json(report));
}

Answering remove_suppression(Incoming incoming) {
    const std::string country = incoming.rooms.config.default_settings().default_country;
    const auto phone = normalize_phone_number(incoming.subject, country);
    if (!phone) co_return problem(no_such("suppression of", incoming.subject));

    const Instant now = incoming.rooms.clock.now();
    const auto removed = co_await incoming.rooms.store.remove_suppression(*phone, now);

    if (!removed) co_return problem(removed.error());
    co_return json_response(200, to_json(*removed));
}

}  // namespace carillon::api
