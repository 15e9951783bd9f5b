// SPDX-License-Identifier: MIT
// The rooms that a handler may ask, lent for the life of the process by whoever owns them (main).
#pragma once

#include "api/webhook_health.hpp"
#include "clock.hpp"
#include "config.hpp"
#include "dialer/dialer.hpp"
#include "events/feed.hpp"
#include "store/store.hpp"
#include "twilio/signature.hpp"

namespace carillon::api {

struct Rooms {
    Rooms(store::Store& the_store,
          dialer::Dialer& the_dialer,
          Clock& the_clock,
          const Config& the_config,
          events::Feed& the_feed)
        : store(the_store),
          dialer(the_dialer),
          clock(the_clock),
          config(the_config),
          feed(the_feed),
          verifier({the_config.twilio.auth_token, the_config.twilio.previous_auth_token}) {}

    store::Store& store;
    dialer::Dialer& dialer;
    Clock& clock;
    const Config& config;
    events::Feed& feed;
    const twilio::Verifier verifier;  ///< of what claims to come from Twilio
    WebhookHealth webhooks;
};

}  // namespace carillon::api
