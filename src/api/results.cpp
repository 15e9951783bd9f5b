// SPDX-License-Identifier: MIT
// results.csv: one line for each contact with its last call, streamed page by page, so that a campaign of any
// size takes the memory of one page.
#include <memory>
#include <utility>

#include "api/csv_writer.hpp"
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lookup.hpp"

namespace carillon::api {
namespace {

constexpr std::int64_t rows_per_page = 1000;

constexpr std::string_view header_row =
    "contact_id,phone,name,status,reason,attempts,call_sid,call_status,twilio_status,duration_seconds,error_"
    "code,"
    "error_message,answered_at,ended_at,variables,outcome,answered_by\r\n";

/// One cell for each column of the header row, in its order.
void append_line(std::string& lines, const store::ResultRow& row) {
    static const Call none;
    const Contact& contact = row.contact;
    const Call& call = row.call ? *row.call : none;
    const auto ending = ending_of(call);
    const auto plain = [&](std::string_view cell) { append_plain_cell(lines += ',', cell); };
    const auto text = [&](std::string_view cell) { append_text_cell(lines += ',', cell); };
    const auto number = [&](const std::optional<std::int64_t>& value) {
        plain(value ? std::to_string(*value) : std::string{});
    };
    const auto instant = [&](const std::optional<Instant>& value) {
        plain(value ? to_rfc3339(*value) : std::string{});
    };
    lines += std::to_string(contact.id.value());
    plain(contact.phone);
    text(contact.name);
    plain(to_text(contact.status));
    text(contact.reason);
    number(contact.attempts);
    plain(call.call_sid.text());
    plain(row.call ? to_text(call.status) : "");
    text(call.twilio_status);
    number(call.duration_seconds);
    number(call.error_code);
    text(call.error_message);
    instant(call.answered_at);
    instant(call.ended_at);
    text(contact.variables);
    plain(ending ? to_text(*ending) : "");
    text(call.answered_by);
    lines += "\r\n";
}

class Results final : public http::Source {
public:
    Results(store::Store& store, CampaignId campaign) : store_(store), campaign_(campaign) {}

    boost::asio::awaitable<std::string> next() override {
        std::string lines = std::exchange(header_due_, false) ? std::string{header_row} : std::string{};
        if (!after_) co_return lines;
        const auto page = co_await store_.list_results(campaign_, *after_, rows_per_page);
        after_ = page.next;
        for (const store::ResultRow& row : page.items) append_line(lines, row);
        co_return lines;
    }

private:
    store::Store& store_;
    CampaignId campaign_;
    bool header_due_ = true;
    std::optional<std::int64_t> after_ = 0;  ///< none: the last page was given out
};

}  // namespace

Answering export_results(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());

    http::Response response(200, "text/csv; charset=utf-8", "");
    response.headers.emplace_back(
        "Content-Disposition",
        "attachment; filename=\"campaign-" + std::to_string(campaign->id.value()) + "-results.csv\"");
    response.source = std::make_unique<Results>(incoming.rooms.store, campaign->id);
    co_return response;
}

}  // namespace carillon::api
