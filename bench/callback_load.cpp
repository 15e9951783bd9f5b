// SPDX-License-Identifier: MIT
// Posts signed status callbacks as Twilio does, over keep-alive connections, and measures the answers.
//
//   callback_load PORT CALLS_FILE [--url URL] [--connections N] [--rate PER_SECOND] [--without-tokens]
//
// CALLS_FILE has a line "token sid phone" for each call; each gets initiated, ringing, in-progress and
// completed, in this order. Without a rate each connection sends when it has its answer (closed loop). With
// one, requests have fixed instants, and latency counts from these: a server that stalls does not slow its
// own measurement down. All requests are made and signed beforehand. Prints one line of JSON.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "twilio/form.hpp"
#include "twilio/signature.hpp"

namespace {

using namespace carillon;
using Clock = std::chrono::steady_clock;

struct Options {
    std::uint16_t port = 0;
    std::string calls_file;
    std::string url = "https://dialer.example.com/twilio-status";
    std::size_t connections = 32;
    double rate = 0;
    bool with_tokens = true;
};

struct Life {
    std::string token, sid, phone;
};

constexpr const char* auth_token = "0123456789abcdef0123456789abcdef";
constexpr std::array words{"initiated", "ringing", "in-progress", "completed"};

std::vector<Life> read_lives(const std::string& file) {
    std::ifstream in{file};
    std::vector<Life> lives;
    for (Life life; in >> life.token >> life.sid >> life.phone;) lives.push_back(life);
    if (lives.empty()) throw std::runtime_error("no calls in " + file);
    return lives;
}

twilio::Form form_of(const Life& life, std::size_t number) {
    twilio::Form form{{"CallSid", life.sid},
                      {"AccountSid", "AC0123456789abcdef0123456789abcdef"},
                      {"From", "+41446681800"},
                      {"To", life.phone},
                      {"Caller", "+41446681800"},
                      {"Called", life.phone},
                      {"CallStatus", words[number]},
                      {"ApiVersion", "2010-04-01"},
                      {"Direction", "outbound-api"},
                      {"Timestamp", "Mon, 23 Nov 2026 12:00:00 +0000"},
                      {"CallbackSource", "call-progress-events"},
                      {"SequenceNumber", std::to_string(number)}};
    for (const char* side : {"From", "To"})
        for (const char* place : {"City", "State", "Zip", "Country"})
            form.emplace_back(std::string{side} + place, std::strcmp(place, "Country") == 0 ? "CH" : "");
    if (number == words.size() - 1) {
        form.emplace_back("CallDuration", "42");
        form.emplace_back("Duration", "1");
        form.emplace_back("SipResponseCode", "200");
    }
    return form;
}

std::string request_of(const Options& options, const Life& life, std::size_t number) {
    const auto form = form_of(life, number);
    const std::string query = options.with_tokens ? "?call=" + life.token : "";
    const std::string body = twilio::encode_form(form);
    const std::string path = options.url.substr(options.url.find('/', options.url.find("://") + 3));
    return "POST " + path + query +
           " HTTP/1.1\r\nHost: dialer.example.com\r\nUser-Agent: TwilioProxy/1.1\r\n" +
           "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nAccept: */*\r\n" +
           "X-Twilio-Signature: " + twilio::sign(auth_token, options.url + query, form) +
           "\r\nI-Twilio-Idempotency-Token: 6f3a2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Connection {
    int socket = -1;
    std::vector<std::string> requests;
    std::size_t next = 0;  ///< of `requests`
    bool waits_for_answer = false;
    Clock::time_point since;
    std::string answer;
};

class Load {
public:
    explicit Load(const Options& options) : options_(options), epoll_(epoll_create1(0)) {
        connections_.resize(options.connections);
        std::size_t i = 0;
        for (const Life& life : read_lives(options.calls_file)) {
            auto& requests = connections_[i++ % connections_.size()].requests;
            for (std::size_t number = 0; number < words.size(); ++number)
                requests.push_back(request_of(options, life, number));
        }
        for (Connection& each : connections_) connect(each);
    }

    void run() {
        start_ = Clock::now();
        std::size_t left = 0;
        for (const Connection& each : connections_) left += each.requests.size();
        latencies_.reserve(left);
        while (latencies_.size() < left) {
            send_what_is_due();
            receive();
        }
        seconds_ = std::chrono::duration<double>(Clock::now() - start_).count();
    }

    void print() {
        std::sort(latencies_.begin(), latencies_.end());
        const auto at = [&](double share) {
            return latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))];
        };
        rusage used{};
        getrusage(RUSAGE_SELF, &used);
        std::printf(
            "{\"requests\": %zu, \"seconds\": %.3f, \"per_second\": %.0f, \"p50_ms\": %.2f, \"p90_ms\": "
            "%.2f, "
            "\"p99_ms\": %.2f, \"max_ms\": %.2f, \"not_200\": %zu, \"load_system_seconds\": %.2f}\n",
            latencies_.size(),
            seconds_,
            static_cast<double>(latencies_.size()) / seconds_,
            at(0.5),
            at(0.9),
            at(0.99),
            at(1),
            not_200_,
            static_cast<double>(used.ru_stime.tv_sec) + 1e-6 * static_cast<double>(used.ru_stime.tv_usec));
    }

private:
    void connect(Connection& connection) {
        connection.socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(options_.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("nobody listens");
        const int on = 1;
        setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &connection;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    }

    Clock::time_point due_at(const Connection& connection) const {
        if (options_.rate <= 0) return start_;
        const auto turn = static_cast<std::size_t>(&connection - connections_.data());
        const double number = static_cast<double>(connection.next * connections_.size() + turn);
        return start_ + std::chrono::duration_cast<Clock::duration>(
                            std::chrono::duration<double>(number / options_.rate));
    }

    void send_what_is_due() {
        const auto now = Clock::now();
        for (Connection& each : connections_) {
            if (each.waits_for_answer || each.next == each.requests.size()) continue;
            const auto due = due_at(each);
            if (due > now) continue;
            each.since = options_.rate > 0 ? due : Clock::now();
            const std::string& request = each.requests[each.next++];
            if (::send(each.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
                static_cast<ssize_t>(request.size()))
                throw std::runtime_error("a request could not be sent whole");
            each.waits_for_answer = true;
        }
    }

    void receive() {
        std::array<epoll_event, 256> events{};
        const timespec patience{options_.rate > 0 ? 0 : 1, options_.rate > 0 ? 200'000 : 0};
        const int count =
            epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &patience, nullptr);
        for (int i = 0; i < count; ++i)
            take(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
    }

    void take(Connection& connection) {
        std::array<char, 16384> bytes{};
        const auto size = ::recv(connection.socket, bytes.data(), bytes.size(), 0);
        if (size <= 0) throw std::runtime_error("the server closed a connection");
        connection.answer.append(bytes.data(), static_cast<std::size_t>(size));
        const auto head = connection.answer.find("\r\n\r\n");
        if (head == std::string::npos || connection.answer.size() < head + 4 + body_size(connection.answer))
            return;
        if (connection.answer.compare(9, 3, "200") != 0) ++not_200_;
        latencies_.push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - connection.since).count());
        connection.answer.clear();
        connection.waits_for_answer = false;
    }

    static std::size_t body_size(const std::string& answer) {
        for (const char* name : {"Content-Length: ", "content-length: "})
            if (const auto found = answer.find(name); found != std::string::npos)
                return static_cast<std::size_t>(std::atoll(answer.c_str() + found + std::strlen(name)));
        throw std::runtime_error("an answer without its length");
    }

    Options options_;
    int epoll_;
    std::vector<Connection> connections_;
    Clock::time_point start_;
    std::vector<double> latencies_;
    double seconds_ = 0;
    std::size_t not_200_ = 0;
};

Options read_options(int argc, char** argv) {
    if (argc < 3) throw std::runtime_error("callback_load PORT CALLS_FILE [options]");
    Options options;
    options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    options.calls_file = argv[2];
    for (int i = 3; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--without-tokens")
            options.with_tokens = false;
        else if (i + 1 == argc)
            throw std::runtime_error(name + " wants a value");
        else if (name == "--url")
            options.url = argv[++i];
        else if (name == "--connections")
            options.connections = static_cast<std::size_t>(std::atoi(argv[++i]));
        else if (name == "--rate")
            options.rate = std::atof(argv[++i]);
        else
            throw std::runtime_error("what is " + name + "?");
    }
    return options;
}

}  // namespace

int main(int argc, char** argv) try {
    Load load{read_options(argc, argv)};
    load.run();
    load.print();
} catch (const std::exception& failure) {
    std::fprintf(stderr, "callback_load: %s\n", failure.what());
    return 1;
}
