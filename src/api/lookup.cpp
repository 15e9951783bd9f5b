// SPDX-License-Identifier: MIT
#include "api/lookup.hpp"

#include "api/error_response.hpp"
#include "api/paging.hpp"

namespace carillon::api {
namespace {

/// 0, which no row has, for what is no number: both are a 404.
template <class Id>
Id id_of(std::string_view name) {
    return Id{parse_id(name).value_or(0)};
}

template <class T>
Result<T> found_or_404(std::optional<T> found, std::string_view noun, std::string_view name) {
    if (!found) return no_such(noun, name);
    return *std::move(found);
}

}  // namespace

boost::asio::awaitable<Result<Campaign>> get_campaign(store::Store& store, std::string name) {
    auto found = co_await store.find_campaign(id_of<CampaignId>(name));
    co_return found_or_404(std::move(found), "campaign", name);
}

boost::asio::awaitable<Result<Contact>> get_contact(store::Store& store, std::string name) {
    auto found = co_await store.find_contact(id_of<ContactId>(name));
    co_return found_or_404(std::move(found), "contact", name);
}

boost::asio::awaitable<Result<Import>> get_import(store::Store& store, std::string name) {
    auto found = co_await store.find_import(id_of<ImportId>(name));
    co_return found_or_404(std::move(found), "import", name);
}

boost::asio::awaitable<Result<Call>> get_call(store::Store& store, std::string name) {
    if (!name.starts_with("CA")) {
        auto by_id = co_await store.find_call(id_of<CallId>(name));
        co_return found_or_404(std::move(by_id), "call", name);
    }
    CallSid sid(name);
    auto by_sid = co_await store.find_call_by_sid(std::move(sid));
    co_return found_or_404(std::move(by_sid), "call", name);
}

}  // namespace carillon::api
