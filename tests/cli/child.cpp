// SPDX-License-Identifier: MIT
#include "cli/child.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <signal.h>
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

/// Between fork and exec: system calls alone.
[[noreturn]] void become(
    const char* folder, const char* errors, int output, char** arguments, char** environment) {
    const int error_file = ::open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const bool is_ready =
        ::chdir(folder) == 0 && ::dup2(output, STDOUT_FILENO) >= 0 && ::dup2(error_file, STDERR_FILENO) >= 0;
    if (is_ready) ::execve(CARILLON_BINARY, arguments, environment);
    ::_exit(127);
}

}  // namespace

Child::Child(const std::filesystem::path& folder,
             const std::vector<std::string>& arguments,
             const Environment& environment) {
    static int count = 0;
    errors_ = folder / ("stderr-" + std::to_string(++count));
    std::vector<std::string> words{"carillon"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    const auto argument_pointers = pointers_to(words);
    const auto environment_pointers = pointers_to(variables);
    const std::string folder_text = folder.string();
    const std::string errors_text = errors_.string();

    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    pid_ = ::fork();
    if (pid_ == 0)
        become(folder_text.c_str(),
               errors_text.c_str(),
               ends[1],
               const_cast<char**>(argument_pointers.data()),
               const_cast<char**>(environment_pointers.data()));
    ::close(ends[1]);
    output_ = ends[0];
    if (pid_ < 0) throw std::runtime_error{"no child process"};
}

Child::~Child() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(output_);
}

std::string Child::read_line() {
    std::string line;
    for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
}

void Child::send_signal(int signal) const {
    ::kill(pid_, signal);
}

int Child::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Child::output() {
    std::string text;
    for (char c = 0; ::read(output_, &c, 1) == 1;) text += c;
    return text;
}

std::string Child::errors() const {
    std::ifstream file{errors_};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace carillon::test
