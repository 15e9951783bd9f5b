// SPDX-License-Identifier: MIT
// The report views of a database file, for who has the file and asks no server. Reads alone, also while a
// server has it open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace carillon::store {

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct ViewQuestion {
    std::string view;  ///< report_campaigns …
    struct Filter {
        std::string column;
        std::string value;
    };
    std::vector<Filter> filters;
    std::int64_t limit = 0;  ///< 0: all
};

class ViewFile {
public:
    /// Throws std::runtime_error with a sentence when it is not a database of ours.
    explicit ViewFile(const std::filesystem::path& file);
    ~ViewFile();

    [[nodiscard]] std::vector<std::string> views();
    /// Calls `row` for each one, in the view's order. Returns the columns' names. Throws std::runtime_error
    /// when there is no such view or column.
    std::vector<std::string> read(const ViewQuestion& question,
                                  const std::function<void(const std::vector<Cell>&)>& row);

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace carillon::store
