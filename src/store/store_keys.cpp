// SPDX-License-Identifier: MIT
// The store's verbs for API keys and the audit.
#include <utility>

#include "store/store.hpp"
#include "store/threaded.hpp"

namespace carillon::store {

Async<Result<ApiKey>> Store::create_api_key(NewApiKey wanted) {
    return threaded_->write(&Writer::create_api_key, std::move(wanted));
}

Async<Result<ApiKey>> Store::revoke_api_key(ApiKeyId key, Instant now) {
    return threaded_->write(&Writer::revoke_api_key, key, now);
}

Async<void> Store::note_key_use(ApiKeyId key, Instant now) {
    return threaded_->write(&Writer::note_key_use, key, now);
}

Async<void> Store::add_audit_entry(NewAuditEntry entry) {
    return threaded_->write(&Writer::add_audit_entry, std::move(entry));
}

Async<KeyLookup> Store::find_api_key(ApiKeyId key) {
    return threaded_->look_at_keys(key);
}

Async<Page<ApiKey>> Store::list_api_keys(ListApiKeys wanted) {
    return threaded_->read(&Reader::list_api_keys, wanted);
}

Async<Page<AuditEntry>> Store::list_audit_entries(ListAuditEntries wanted) {
    return threaded_->read(&Reader::list_audit_entries, wanted);
}

}  // namespace carillon::store
