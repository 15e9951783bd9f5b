// SPDX-License-Identifier: MIT
#include "api/event_kinds.hpp"

#include <algorithm>

#include "api/text.hpp"

namespace carillon::api {
namespace {

template <class Take>
void for_each_kind(Take take) {
    for (std::size_t i = 0; i < event_kind_count; ++i) take(static_cast<EventKind>(i));
}

bool is_meant(std::string_view word, std::string_view kind) {
    return word == kind || (word.ends_with(".*") && kind.starts_with(word.substr(0, word.size() - 1)));
}

Error unknown_word(const std::string& word, std::string_view where) {
    std::string known = "*";
    for_each_kind([&](EventKind kind) { known.append(", ").append(to_text(kind)); });
    const std::string message = shortened(word) + " is no kind of event. Known: " + known + ", campaign.*";
    return Error{Errc::invalid, message + ".", {{std::string{where}, message}}};
}

}  // namespace

Result<std::vector<EventKind>> read_kinds(const std::vector<std::string>& words, std::string_view where) {
    std::vector<EventKind> kinds;
    for (const std::string& word : words) {
        if (word == "*") return std::vector<EventKind>{};
        bool is_known = false;
        for_each_kind([&](EventKind kind) {
            if (!is_meant(word, to_text(kind))) return;
            is_known = true;
            if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
        });
        if (!is_known) return unknown_word(word, where);
    }
    return kinds;
}

}  // namespace carillon::api
