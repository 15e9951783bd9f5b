// SPDX-License-Identifier: MIT
// The do-not-call list. Numbers come as JSON or, in any number, as CSV; what is no number is reported and
// keeps nobody else off the list.
#include <utility>

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

constexpr std::uint64_t json_limit = 1024 * 1024;
constexpr std::size_t batch_size = 500;

/// Checks numbers and adds them batch by batch, so that a long list neither fills the memory nor holds up the
/// loop.
class Adding {
public:
    explicit Adding(Rooms& rooms)
        : rooms_(rooms), default_country_(rooms.config.default_settings().default_country) {}

    void take(SuppressionWanted wanted);
    void take(ReadRow row);
    [[nodiscard]] bool is_full() const { return good_.size() >= batch_size; }
    boost::asio::awaitable<void> save();
    [[nodiscard]] const SuppressionReport& report() const { return report_; }

private:
    void reject(RejectedRow row);

    Rooms& rooms_;
    std::string default_country_;
    std::vector<NewSuppression> good_;
    SuppressionReport report_;
};

void Adding::take(SuppressionWanted wanted) {
    auto phone = normalize_phone_number(wanted.phone, default_country_);
    if (!phone)
        return reject({wanted.line,
                       "phone",
                       "invalid_phone",
                       "phone " + phone.error().message,
                       shortened(wanted.phone)});
    if (!is_text(wanted.reason))
        return reject({wanted.line,
                       "reason",
                       "invalid_encoding",
                       "reason is not UTF-8 text",
                       shortened(wanted.reason)});
    ++report_.received;
    good_.push_back(NewSuppression{*std::move(phone), std::move(wanted.reason)});
}

void Adding::take(ReadRow row) {
    if (auto* rejected = std::get_if<RejectedRow>(&row)) return reject(std::move(*rejected));
    auto& read = std::get<UploadRow>(row);
    take(SuppressionWanted{read.line, std::move(read.phone), std::move(read.variables["reason"])});
}

void Adding::reject(RejectedRow row) {
    ++report_.received;
    ++report_.rejected;
    if (report_.errors.size() < most_errors_shown) report_.errors.push_back(std::move(row));
}

boost::asio::awaitable<void> Adding::save() {
    if (good_.empty()) co_return;
    auto batch = std::exchange(good_, {});
    const std::int64_t added = co_await rooms_.dialer.suppress(std::move(batch));
    report_.added += added;
}

boost::asio::awaitable<std::optional<Error>> add_json(http::Body& body, Adding& adding) {
    const auto text = co_await http::read_all(body, json_limit);
    if (!text) co_return text.error();
    auto all = read_suppressions_wanted(*text);
    if (!all) co_return all.error();
    for (SuppressionWanted& wanted : *all) {
        adding.take(std::move(wanted));
        if (adding.is_full()) co_await adding.save();
    }
    co_await adding.save();
    co_return std::nullopt;
}

boost::asio::awaitable<std::optional<Error>> add_csv(http::Body& body, Adding& adding) {
    CsvReader reader{""};
    for (bool at_end = false; !at_end;) {
        const auto bytes = co_await body.next();
        if (!bytes) co_return bytes.error();
        at_end = bytes->empty();
        std::vector<ReadRow> rows = at_end ? reader.finish() : reader.feed(*bytes);
        for (ReadRow& row : rows) {
            adding.take(std::move(row));
            if (adding.is_full()) co_await adding.save();
        }
        if (reader.trouble()) co_return reader.trouble();
    }
    co_await adding.save();
    co_return std::nullopt;
}

/// Whoever looks at the status alone must not believe that a number is on the list.
Error nothing_taken(const SuppressionReport& report) {
    Error error{Errc::invalid, "No number could be taken from this list; nothing was added."};
    for (const RejectedRow& row : report.errors)
        error.fields.push_back({"/" + std::to_string(row.line), row.message});
    return error;
}

}  // namespace

Answering list_suppressions(Incoming incoming) {
    const auto page = read_page(incoming.request, "suppressions");
    if (!page) co_return problem(page.error());

    store::ListSuppressions wanted;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto suppressions = co_await incoming.rooms.store.list_suppressions(std::move(wanted));

    co_return page_response(incoming.request, "suppressions", suppressions);
}

Answering add_suppressions(Incoming incoming) {
    const std::string_view content_type = incoming.request.header("Content-Type");
    const std::string type = media_type(content_type);
    if (type != "application/json" && type != "text/csv") {
        const Error error{Errc::invalid, unsupported_type(content_type, "application/json or text/csv")};
        co_return problem(415, error);
    }
    incoming.body.set_limit(incoming.rooms.config.max_upload_bytes);

    Adding adding(incoming.rooms);
    std::optional<Error> failed;
    if (type == "text/csv")
        failed = co_await add_csv(incoming.body, adding);
    else
        failed = co_await add_json(incoming.body, adding);

    if (failed) co_return problem(*failed);
    if (adding.report().rejected > 0 && adding.report().rejected == adding.report().received)
        co_return problem(nothing_taken(adding.report()));
    co_return json_response(200, to_json(adding.report()));
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
