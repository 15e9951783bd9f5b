// SPDX-License-Identifier: MIT
// Bytes in pieces → whole physical lines with their numbers. Knows nothing of what stands in a line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carillon::api {

struct Line {
    std::int64_t number = 0;  ///< from 1
    std::string text;         ///< without its end
    bool too_long = false;    ///< only its beginning (`longest_row` bytes) is kept
};

class LineSplitter {
public:
    /// The lines that these bytes complete. A line ends with LF, CR LF or CR; a byte order mark is dropped.
    std::vector<Line> feed(std::string_view bytes);
    /// The last line, when the upload does not end with a line's end.
    std::optional<Line> finish();

private:
    void append(std::string_view part);
    Line take_line();

    Line line_{1, {}, false};
    bool ends_with_cr_ = false;  ///< a LF that comes now belongs to the line before
};

}  // namespace carillon::api
