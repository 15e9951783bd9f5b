// SPDX-License-Identifier: MIT
#include "twilio/twiml.hpp"

#include <algorithm>

namespace carillon::twilio {
namespace {

constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

/// Passes over `begin … end` if the text begins so. False: it begins so, and never ends.
bool skip(std::string_view& text, std::string_view begin, std::string_view end, bool& skipped) {
    skipped = text.starts_with(begin);
    if (!skipped) return true;
    const auto at = text.find(end, begin.size());
    if (at == text.npos) return false;
    text.remove_prefix(at + end.size());
    return true;
}

/// Byte order mark, declaration, comments, instructions: what may precede the root (XML 1.0, 2.8).
bool skip_prolog(std::string_view& text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    bool skipped = true;
    while (skipped) {
        skip_blanks(text);
        bool comment = false;
        bool instruction = false;
        if (!skip(text, "<!--", "-->", comment) || !skip(text, "<?", "?>", instruction)) return false;
        skipped = comment || instruction;
    }
    return true;
}

}  // namespace

std::string find_twiml_fault(std::string_view body) {
    constexpr std::string_view open = "<Response";
    constexpr std::string_view close = "</Response";
    std::string_view text = body;
    if (!skip_prolog(text)) return "the XML breaks off before its root";
    if (text.empty()) return "the body is empty: Twilio would hang up";
    if (!text.starts_with('<')) return "the body is not XML";
    const bool is_response = text.starts_with(open) && text.size() > open.size() &&
                             (blanks.find(text[open.size()]) != blanks.npos || text[open.size()] == '>' ||
                              text[open.size()] == '/');
    if (!is_response) return "the root of the XML is not <Response>";
    const auto end_of_tag = text.find('>');
    if (end_of_tag == text.npos) return "the XML breaks off";
    const bool is_empty = text[end_of_tag - 1] == '/';
    if (!is_empty && text.rfind(close) == text.npos) return "the XML breaks off: </Response> is missing";
    return {};
}

}  // namespace carillon::twilio
