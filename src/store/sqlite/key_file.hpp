// SPDX-License-Identifier: MIT
// The API keys of a database file for the command line, also while a server runs on it. It writes a row and
// goes: no checkpoint, no migration, nothing of what makes a server the one writer. Its caller is inside the
// fence (log_fence.hpp) for as long as it lives.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "error.hpp"
#include "store/access_verbs.hpp"

namespace carillon::store {

namespace sqlite {
class Database;
}

class KeyFile {
public:
    /// `is_alone`: no server runs; then the file is first brought up to date, and made if there is none.
    /// Throws as `open_sqlite`; and std::runtime_error when a server of another version runs.
    KeyFile(const std::filesystem::path& file, bool is_alone);
    ~KeyFile();

    // Each with its line in the audit, in one transaction. They fail as the verbs in engine.hpp.
    [[nodiscard]] Result<ApiKey> create(const NewApiKey& wanted);
    [[nodiscard]] Result<ApiKey> revoke(ApiKeyId key, Instant now);
    [[nodiscard]] std::vector<ApiKey> list();

private:
    template <class Work>
    Result<ApiKey> change(Work work, NewAuditEntry entry);

    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace carillon::store
