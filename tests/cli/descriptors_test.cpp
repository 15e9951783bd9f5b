// SPDX-License-Identifier: MIT
// The real binary without descriptors: taken by slow peers, or by nobody knows whom.
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "http/raw_peer.hpp"
#include "support/ledger.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr const char* token = "token-that-nobody-sees";

std::uint16_t port_in(const std::string& line) {
    return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

class Descriptors : public testing::Test {
protected:
    void TearDown() override {
        if (HasFailure()) std::cerr << log();
    }
    /// `limit`: how many descriptors it may have; 0: as many as this process.
    std::unique_ptr<Process> start(std::vector<std::string> arguments,
                                   int limit,
                                   const std::string& carrier) {
        const std::map<std::string, std::string> environment{
            {"FOLDER", (folder_ / "").string()},
            {"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
            {"TWILIO_AUTH_TOKEN", token},
            {"TWILIO_FROM_NUMBER", "+14155550100"},
            {"TWILIO_API_BASE_URL", carrier},
            {"WONDERFUL_TWIML_URL", "http://127.0.0.1:9/twiml"},
            {"CARILLON_CALLS_PER_SECOND", "50"},
            {"PORT", "0"},
            {"CARILLON_DB", "campaigns.db"}};
        const std::string few = limit > 0 ? "ulimit -n " + std::to_string(limit) + " && " : "";
        std::vector<std::string> command{
            "/bin/sh", "-c", few + "cd \"$FOLDER\" && exec \"$0\" \"$@\"", CARILLON_BINARY};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return std::make_unique<Process>(command, environment, (folder_ / "errors").string());
    }
    void start_both(int limit = 0) {
        fake_ = start(
            {"fake-twilio", "--ledger", "ledger.jsonl", "--calls-per-second", "50", "--speed-up", "1000"},
            0,
            "http://127.0.0.1:9");
        const std::string line = fake_->read_line();
        ASSERT_THAT(line, HasSubstr("listening on http://127.0.0.1:"));
        server_ = start({"serve"}, limit, line.substr(line.find("http://")));
        port_ = port_in(server_->read_line());
    }
    static RawAnswer ask(RawPeer& peer,
                         const std::string& method,
                         const std::string& path,
                         const std::string& json) {
        peer.send(method + " " + path +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
                  std::to_string(json.size()) + "\r\n\r\n" + json);
        return peer.receive();
    }
    /// A draft with so many contacts.
    static void make_campaign(RawPeer& peer, int contacts) {
        ASSERT_EQ(ask(peer, "POST", "/v1/campaigns", R"({"name": "few"})").status, 201);
        std::string rows;
        for (int i = 0; i < contacts; ++i)
            rows.append(i > 0 ? "," : "[")
                .append(R"({"phone": "+1415555)" + std::to_string(2000 + i) + "\"}");
        const auto uploaded = ask(peer, "POST", "/v1/campaigns/1/contacts", rows + "]");
        ASSERT_EQ(uploaded.status, 200) << uploaded.body;
        ASSERT_THAT(uploaded.body, HasSubstr("\"accepted\":" + std::to_string(contacts)));
    }
    void send_callback(RawPeer& peer, const std::string& sid) const {
        const twilio::Form form{{"CallSid", sid}, {"CallStatus", "ringing"}};
        const std::string body = twilio::encode_form(form);
        const std::string url = "http://127.0.0.1:" + std::to_string(port_) + "/twilio-status";
        peer.send(
            "POST /twilio-status HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\n"
            "X-Twilio-Signature: " +
            twilio::sign(token, url, form) + "\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body);
    }
    void expect_all_called_once(std::size_t contacts) {
        RawPeer listener(port_);
        listener.send("GET /v1/events?last_event_id=0 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_THAT(listener.receive_until("campaign.completed"), HasSubstr("campaign.completed"));
        const Ledger ledger = read_ledger(folder_ / "ledger.jsonl");
        EXPECT_EQ(ledger.calls.size(), contacts);
        for (const LedgerCall& call : ledger.calls) EXPECT_EQ(ledger.to(call.to).size(), 1U) << call.to;
    }
    void expect_orderly_stop() {
        server_->send(SIGTERM);
        EXPECT_EQ(server_->wait(), 0);
    }
    std::string log() {
        std::ifstream file{folder_ / "errors"};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    TempDirectory folder_;
    std::unique_ptr<Process> fake_;
    std::unique_ptr<Process> server_;
    std::uint16_t port_ = 0;
};

TEST_F(Descriptors, AreNotTakenBySlowPeersFromCallsAndCallbacks) {
    start_both(64);
    std::vector<RawPeer> slow;
    for (int i = 0; i < 120; ++i) {
        slow.emplace_back(port_);
        slow.back().send("GET /never HTT");
    }
    {
        RawPeer honest(port_);
        make_campaign(honest, 10);
        send_callback(honest, "CA00000000000000000000000000000001");
        EXPECT_EQ(honest.receive().status, 200) << log();
        EXPECT_EQ(ask(honest, "POST", "/v1/campaigns/1/start", "").status, 200);
    }
    expect_all_called_once(10);
    EXPECT_THAT(log(), testing::Not(HasSubstr("Too many open files"))) << "slow peers take what calls need";
    slow.clear();  // a stop would wait for their heads
    expect_orderly_stop();
}

/// What another process, or a leak, could do: no new descriptor for anything.
class NoNewDescriptors {
public:
    explicit NoNewDescriptors(pid_t process) : process_(process) {
        prlimit(process_, RLIMIT_NOFILE, nullptr, &before_);
        rlimit none = before_;
        none.rlim_cur = 3;
        prlimit(process_, RLIMIT_NOFILE, &none, nullptr);
    }
    ~NoNewDescriptors() { prlimit(process_, RLIMIT_NOFILE, &before_, nullptr); }
    NoNewDescriptors(const NoNewDescriptors&) = delete;
    NoNewDescriptors& operator=(const NoNewDescriptors&) = delete;

private:
    pid_t process_;
    rlimit before_{};
};

TEST_F(Descriptors, WhenThereAreNoneTheServerGoesOnAndAnswersAllThatWaited) {
    start_both();
    RawPeer operator_(port_);
    make_campaign(operator_, 10);
    std::vector<RawPeer> honest;
    {
        const NoNewDescriptors none_left(server_->id());
        EXPECT_EQ(ask(operator_, "POST", "/v1/campaigns/1/start", "").status, 200);
        while (log().find("call not sent") == std::string::npos)
            ASSERT_EQ(ask(operator_, "GET", "/healthz", "").status, 200) << log();
        EXPECT_THAT(ask(operator_, "GET", "/readyz", "").body, HasSubstr("Too many open files"));
        for (int i = 0; i < 5; ++i) {
            honest.emplace_back(port_);
            send_callback(honest.back(), "CA0000000000000000000000000000000" + std::to_string(i));
        }
        EXPECT_TRUE(honest.front().hears_nothing_for(std::chrono::milliseconds(300)));
        EXPECT_TRUE(read_ledger(folder_ / "ledger.jsonl").calls.empty());
    }
    for (RawPeer& peer : honest) EXPECT_EQ(peer.receive().status, 200);
    expect_all_called_once(10);
    expect_orderly_stop();
}

}  // namespace
}  // namespace carillon::test
