// SPDX-License-Identifier: MIT
// Whose threads do the store's work.
#pragma once

namespace carillon::store {

enum class Threads {
    own,      ///< one that writes, one that reads and one that looks at API keys
    none,     ///< each piece is done inside its caller
    callers,  ///< the callers' own does all that is queued as its next task: in groups, with others' work in
              ///< between, and deterministic
};

}  // namespace carillon::store
