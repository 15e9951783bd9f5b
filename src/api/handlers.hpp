// SPDX-License-Identifier: MIT
// Every handler by name, for the route table. Each lives in the file of its noun.
#pragma once

#include "api/incoming.hpp"

namespace carillon::api {

// dial.cpp, twilio_status.cpp: the guide's two, and the verdicts of answering machine detection.
Answering dial(Incoming incoming);
Answering twilio_status(Incoming incoming);
Answering twilio_amd(Incoming incoming);

// campaigns.cpp
Answering create_campaign(Incoming incoming);
Answering list_campaigns(Incoming incoming);
Answering read_campaign(Incoming incoming);
Answering change_campaign(Incoming incoming);
Answering start_campaign(Incoming incoming);
Answering pause_campaign(Incoming incoming);
Answering resume_campaign(Incoming incoming);
Answering cancel_campaign(Incoming incoming);

// successors.cpp
Answering clone_campaign(Incoming incoming);
Answering redial_campaign(Incoming incoming);
// probe.cpp
Answering probe_agent(Incoming incoming);

// imports.cpp
Answering upload_contacts(Incoming incoming);
Answering list_imports(Incoming incoming);
Answering read_import(Incoming incoming);
Answering list_rejected_rows(Incoming incoming);

// import_undo.cpp
Answering undo_import(Incoming incoming);

// contacts.cpp
Answering list_contacts(Incoming incoming);
Answering read_contact(Incoming incoming);
Answering requeue_contact(Incoming incoming);
Answering opt_out_contact(Incoming incoming);

// explanations.cpp
Answering explain_contact(Incoming incoming);
Answering explain_campaign(Incoming incoming);
Answering preflight_campaign(Incoming incoming);

// results.cpp
Answering export_results(Incoming incoming);

// calls.cpp
Answering list_calls(Incoming incoming);
Answering read_call(Incoming incoming);
Answering hang_up_call(Incoming incoming);

// suppressions.cpp
Answering list_suppressions(Incoming incoming);
Answering add_suppressions(Incoming incoming);
Answering remove_suppression(Incoming incoming);

// events.cpp
Answering follow_events(Incoming incoming);

// webhooks.cpp
Answering create_webhook(Incoming incoming);
Answering list_webhooks(Incoming incoming);
Answering read_webhook(Incoming incoming);
Answering delete_webhook(Incoming incoming);
Answering disable_webhook(Incoming incoming);
Answering enable_webhook(Incoming incoming);
Answering rotate_webhook_secret(Incoming incoming);
Answering list_deliveries(Incoming incoming);
Answering resend_delivery(Incoming incoming);
// keys.cpp
Answering create_key(Incoming incoming);
Answering list_keys(Incoming incoming);
Answering revoke_key(Incoming incoming);
Answering list_audit(Incoming incoming);

// metrics.cpp
Answering report_metrics(Incoming incoming);

// health.cpp
Answering report_alive(Incoming incoming);
Answering report_ready(Incoming incoming);

// describe.cpp
Answering describe_api(Incoming incoming);
Answering show_docs(Incoming incoming);
Answering show_docs_asset(Incoming incoming);

}  // namespace carillon::api
