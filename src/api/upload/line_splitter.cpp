// SPDX-License-Identifier: MIT
#include "api/upload/line_splitter.hpp"

#include <algorithm>
#include <utility>

#include "api/upload/row.hpp"

namespace carillon::api {

std::vector<Line> LineSplitter::feed(std::string_view bytes) {
    std::vector<Line> lines;
    while (!bytes.empty()) {
        if (std::exchange(ends_with_cr_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        append(bytes.substr(0, end));
        bytes.remove_prefix(end);
        if (bytes.empty()) break;

        lines.push_back(take_line());
        ends_with_cr_ = bytes.front() == '\r';
        bytes.remove_prefix(1);
    }
    return lines;
}

std::optional<Line> LineSplitter::finish() {
    if (line_.text.empty()) return std::nullopt;
    return take_line();
}

void LineSplitter::append(std::string_view part) {
    const std::size_t room = longest_row - line_.text.size();
    line_.too_long = line_.too_long || part.size() > room;
    line_.text.append(part.substr(0, room));
}

Line LineSplitter::take_line() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (line_.number == 1 && line_.text.starts_with(byte_order_mark))
        line_.text.erase(0, byte_order_mark.size());
    Line next{line_.number + 1, {}, false};
    return std::exchange(line_, std::move(next));
}

}  // namespace carillon::api
