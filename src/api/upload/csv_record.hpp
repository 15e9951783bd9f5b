// SPDX-License-Identifier: MIT
// One CSV record (RFC 4180) from one or more lines. The parsing is libcsv's, in its strict mode: a quote in
// the wrong place is an error, for it would swallow the rows that follow.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace carillon::api {

class CsvRecord {
public:
    enum class Progress {
        complete,    ///< `take` gives its fields
        unfinished,  ///< a quoted field goes on in the next line
        broken,      ///< a quote stands in the wrong place; `reset` before the next line
    };

    explicit CsvRecord(char delimiter);

    /// `line` has no line end. Requires: the line is not blank unless a quoted field is open.
    Progress add_line(std::string_view line);
    std::vector<std::string> take();
    void reset();

private:
    struct Parser;
    struct Free {
        void operator()(Parser* parser) const;
    };

    char delimiter_;
    std::unique_ptr<Parser, Free> parser_;
    std::vector<std::string> fields_;
    bool complete_ = false;
};

}  // namespace carillon::api
