// SPDX-License-Identifier: MIT
// An answer of the carrier, or of whatever stands where the carrier should: it never makes us call twice, and
// no sentence made of it shows a number. The input: a status, then the body.
#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "fuzz/claim.hpp"
#include "fuzz/targets.hpp"
#include "phone_number.hpp"
#include "twilio/answers.hpp"
#include "twilio/twiml.hpp"

namespace carillon::fuzz {
namespace {

int status_in(std::string_view line) {
    int status = 200;
    std::from_chars(line.data(), line.data() + line.size(), status);
    return std::clamp(status, 100, 599);
}

void claim_masked(const std::string& sentence) {
    claim(!sentence.empty() && masked_numbers(sentence) == sentence, "no sentence shows a number");
}

struct ClaimPlaced {
    int status;
    void operator()(const Accepted& accepted) const {
        claim(status >= 200 && status < 300, "a call is accepted by a success alone");
        claim(!accepted.call.sid.empty(), "an accepted call has a SID");
        claim(nlohmann::json::parse(accepted.call.raw).is_object(), "what was received is kept as JSON");
    }
    void operator()(const NotSent& not_sent) const {
        claim(status >= 400 && status < 500 && status != 408, "only a refusal says that nothing was placed");
        claim_masked(not_sent.reason);
    }
    void operator()(const Refused& refused) const {
        claim(status < 200 || status >= 300, "a success refuses nothing");
        claim(status != 408 && status != 500 && status != 502 && status != 503 && status != 504,
              "what may have been placed is not refused");
        claim(refused.message.empty() || masked_numbers(refused.message) == refused.message,
              "no refusal shows a number");
    }
    void operator()(const Unknown& unknown) const { claim_masked(unknown.reason); }
};

}  // namespace

void carrier_answer(std::string_view input) {
    http::Answer answer;
    answer.status = status_in(take_line(input));
    answer.body = std::string(input);
    const http::Exchange exchange = answer;
    std::visit(ClaimPlaced{answer.status}, twilio::place_result(exchange));

    const auto fetched = twilio::fetch_result(exchange);
    if (std::holds_alternative<NoSuchCall>(fetched))
        claim(answer.status == 404, "only a 404 says that there is no such call");
    if (const auto* call = std::get_if<CarrierCall>(&fetched))
        claim(nlohmann::json::parse(call->raw).is_object(), "what was received is kept as JSON");
    if (twilio::is_too_late(exchange))
        claim(answer.status < 200 || answer.status >= 300, "a success is not too late");
    claim_masked(twilio::trouble_in(exchange));
    (void)twilio::probe_result(exchange);
    const std::string fault = twilio::find_twiml_fault(answer.body);
    if (fault.empty()) claim(answer.body.find("<Response") != std::string::npos, "TwiML has a <Response>");
}

}  // namespace carillon::fuzz
