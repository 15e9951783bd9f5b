// SPDX-License-Identifier: MIT
#include "http/server_tls.hpp"

#include <array>
#include <stdexcept>

#include <openssl/err.h>
#include <openssl/x509.h>

namespace carillon::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

/// The ciphers of TLS 1.2 that have forward secrecy and authenticate what they encrypt; those of 1.3 all do.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw std::runtime_error("TLS: " + file + " " + why + ".");
}

int choose_http_1_1(SSL* /*connection*/,
                    const unsigned char** chosen,
                    unsigned char* size,
                    const unsigned char* offered,
                    unsigned int offered_size,
                    void* /*nothing*/) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* choice = nullptr;
    const int found = SSL_select_next_proto(&choice, size, ours.data(), ours.size(), offered, offered_size);
    *chosen = choice;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

std::shared_ptr<ssl::context> load_server_tls(const std::string& certificate_file,
                                              const std::string& key_file) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* const native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(native, ciphers);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection keeps 34 KB less
    SSL_CTX_set_alpn_select_cb(native, choose_http_1_1, nullptr);

    error_code failure;
    context->use_certificate_chain_file(certificate_file, failure);
    if (failure) refuse(certificate_file, "holds no readable certificate in PEM: " + failure.message());
    if (X509_cmp_current_time(X509_get0_notAfter(SSL_CTX_get0_certificate(native))) < 0)
        refuse(certificate_file, "is a certificate whose time is over");
    // Asked for a passphrase, OpenSSL would read one from the terminal.
    context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string{}; });
    context->use_private_key_file(key_file, ssl::context::pem, failure);
    if (ERR_GET_REASON(static_cast<unsigned long>(failure.value())) == X509_R_KEY_VALUES_MISMATCH)
        refuse(key_file, "is not the key of the certificate in " + certificate_file);
    if (failure) refuse(key_file, "holds no readable key without a passphrase in PEM: " + failure.message());
    return context;
}

}  // namespace carillon::http
