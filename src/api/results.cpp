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

std::string cell(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : std::string{};
}
std::string cell(const std::optional<Instant>& instant) {
    return instant ? to_rfc3339(*instant) : std::string{};
}

void append_line(std::string& lines, const store::ResultRow& row) {
    static const Call none;
    const Contact& contact = row.contact;
    const Call& call = row.call ? *row.call : none;
    const std::string status{row.call ? to_text(call.status) : ""};
    const auto ending = ending_of(call);
    const std::string outcome{ending ? to_text(*ending) : ""};
    lines.append(std::to_string(contact.id.value()));
    for (const std::string& each : {plain_cell(contact.phone),
                                    text_cell(contact.name),
                                    std::string{to_text(contact.status)},
                                    text_cell(contact.reason),
                                    std::to_string(contact.attempts),
                                    plain_cell(call.call_sid.text()),
                                    status,
                                    text_cell(call.twilio_status),
                                    cell(call.duration_seconds),
                                    cell(call.error_code),
                                    text_cell(call.error_message),
                                    cell(call.answered_at),
                                    cell(call.ended_at),
                                    text_cell(contact.variables),
                                    outcome,
                                    text_cell(call.answered_by)})
        lines.append(1, ',').append(each);
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
