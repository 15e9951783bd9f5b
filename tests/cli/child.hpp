// SPDX-License-Identifier: MIT
// The real binary as a child process: its own environment and nothing of ours, its output to read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace carillon::test {

using Environment = std::map<std::string, std::string>;

class Child {
public:
    /// Starts `carillon ARGUMENTS…`; stderr goes to a file in `folder`, which is also where it works.
    Child(const std::filesystem::path& folder,
          const std::vector<std::string>& arguments,
          const Environment& environment = {});
    /// Kills it when it still runs.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The next line of its stdout, without the line end; waits for it. Empty at the end.
    std::string read_line();
    void send_signal(int signal) const;
    /// Waits for its end. Its exit code, or 128 and the signal that ended it. Call once.
    int wait();
    /// What is left of its stdout, and all of its stderr; after `wait`.
    [[nodiscard]] std::string output();
    [[nodiscard]] std::string errors() const;

private:
    pid_t pid_;
    int output_;
    std::filesystem::path errors_;
};

}  // namespace carillon::test
