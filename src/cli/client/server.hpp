// SPDX-License-Identifier: MIT
// A running server as its clients see it: one request, one reply, by libcurl. Bodies of any size go and come
// in pieces.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "secret.hpp"

namespace carillon::cli::client {

/// Where it is, and how we show who we are.
struct Address {
    std::string url;  ///< http://127.0.0.1:3000
    Secret key;       ///< empty: none is sent
};

struct Reply {
    int status = 0;
    std::string body;
};

/// Nobody answered, or the answer broke off. Ends a command with `ExitCode::unreachable`.
class Unreachable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The server said no. Ends a command with `ExitCode::refused`.
class Refused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A body that is read while it is sent.
struct Upload {
    std::FILE* file = nullptr;
    std::string content_type;
    std::function<void(std::int64_t sent)> progress;
};

class Server {
public:
    explicit Server(Address address);
    ~Server();

    /// Throws Refused with the problem document's sentences when the status is 400 or more, Unreachable.
    Reply ask(std::string_view method,
              const std::string& target,
              const std::string& body = {},
              const std::vector<std::string>& headers = {});
    Reply upload(const std::string& target, const Upload& what);
    /// Writes the answer's body as it comes in.
    void download(const std::string& target, std::FILE* into);

private:
    struct Session;
    std::unique_ptr<Session> session_;
    Address address_;
};

/// The sentences of a problem document (RFC 9457), or of /dial's answer; otherwise the status.
[[nodiscard]] std::string sentences_of(int status, const std::string& body);

}  // namespace carillon::cli::client
