// SPDX-License-Identifier: MIT
#include "api/doorkeeper.hpp"

#include <utility>

#include "journal.hpp"

namespace carillon::api {
namespace {

constexpr Scopes all_scopes{Scope::read, Scope::upload, Scope::dial, Scope::admin};

Caller local_caller() {
    return Caller{"local", {}, all_scopes, std::nullopt};
}

TurnedAway too_many_failures(Microseconds wait) {
    return {Error{Errc::busy, "Too many wrong API keys came from this address: try again later."}, wait};
}

/// Whose bucket: a caller that is none of the database's keys is the configured one.
std::string bucket_of(const Caller& caller) {
    return caller.key_id ? std::to_string(caller.key_id->value()) : caller.name;
}

}  // namespace

boost::asio::awaitable<Admission> Doorkeeper::admit(Access access, const http::Request& request) {
    if (const auto scope = scope_of(access)) co_return co_await admit_with_key(*scope, request);
    if (access == Access::probe) co_return co_await admit_to_probe(request);
    co_return Caller{};
}

/// The machine itself needs no store to be told that its store is broken.
boost::asio::awaitable<Admission> Doorkeeper::admit_to_probe(const http::Request& request) {
    const auto stranger = find_stranger(request);
    if (!stranger || !rooms_.config.api_key.empty()) co_return Caller{};
    const ApiKeyId none;
    const auto found = co_await rooms_.store.find_api_key(none);
    if (found.any_exist) co_return Caller{};
    co_return TurnedAway{*stranger};
}

/// The configured key needs no look into the database.
boost::asio::awaitable<store::KeyLookup> Doorkeeper::look_up(std::optional<PresentedKey> parsed) {
    if (!parsed && !rooms_.config.api_key.empty()) {
        store::KeyLookup wanted;
        wanted.any_exist = true;
        co_return wanted;
    }
    const ApiKeyId id = parsed ? parsed->id : ApiKeyId{};
    co_return co_await rooms_.store.find_api_key(id);
}

boost::asio::awaitable<Admission> Doorkeeper::admit_with_key(Scope scope, const http::Request& request) {
    auto parsed = parse_api_key(presented_key(request));
    const auto found = co_await look_up(std::move(parsed));
    if (!found.any_exist && rooms_.config.api_key.empty()) {
        if (const auto stranger = find_stranger(request)) co_return TurnedAway{*stranger};
        co_return local_caller();
    }
    const Instant now = rooms_.clock.now();
    Admission admission = judge(request, scope, found.key, now);
    const auto* caller = std::get_if<Caller>(&admission);
    if (caller != nullptr && caller->key_id) co_await note_use(*found.key, now);
    co_return admission;
}

Admission Doorkeeper::judge(const http::Request& request,
                            Scope scope,
                            const std::optional<ApiKey>& known,
                            Instant now) {
    const std::string_view presented = presented_key(request);
    // A key of ours has 256 random bits and is always looked at: who shares an address with somebody that
    // guesses is not kept out. The configured key is as good as who chose it, and guessing it must be slow.
    if (!presented.empty() && !parse_api_key(presented)) {
        const auto wait = failures_.of(neighbourhood_of(request.remote_address))
                              .find_wait(per_minute(rooms_.config.key_failures_per_minute), now);
        if (wait) return too_many_failures(*wait);
    }
    auto caller = recognise(presented, rooms_.config.api_key, known, now);
    if (!caller) return refuse(request, std::move(caller).error(), now);
    const std::int64_t rate = caller->requests_per_second.value_or(rooms_.config.key_requests_per_second);
    if (const auto wait = uses_.of(bucket_of(*caller)).take(per_second(rate), now))
        return TurnedAway{Error{Errc::busy,
                                "This API key may make " + std::to_string(rate) +
                                    " requests a second, twice as many at once."},
                          *wait};
    if (auto lack = find_lack(caller->scopes, scope)) return TurnedAway{*std::move(lack)};
    return *std::move(caller);
}

/// Who shows no key at all does not guess.
TurnedAway Doorkeeper::refuse(const http::Request& request, Error error, Instant now) {
    if (presented_key(request).empty()) return TurnedAway{std::move(error)};
    journal::key_refused(request.id, request.remote_address, error.message);
    const auto wait = failures_.of(neighbourhood_of(request.remote_address))
                          .take(per_minute(rooms_.config.key_failures_per_minute), now);
    return wait ? too_many_failures(*wait) : TurnedAway{std::move(error)};
}

/// At most once a minute. Nobody is refused because that could not be written.
boost::asio::awaitable<void> Doorkeeper::note_use(ApiKey key, Instant now) {
    constexpr Milliseconds often_enough{60'000};
    if (key.last_used_at && now - *key.last_used_at < often_enough) co_return;
    try {
        co_await rooms_.store.note_key_use(key.id, now);
    } catch (const std::exception& failure) {
        journal::loop_failed("API keys", failure.what());
    }
}

}  // namespace carillon::api
