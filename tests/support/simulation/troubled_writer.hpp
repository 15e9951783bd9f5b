// SPDX-License-Identifier: MIT
// An engine's writing face that can fail, or end the process, at every step of every transaction. What the
// real one beneath it has done by then is done: a commit may have taken place and yet report an error.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "store/engine.hpp"

namespace carillon::test {

enum class Step { begin, before_verb, after_verb, before_commit, after_commit };
enum class Mishap { none, fails, crashes };
/// Asked at every step; `verb` is empty at `begin`.
using Mishaps = std::function<Mishap(Step step, std::string_view verb)>;

/// Wraps the writer of `engine`. After a crash, of which `crash` is told, everything throws and nothing is
/// done, not even a rollback.
[[nodiscard]] store::Engine with_mishaps(store::Engine engine, Mishaps mishaps, std::function<void()> crash);

}  // namespace carillon::test
