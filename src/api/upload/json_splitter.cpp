// SPDX-License-Identifier: MIT
#include "api/upload/json_splitter.hpp"

#include <utility>

#include "api/upload/row.hpp"

namespace carillon::api {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

constexpr const char* wanted = R"(An array of contacts or {"contacts": [ … ]} is wanted)";

}  // namespace

std::vector<JsonElement> JsonSplitter::feed(std::string_view bytes) {
    for (const char c : bytes) {
        if (trouble_) break;
        ++byte_;
        step(c);
    }
    return std::exchange(complete_, {});
}

void JsonSplitter::finish() {
    if (place_ != Place::end && !trouble_) fail("the array is not closed where the upload ends");
}

void JsonSplitter::step(char c) {
    if (place_ == Place::elements) return step_in_elements(c);
    if (place_ == Place::member) return step_in_member(c);
    if (is_blank(c)) return;
    switch (place_) {
        case Place::start:
            return step_at_start(c);
        case Place::before_array:
            return expect(c == '[', Place::elements);
        case Place::after_array:
            return expect(c == '}', Place::end);
        case Place::end:
            return fail("something follows the array");
        case Place::member:
        case Place::elements:
            return;
    }
}

void JsonSplitter::step_at_start(char c) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (mark_ + 1 == byte_ && mark_ < byte_order_mark.size() && c == byte_order_mark[mark_]) {
        ++mark_;
        return;
    }
    if (mark_ % byte_order_mark.size() != 0) return fail(wanted);
    wrapped_ = c == '{';
    expect(c == '[' || c == '{', wrapped_ ? Place::member : Place::elements);
}

void JsonSplitter::step_in_member(char c) {
    constexpr std::string_view name = "\"contacts\"";
    if (is_blank(c) && (member_.empty() || member_ == name)) return;
    if (c == ':') return expect(member_ == name, Place::before_array);
    member_ += c;
    if (!name.starts_with(member_)) fail(wanted);
}

void JsonSplitter::step_in_elements(char c) {
    if (in_string_) return step_in_string(c);
    switch (c) {
        case '"':
            in_string_ = true;
            break;
        case '[':
        case '{':
            ++depth_;
            break;
        case ',':
            if (depth_ == 0) return close_element();
            break;
        case ']':
        case '}':
            if (depth_ == 0) return c == ']' ? close_array() : fail("a } closes nothing");
            --depth_;
            break;
    }
    append(c);
}

void JsonSplitter::step_in_string(char c) {
    if (escaped_)
        escaped_ = false;
    else if (c == '\\')
        escaped_ = true;
    else if (c == '"')
        in_string_ = false;
    append(c);
}

void JsonSplitter::expect(bool is_expected, Place next) {
    if (is_expected)
        place_ = next;
    else
        fail(wanted);
}

void JsonSplitter::append(char c) {
    if (element_.text.empty() && is_blank(c)) return;
    if (element_.text.size() < longest_row)
        element_.text += c;
    else
        element_.too_large = true;
}

void JsonSplitter::close_element() {
    JsonElement next{element_.number + 1, {}, false};
    complete_.push_back(std::exchange(element_, std::move(next)));
}

void JsonSplitter::close_array() {
    const bool is_empty_array = element_.number == 1 && element_.text.empty();
    if (!is_empty_array) close_element();
    place_ = wrapped_ ? Place::after_array : Place::end;
}

void JsonSplitter::fail(const std::string& what) {
    trouble_ =
        Error{Errc::invalid, "This is not valid JSON at byte " + std::to_string(byte_) + ": " + what + "."};
}

}  // namespace carillon::api
