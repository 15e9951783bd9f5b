// SPDX-License-Identifier: MIT
// One line of the log on stderr: `time level sentence key=value …`, or the same as a JSON object. What
// strangers wrote is quoted and escaped, so that no value can forge a line. For journal.cpp alone.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace carillon::journal {

enum class Level { debug, info, warn, error, critical };

/// A value that may hold anything: quoted, phone numbers masked, and escaped whatever is no character, or one
/// that a terminal obeys instead of showing it.
struct Quoted {
    std::string_view text;
};

struct Field {
    Field(std::string_view name, Quoted text) : key(name), value(text) {}
    /// One of our own words, or a number in E.164 that is masked already.
    Field(std::string_view name, std::string_view word) : key(name), value(word) {}
    Field(std::string_view name, std::int64_t number) : key(name), value(number) {}

    std::string_view key;
    std::variant<Quoted, std::string_view, std::int64_t> value;
};

void say(Level level, std::string_view sentence, std::initializer_list<Field> fields = {});

}  // namespace carillon::journal
