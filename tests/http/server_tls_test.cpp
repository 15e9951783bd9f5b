// SPDX-License-Identifier: MIT
// The real server with TLS, asked by the real client and by OpenSSL as a stranger would use it.
#include "http/server_tls.hpp"

#include <filesystem>
#include <fstream>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "http/certificate.hpp"
#include "http/raw_peer.hpp"
#include "http/running_server.hpp"
#include "http/scripted_peer.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

std::filesystem::path write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream{file} << text;
    return file;
}

/// A client of one connection that says as much or as little as the test wants.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port) {
        stream_.lowest_layer().connect({asio::ip::address_v4::loopback(), port});
    }

    boost::system::error_code shake_hands() {
        boost::system::error_code failure;
        stream_.handshake(ssl::stream_base::client, failure);
        return failure;
    }
    void send(std::string_view bytes) { asio::write(stream_, asio::buffer(bytes)); }
    /// All until the end; empty without an ending in order.
    std::string receive_all() {
        std::string all;
        boost::system::error_code failure;
        asio::read(stream_, asio::dynamic_buffer(all), failure);
        return failure == asio::error::eof ? all : std::string{};
    }
    SSL* native() { return stream_.native_handle(); }

    ssl::context context{ssl::context::tls_client};

private:
    asio::io_context loop_;
    ssl::stream<asio::ip::tcp::socket> stream_{loop_, context};
};

class ServerTls : public testing::Test {
protected:
    ServerTls() { server_.use_tls(load_server_tls(file_, key_)); }

    static std::shared_ptr<ssl::context> load_server_tls(const std::filesystem::path& file,
                                                         const std::filesystem::path& key) {
        return http::load_server_tls(file.string(), key.string());
    }
    static std::string refusal(const std::filesystem::path& file, const std::filesystem::path& key) {
        try {
            (void)load_server_tls(file, key);
        } catch (const std::runtime_error& refused) {
            return refused.what();
        }
        return "";
    }

    TempDirectory directory_;
    Certificate certificate_ = make_certificate_of_localhost();
    std::filesystem::path file_ = write(directory_ / "certificate.pem", certificate_.certificate);
    std::filesystem::path key_ = write(directory_ / "key.pem", certificate_.key);
    RunningServer server_;
};

TEST_F(ServerTls, AnswersAClientThatVerifies) {
    asio::io_context loop;
    http::Client client{loop.get_executor(), http::ClientLimits{}, certificate_.certificate};
    http::Url url{true, "localhost", server_.port(), "/echo", ""};
    http::Outgoing request;
    request.method = "POST";
    request.body = std::string(1 << 20, 'x');
    for (int count = 0; count < 3; ++count) {
        const auto result = exchange(client, loop, url, request);
        ASSERT_TRUE(std::holds_alternative<http::Answer>(result));
        EXPECT_EQ(std::get<http::Answer>(result).body, request.body);
    }
}

TEST_F(ServerTls, EndsAConnectionInOrder) {
    TlsClient client{server_.port()};
    ASSERT_FALSE(client.shake_hands());
    client.send(get("/stream", "Connection: close\r\n"));
    EXPECT_TRUE(client.receive_all().ends_with("0\r\n\r\n"));
}

TEST_F(ServerTls, RefusesWhatIsOlderThan12) {
    TlsClient client{server_.port()};
    SSL_set_min_proto_version(client.native(), TLS1_VERSION);
    SSL_set_max_proto_version(client.native(), TLS1_1_VERSION);
    SSL_set_cipher_list(client.native(), "ALL:@SECLEVEL=0");
    EXPECT_TRUE(client.shake_hands());
}

TEST_F(ServerTls, Speaks12And13WithForwardSecrecyOnly) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client{server_.port()};
        SSL_set_min_proto_version(client.native(), version);
        SSL_set_max_proto_version(client.native(), version);
        EXPECT_FALSE(client.shake_hands()) << version;
    }
    TlsClient without{server_.port()};
    SSL_set_max_proto_version(without.native(), TLS1_2_VERSION);
    SSL_set_cipher_list(without.native(), "AES256-GCM-SHA384:ECDHE-ECDSA-AES256-SHA");
    EXPECT_TRUE(without.shake_hands());
}

TEST_F(ServerTls, AgreesOnHttp11AndOnNothingElse) {
    const std::string http_1_1{"\x08http/1.1"}, http_2{"\x02h2"};
    const auto offer = [](TlsClient& client, const std::string& names) {
        SSL_set_alpn_protos(client.native(),
                            reinterpret_cast<const unsigned char*>(names.data()),
                            static_cast<unsigned int>(names.size()));
    };
    TlsClient both{server_.port()};
    offer(both, http_2 + http_1_1);
    ASSERT_FALSE(both.shake_hands());
    const unsigned char* chosen = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(both.native(), &chosen, &size);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");

    TlsClient other{server_.port()};
    offer(other, http_2);
    EXPECT_TRUE(other.shake_hands());
}

TEST_F(ServerTls, TellsAPeerThatSpeaksPlainHttp) {
    RawPeer peer{server_.port()};
    peer.send(get("/unread"));
    const auto answer = peer.receive();
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("HTTPS"), std::string::npos);
    EXPECT_TRUE(peer.is_closed());
}

TEST_F(ServerTls, TakesANewCertificateForNewConnections) {
    const auto serial_of = [](TlsClient& client) {
        X509* const shown = SSL_get1_peer_certificate(client.native());
        const std::string key{reinterpret_cast<const char*>(X509_get0_pubkey_bitstr(shown)->data),
                              static_cast<std::size_t>(X509_get0_pubkey_bitstr(shown)->length)};
        X509_free(shown);
        return key;
    };
    TlsClient before{server_.port()};
    ASSERT_FALSE(before.shake_hands());
    const Certificate renewed = make_certificate_of_localhost();
    server_.use_tls(load_server_tls(write(file_, renewed.certificate), write(key_, renewed.key)));

    TlsClient after{server_.port()};
    ASSERT_FALSE(after.shake_hands());
    EXPECT_NE(serial_of(before), serial_of(after));
    before.send(get("/unread", "Connection: close\r\n"));  // what is open goes on
    EXPECT_TRUE(before.receive_all().ends_with("unread"));
}

TEST_F(ServerTls, NamesTheFileThatCannotBeUsed) {
    const Certificate other = make_certificate_of_localhost();
    const auto other_key = write(directory_ / "other.pem", other.key);
    const auto nonsense = write(directory_ / "nonsense.pem", "no PEM");
    const auto missing = directory_ / "missing.pem";

    EXPECT_NE(refusal(missing, key_).find("missing.pem holds no readable certificate"), std::string::npos);
    EXPECT_NE(refusal(nonsense, key_).find("nonsense.pem holds no readable certificate"), std::string::npos);
    EXPECT_NE(refusal(file_, nonsense).find("nonsense.pem holds no readable key"), std::string::npos);
    EXPECT_NE(refusal(file_, other_key).find("other.pem is not the key"), std::string::npos);
    EXPECT_EQ(refusal(file_, key_), "");
}

}  // namespace
}  // namespace carillon::test
