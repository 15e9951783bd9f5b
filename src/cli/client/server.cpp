// SPDX-License-Identifier: MIT
#include "cli/client/server.hpp"

#include <cstdlib>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include "cli/client/table.hpp"

namespace carillon::cli::client {
namespace {

constexpr long longest_connecting_ms = 10'000;
constexpr long least_bytes_per_second = 1, longest_silence_seconds = 120;
constexpr long first_refusal = 400;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(bytes, size * count);
    return size * count;
}

/// A refusal must not end up in the file of results.
struct Download {
    CURL* curl;
    std::FILE* file;
    std::string refusal;
};

std::size_t write_to_file(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto* download = static_cast<Download*>(to);
    long status = 0;
    curl_easy_getinfo(download->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status >= first_refusal) return append(bytes, size, count, &download->refusal);
    return std::fwrite(bytes, size, count, download->file);
}

struct Sending {
    const Upload* upload;
    std::int64_t sent = 0;
};

std::size_t read_from_file(char* into, std::size_t size, std::size_t count, void* from) {
    auto* sending = static_cast<Sending*>(from);
    const std::size_t read = std::fread(into, 1, size * count, sending->upload->file);
    if (read == 0 && std::ferror(sending->upload->file) != 0) return CURL_READFUNC_ABORT;
    sending->sent += static_cast<std::int64_t>(read);
    if (sending->upload->progress) sending->upload->progress(sending->sent);
    return read;
}

struct FreeHeaders {
    void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
};

}  // namespace

struct Server::Session {
    Session() : curl(curl_easy_init()) {
        if (curl == nullptr) throw std::bad_alloc{};
    }
    ~Session() { curl_easy_cleanup(curl); }

    void begin(const Address& address, std::string_view method, const std::string& target) {
        curl_easy_reset(curl);
        headers.reset();
        set(CURLOPT_URL, (address.url + target).c_str());
        set(CURLOPT_CUSTOMREQUEST, std::string{method}.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, longest_connecting_ms);
        set(CURLOPT_LOW_SPEED_LIMIT, least_bytes_per_second);
        set(CURLOPT_LOW_SPEED_TIME, longest_silence_seconds);
        set(CURLOPT_ACCEPT_ENCODING, "gzip");
        set(CURLOPT_ERRORBUFFER, trouble);
        if (!address.key.empty()) add("Authorization: Bearer " + address.key.reveal());
        add("Accept: */*");
        trouble[0] = '\0';
    }
    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(curl, option, value) != CURLE_OK)
            throw std::runtime_error("libcurl lacks what is needed");
    }
    void add(const std::string& header) {
        headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    /// Returns the status.
    int run(const Address& address) {
        set(CURLOPT_HTTPHEADER, headers.get());
        const CURLcode code = curl_easy_perform(curl);
        if (code != CURLE_OK)
            throw Unreachable("No answer from " + address.url + ": " +
                              (trouble[0] != '\0' ? trouble : curl_easy_strerror(code)) + ".");
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        return static_cast<int>(status);
    }

    CURL* curl;
    std::unique_ptr<curl_slist, FreeHeaders> headers;
    char trouble[CURL_ERROR_SIZE]{};
};

Server::Server(Address address) : session_(std::make_unique<Session>()), address_(std::move(address)) {
    while (address_.url.ends_with('/')) address_.url.pop_back();
}
Server::~Server() = default;

Reply Server::ask(std::string_view method,
                  const std::string& target,
                  const std::string& body,
                  const std::vector<std::string>& headers) {
    Reply reply;
    session_->begin(address_, method, target);
    for (const std::string& header : headers) session_->add(header);
    session_->set(CURLOPT_WRITEFUNCTION, append);
    session_->set(CURLOPT_WRITEDATA, &reply.body);
    if (!body.empty()) session_->add("Content-Type: application/json");
    if (method != "GET") {
        session_->set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        session_->set(CURLOPT_POSTFIELDS, body.c_str());
        if (body.empty()) session_->add("Content-Type:");
    }
    reply.status = session_->run(address_);
    if (reply.status >= first_refusal) throw Refused(sentences_of(reply.status, reply.body));
    return reply;
}

Reply Server::upload(const std::string& target, const Upload& what) {
    Reply reply;
    Sending sending{&what};
    session_->begin(address_, "POST", target);
    session_->add("Content-Type: " + what.content_type);
    session_->add("Transfer-Encoding: chunked");
    session_->add("Expect:");
    session_->set(CURLOPT_POST, 1L);
    session_->set(CURLOPT_READFUNCTION, read_from_file);
    session_->set(CURLOPT_READDATA, &sending);
    session_->set(CURLOPT_WRITEFUNCTION, append);
    session_->set(CURLOPT_WRITEDATA, &reply.body);
    reply.status = session_->run(address_);
    if (reply.status >= first_refusal) throw Refused(sentences_of(reply.status, reply.body));
    return reply;
}

void Server::download(const std::string& target, std::FILE* into) {
    session_->begin(address_, "GET", target);
    Download download{session_->curl, into, {}};
    session_->set(CURLOPT_WRITEFUNCTION, write_to_file);
    session_->set(CURLOPT_WRITEDATA, &download);
    const int status = session_->run(address_);
    if (status >= first_refusal) throw Refused(sentences_of(status, download.refusal));
}

std::string sentences_of(int status, const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    std::string text = "The server refused (" + std::to_string(status) + ")";
    if (!json.is_object()) return text + ".";
    const auto text_at = [&](const nlohmann::json& object, const char* name) {
        const auto found = object.find(name);
        return found != object.end() && found->is_string() ? printable(found->get<std::string>())
                                                           : std::string{};
    };
    const std::string detail = text_at(json, "detail") + text_at(json, "error");
    text += detail.empty() ? "." : ": " + detail;
    const auto errors = json.find("errors");
    if (errors == json.end() || !errors->is_array()) return text;
    for (const auto& error : *errors)
        if (error.is_object())
            text += "\n  " + text_at(error, "pointer") + text_at(error, "parameter") + ": " +
                    text_at(error, "message");
    return text;
}

}  // namespace carillon::cli::client
