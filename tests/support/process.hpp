// SPDX-License-Identifier: MIT
// A program that a test runs: the real binary, ended by its own id, at the latest with the object.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace carillon::test {

class Process {
public:
    /// Starts `command` with this environment and nothing else; its stderr goes to `log_file`.
    Process(std::vector<std::string> command,
            const std::map<std::string, std::string>& environment,
            const std::string& log_file);
    ~Process();  ///< kills it if it still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// The next line of its stdout; empty at the end of it.
    std::string read_line();
    void send(int signal) const;
    [[nodiscard]] pid_t id() const { return id_; }
    /// Waits for its end. Returns its exit code, or minus the signal that ended it.
    int wait();

private:
    pid_t id_ = -1;
    int stdout_ = -1;
};

}  // namespace carillon::test
