// SPDX-License-Identifier: MIT
// The thing that a path names, or the 404 that says that there is none.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "call.hpp"
#include "campaign.hpp"
#include "contact.hpp"
#include "error.hpp"
#include "import.hpp"
#include "store/store.hpp"

namespace carillon::api {

boost::asio::awaitable<Result<Campaign>> get_campaign(store::Store& store, std::string name);
boost::asio::awaitable<Result<Contact>> get_contact(store::Store& store, std::string name);
boost::asio::awaitable<Result<Import>> get_import(store::Store& store, std::string name);
/// By our id or by Twilio's CallSid.
boost::asio::awaitable<Result<Call>> get_call(store::Store& store, std::string name);

}  // namespace carillon::api
