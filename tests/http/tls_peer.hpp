// SPDX-License-Identifier: MIT
// A TLS server on the loopback interface.
#pragma once

#include <string>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "http/certificate.hpp"
#include "http/client.hpp"

namespace carillon::test {

/// Serves one connection: answers so many requests, then ends it as told.
class TlsPeer {
public:
    enum class Ending { in_order, cut };

    TlsPeer(const Certificate& certificate,
            int requests,
            std::string answer,
            Ending ending = Ending::cut,
            int newest_version = 0)
        : acceptor_(loop_, boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
        context_.use_certificate_chain(boost::asio::buffer(certificate.certificate));
        context_.use_private_key(boost::asio::buffer(certificate.key), boost::asio::ssl::context::pem);
        if (newest_version != 0) {
            SSL_CTX_set_min_proto_version(context_.native_handle(), newest_version);
            SSL_CTX_set_max_proto_version(context_.native_handle(), newest_version);
            SSL_CTX_set_cipher_list(context_.native_handle(), "ALL:@SECLEVEL=0");
        }
        thread_ = std::thread([this, requests, answer, ending] { serve(requests, answer, ending); });
    }
    ~TlsPeer() {
        if (thread_.joinable()) thread_.join();
    }

    [[nodiscard]] http::Url url(std::string host) const {
        http::Url url;
        url.tls = true;
        url.host = std::move(host);
        url.port = acceptor_.local_endpoint().port();
        url.target = "/";
        return url;
    }
    /// What the client called it; waits for its end.
    const std::string& server_name() {
        thread_.join();
        return server_name_;
    }

private:
    void serve(int requests, const std::string& answer, Ending ending) {
        boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(acceptor_.accept(), context_);
        boost::system::error_code failure;
        stream.handshake(boost::asio::ssl::stream_base::server, failure);
        if (failure) return;
        const auto* const name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        server_name_ = name == nullptr ? "" : name;
        std::string unread;
        for (int number = 0; number < requests; ++number) {
            unread.erase(
                0, boost::asio::read_until(stream, boost::asio::dynamic_buffer(unread), "\r\n\r\n", failure));
            if (failure) return;
            boost::asio::write(stream, boost::asio::buffer(answer), failure);
        }
        if (ending == Ending::in_order) stream.shutdown(failure);
    }

    boost::asio::io_context loop_;
    boost::asio::ssl::context context_{boost::asio::ssl::context::tls_server};
    boost::asio::ip::tcp::acceptor acceptor_;
    std::string server_name_;
    std::thread thread_;
};

}  // namespace carillon::test
