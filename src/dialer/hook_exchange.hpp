// SPDX-License-Identifier: MIT
// What a pre-dial hook is asked, and how its answer is read (docs/rules.md). Pure.
#pragma once

#include "pre_dial_hook.hpp"
#include "store/verbs.hpp"
#include "web.hpp"

namespace carillon::dialer {

/// Requires: the campaign has a hook.
[[nodiscard]] WebRequest hook_question(const store::ClaimedCall& claimed);

/// Whatever is not exactly a yes or a no is a failure.
[[nodiscard]] HookAnswer read_hook_answer(const WebResult& result);

}  // namespace carillon::dialer
