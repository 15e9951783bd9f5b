// SPDX-License-Identifier: MIT
// A question to the agent's URL that is no call: in Twilio's way (a form, by POST), so that what answers is
// what will answer, but without a CallSid, so that no session can hang on it, and marked twice.
#include <exception>

#include "dialer/shift.hpp"
#include "twilio/form.hpp"
#include "twilio/twiml.hpp"
#include "twiml_url.hpp"

namespace carillon::dialer {
namespace {

constexpr Milliseconds patience{5'000};
constexpr const char* sample_phone = "+15555550100";  // of no one: area code 555 has no subscribers

/// The URL as this contact's call would carry it; without a contact, with sample values.
Result<std::string> filled_url(const CampaignSettings& settings, const Contact* contact) {
    if (settings.twiml_url.empty())
        return Error{Errc::conflict, "twiml_url is not set: there is nothing to ask."};
    const auto url = TwimlUrl::parse(settings.twiml_url);
    if (!url) return Error{Errc::conflict, "twiml_url " + url.error().message};
    Variables variables = contact != nullptr ? variables_of(contact->variables, contact->name, contact->phone)
                                             : variables_of("{}", "sample", sample_phone);
    const auto missing = url->missing(variables);
    if (contact != nullptr && !missing.empty())
        return Error{Errc::conflict,
                     "twiml_url needs the variable '" + missing.front() +
                         "', which the campaign's first contact does not have."};
    for (const std::string& name : missing) variables[name] = "sample";
    return url->fill(variables);
}

WebRequest question_to(std::string url, const CampaignSettings& settings, const Contact* contact) {
    const twilio::Form form{{"CarillonProbe", "true"},
                            {"CallStatus", "in-progress"},
                            {"Direction", "outbound-api"},
                            {"From", settings.from_number},
                            {"To", contact != nullptr ? contact->phone : sample_phone}};
    WebRequest request;
    request.url = std::move(url);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Carillon-Probe", "true"}};
    request.body = twilio::encode_form(form);
    request.patience = patience;
    return request;
}

AgentProbe judge(const WebResult& result, Milliseconds took) {
    AgentProbe probe;
    probe.took = took;
    if (const auto* none = std::get_if<NoWebAnswer>(&result)) {
        probe.problem = none->reason;
        return probe;
    }
    const auto& answer = std::get<WebAnswer>(result);
    probe.status = answer.status;
    probe.content_type = answer.content_type;
    if (answer.status < 200 || answer.status > 299)
        probe.problem = "it answered " + std::to_string(answer.status) + " instead of 200";
    else
        probe.problem = twilio::find_twiml_fault(answer.body);
    if (answer.status == 403)
        probe.problem += "; it may want Twilio's signature, which a probe does not have";
    probe.ok = probe.problem.empty();
    return probe;
}

}  // namespace

asio::awaitable<Result<AgentProbe>> Dialer::Shift::probe_agent(CampaignId id) {
    const auto campaign = co_await store_.find_campaign(id);
    if (!campaign) co_return Error{Errc::not_found, "There is no campaign with this id."};
    store::ListContacts first;
    first.campaign_id = id;
    first.limit = 1;
    const auto page = co_await store_.list_contacts(std::move(first));
    const Contact* contact = page.items.empty() ? nullptr : &page.items.front();
    auto url = filled_url(campaign->settings, contact);
    if (!url) co_return url.error();

    WebRequest question = question_to(*std::move(url), campaign->settings, contact);
    const Tick asked_at = clock_.tick();
    WebResult result = NoWebAnswer{};
    try {
        result = co_await web_.ask(std::move(question));
    } catch (const std::exception& failure) {  // it promises not to throw; if it does, that is no answer
        result = NoWebAnswer{failure.what()};
    }
    co_return judge(result, std::chrono::duration_cast<Milliseconds>(clock_.tick() - asked_at));
}

}  // namespace carillon::dialer
