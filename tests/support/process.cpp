// SPDX-License-Identifier: MIT
#include "support/process.hpp"

#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace carillon::test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

}  // namespace

Process::Process(std::vector<std::string> command,
                 const std::map<std::string, std::string>& environment,
                 const std::string& log_file) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);

    std::vector<std::string> variables;
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    auto arguments = pointers_to(command);
    auto environment_block = pointers_to(variables);
    const int error =
        posix_spawn(&id_, arguments[0], &actions, nullptr, arguments.data(), environment_block.data());
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    stdout_ = ends[0];
    if (error != 0) throw std::runtime_error("cannot start " + command[0]);
}

Process::~Process() {
    if (id_ > 0) {
        kill(id_, SIGKILL);
        waitpid(id_, nullptr, 0);
    }
    close(stdout_);
}

std::string Process::read_line() {
    std::string line;
    char c = 0;
    while (read(stdout_, &c, 1) == 1) {
        if (c == '\n') return line;
        line += c;
    }
    return line;
}

void Process::send(int signal) const {
    kill(id_, signal);
}

int Process::wait() {
    int status = 0;
    if (waitpid(id_, &status, 0) != id_) throw std::runtime_error("the process is not ours");
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace carillon::test
