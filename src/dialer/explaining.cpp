// SPDX-License-Identifier: MIT
// Why somebody is called, or is not: the same rules that decide, asked for their words.
#include "dialer/rules/account_day.hpp"
#include "dialer/rules/contact_rules.hpp"
#include "dialer/rules/explain.hpp"
#include "dialer/rules/limit_rules.hpp"
#include "dialer/rules/preflight.hpp"
#include "dialer/shift.hpp"
#include "twiml_url.hpp"

namespace carillon::dialer {
namespace {

/// What the rules ask of a campaign as a whole. Put together from several looks: an explanation is of the
/// moment in any case.
store::Inquiry inquiry_of(const Campaign& campaign, store::AccountUse account) {
    store::Inquiry inquiry;
    inquiry.standing.call.campaign_id = campaign.id;
    inquiry.standing.settings = campaign.settings;
    inquiry.standing.campaign_status = campaign.status;
    inquiry.account = std::move(account);
    return inquiry;
}

/// And of this contact.
void inquire_about(store::Inquiry& inquiry, store::ContactRecord record) {
    inquiry.standing.call.to_number = record.contact.phone;
    inquiry.standing.contact = std::move(record.contact);
    inquiry.number = std::move(record.number);
    inquiry.last_from_number = std::move(record.last_from_number);
}

std::vector<std::string> missing_variables(const CampaignSettings& settings, const Contact& contact) {
    const auto url = TwimlUrl::parse(settings.twiml_url);
    if (!url) return {};
    return url->missing(variables_of(contact.variables, contact.name, contact.phone));
}

RuleResult named(std::string_view rule, RuleResult result) {
    result.rule = rule;
    return result;
}

}  // namespace

RuleResult Dialer::Shift::explain_server() const {
    constexpr std::string_view rule = "server";
    if (draining_) return {rule, Verdict::blocks, std::nullopt, "the server is stopping"};
    if (!held_back_.empty()) return {rule, Verdict::waits, std::nullopt, held_back_};
    if (restoration_) return {rule, Verdict::waits, std::nullopt, restore_trouble_};
    if (!store_.is_healthy())
        return {rule, Verdict::waits, std::nullopt, "the database cannot be written to at the moment"};
    return {rule, Verdict::passed, std::nullopt, "the server dials"};
}

RuleResult Dialer::Shift::explain_pace(const Campaign& campaign, Instant now) {
    constexpr std::string_view rule = "pace";
    const Tick tick = clock_.tick();
    const Tick own = lane_of(campaign.id, campaign.settings.calls_per_second).pace.earliest();
    const Tick at = std::max(account_pace_.earliest(), own);
    if (at <= tick) return {rule, Verdict::passed, std::nullopt, "the rate allows a call now"};
    const Instant until = now + std::chrono::ceil<Milliseconds>(at - tick);
    return {rule,
            Verdict::waits,
            until,
            own >= account_pace_.earliest()
                ? "the campaign's rate allows the next call at " + to_rfc3339(until)
                : "the account's rate, or the carrier that asked for a rest, allows "
                  "the next call at " +
                      to_rfc3339(until)};
}

asio::awaitable<std::optional<Explanation>> Dialer::Shift::explain_contact(ContactId id) {
    const Instant now = clock_.now();
    const ClockReading clock = even_clock_.read(now, clock_.tick());
    auto record = co_await store_.find_contact_record(id, clock);
    if (!record) co_return std::nullopt;
    const auto campaign = co_await store_.find_campaign(record->contact.campaign_id);
    const store::Survey question{now - unknown_holds_a_place, rules::day_of(config_.limits.time_zone, now)};
    store::Workload workload = co_await store_.survey(question);
    auto inquiry = inquiry_of(*campaign, std::move(workload.account));
    inquire_about(inquiry, *std::move(record));
    co_return rules::explain(inquiry, config_.limits, now);
}

asio::awaitable<std::optional<Explanation>> Dialer::Shift::explain_campaign(CampaignId id) {
    const Instant now = clock_.now();
    const auto campaign = co_await store_.find_campaign(id);
    if (!campaign) co_return std::nullopt;
    const store::Survey question{now - unknown_holds_a_place, rules::day_of(config_.limits.time_zone, now)};
    store::Workload workload = co_await store_.survey(question);

    rules::WaitingOutlook waiting;
    for (const auto& each : workload.campaigns) {
        if (each.id != id) continue;
        const Outlook outlook = look_at(each, now);
        waiting = {!each.waiting.empty(), !outlook.zones_due.empty(), outlook.look_again_at};
    }
    const auto inquiry = inquiry_of(*campaign, std::move(workload.account));
    const AccountLimits& limits = config_.limits;

    std::vector<RuleResult> results{explain_server(),
                                    named("campaign", rules::judge_campaign(inquiry, limits, now).result)};
    if (!campaign->reason.empty()) results.back().words += ": " + campaign->reason;
    if (campaign->status == CampaignStatus::running) {
        results.push_back(named("campaign_time", rules::judge_campaign_time(inquiry, limits, now).result));
        results.push_back(rules::explain_waiting(waiting));
        results.push_back(explain_pace(*campaign, now));
        results.push_back(named("account_limits", rules::judge_account_limits(inquiry, limits, now).result));
        results.push_back(named("places", rules::judge_places(inquiry, limits, now).result));
        results.push_back(named("from_number", rules::judge_from_number(inquiry, limits, now).result));
    }
    co_return rules::sum_up(std::move(results));
}

asio::awaitable<std::optional<Preflight>> Dialer::Shift::preflight(CampaignId id) {
    constexpr std::int64_t portion = 100;  // so that webhooks are served in between
    const Instant now = clock_.now();
    const ClockReading clock = even_clock_.read(now, clock_.tick());
    auto campaign = co_await store_.find_campaign(id);
    if (!campaign) co_return std::nullopt;
    campaign->status = CampaignStatus::running;  // as if
    const store::Survey question{now - unknown_holds_a_place, rules::day_of(config_.limits.time_zone, now)};
    store::Workload workload = co_await store_.survey(question);

    auto inquiry = inquiry_of(*campaign, std::move(workload.account));
    rules::PreflightSum sum{campaign->settings, config_.limits, now};
    for (const ContactStatus status : {ContactStatus::pending, ContactStatus::blocked}) {
        store::ListContactRecords wanted{id, status, 0, portion, now, clock.even_since};
        for (bool is_last = false; !is_last;) {
            auto page = co_await store_.list_contact_records(wanted);
            for (store::ContactRecord& each : page.items) {
                if (status == ContactStatus::blocked) {
                    sum.add_blocked(each.contact.reason);
                    continue;
                }
                const auto missing = missing_variables(campaign->settings, each.contact);
                inquire_about(inquiry, std::move(each));
                sum.add_waiting(inquiry, missing);
            }
            is_last = !page.next;
            wanted.after = page.next.value_or(0);
        }
    }
    co_return sum.result();
}

}  // namespace carillon::dialer
