// SPDX-License-Identifier: MIT
// The real binary with a certificate: what it serves, what SIGHUP makes of a renewed one, what it refuses.
#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/certificate.hpp"
#include "http/client.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class TlsBinary : public ::testing::Test {
protected:
    void write(const Certificate& certificate) {
        std::ofstream{file("certificate.pem")} << certificate.certificate;
        std::ofstream{file("key.pem")} << certificate.key;
    }
    [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string errors() const {
        std::stringstream text;
        text << std::ifstream{file("errors")}.rdbuf();
        return text.str();
    }

    void start() {
        server_ = std::make_unique<Process>(
            std::vector<std::string>{CARILLON_BINARY,
                                     "serve",
                                     "--tls-cert",
                                     file("certificate.pem"),
                                     "--tls-key",
                                     file("key.pem")},
            std::map<std::string, std::string>{{"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
                                               {"TWILIO_AUTH_TOKEN", "token-that-nobody-sees"},
                                               {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"},
                                               {"PORT", "0"},
                                               {"CARILLON_DB", file("campaigns.db")}},
            file("errors"));
    }
    void wait_until_it_listens() {
        const std::string line = server_->read_line();
        ASSERT_THAT(line, StartsWith("carillon: listening on https://127.0.0.1:"));
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }
    /// Whether somebody who trusts this certificate, and no other, is answered.
    bool is_served_to_who_trusts(const Certificate& certificate) const {
        asio::io_context loop;
        http::Client client{loop.get_executor(), http::ClientLimits{}, certificate.certificate};
        http::Url url{true, "localhost", port_, "/healthz", ""};
        auto answer = asio::co_spawn(loop, client.send(std::move(url), http::Outgoing{}), asio::use_future);
        loop.run();
        const http::Exchange exchange = answer.get();
        return std::holds_alternative<http::Answer>(exchange) &&
               std::get<http::Answer>(exchange).status == 200;
    }

    TempDirectory folder_;
    std::unique_ptr<Process> server_;
    std::uint16_t port_ = 0;
};

TEST_F(TlsBinary, ServesARenewedCertificateAfterAHangupAndKeepsTheOldOneWhenItIsNone) {
    const Certificate first = make_certificate_of_localhost(), renewed = make_certificate_of_localhost();
    write(first);
    start();
    wait_until_it_listens();
    EXPECT_TRUE(is_served_to_who_trusts(first));
    EXPECT_FALSE(is_served_to_who_trusts(renewed));

    write(renewed);
    EXPECT_TRUE(is_served_to_who_trusts(first));
    server_->send(SIGHUP);
    while (is_served_to_who_trusts(first)) {
    }
    EXPECT_TRUE(is_served_to_who_trusts(renewed));

    write({"no PEM", "no PEM"});
    server_->send(SIGHUP);
    while (errors().find("the new certificate cannot be used") == std::string::npos) {
    }
    EXPECT_TRUE(is_served_to_who_trusts(renewed));
    server_->send(SIGTERM);
    EXPECT_EQ(server_->wait(), 0);
}

TEST_F(TlsBinary, DoesNotStartWithoutAUsableCertificate) {
    write({"no PEM", "no PEM"});
    start();
    EXPECT_EQ(server_->wait(), 2);
    EXPECT_THAT(errors(), HasSubstr("certificate.pem holds no readable certificate"));
}

}  // namespace
}  // namespace carillon::test
