// SPDX-License-Identifier: MIT
// A server's certificate and key, and how it speaks TLS with them. Runs on: the loop.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

namespace carillon::http {

/// TLS 1.2 and up with forward secrecy and authenticated ciphers, HTTP/1.1 by ALPN. `certificate_file`: PEM,
/// the chain, ours first; `key_file`: PEM, without a passphrase. Throws std::runtime_error with a sentence
/// that names the file: unreadable, no certificate, over, or of another key.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> load_server_tls(const std::string& certificate_file,
                                                                         const std::string& key_file);

}  // namespace carillon::http
