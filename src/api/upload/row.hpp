// SPDX-License-Identifier: MIT
// An upload as a stream of rows, whatever its format. A reader knows the format and nothing of contacts; what
// a row must say to become a contact is check_row's matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "contact.hpp"
#include "error.hpp"

namespace carillon::api {

/// Neither a row nor a line of an upload may be longer: memory stays constant whatever is sent.
inline constexpr std::size_t longest_row = 64 * 1024;

/// A row as it was read, all of it text, nothing checked yet.
struct UploadRow {
    std::int64_t line = 0;  ///< the physical line where it starts; in a JSON array the element's number
    std::string phone;
    std::string name;
    std::string time_zone;
    std::string priority;
    std::map<std::string, std::string, std::less<>> variables;
};

/// A row, or why these bytes are none.
using ReadRow = std::variant<UploadRow, RejectedRow>;

class RowReader {
public:
    virtual ~RowReader() = default;
    /// The rows that the next bytes complete. Pieces may be cut anywhere.
    virtual std::vector<ReadRow> feed(std::string_view bytes) = 0;
    /// The upload came to its end: the rows that this completes.
    virtual std::vector<ReadRow> finish() = 0;
    /// What makes the rest unreadable (no header row, an array that is none); none: all is well. Look after
    /// each call; once there is trouble, no more rows come.
    [[nodiscard]] virtual const std::optional<Error>& trouble() const = 0;
};

}  // namespace carillon::api
