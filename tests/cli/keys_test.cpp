// SPDX-License-Identifier: MIT
// `carillon keys`, on the real binary: without a server, and beside one that runs.
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>

#include <gmock/gmock.h>

#include "http/raw_peer.hpp"
#include "store/log_fence.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

struct Ended {
    int code;
    std::string output;
    std::string errors;
};

class KeysCommand : public testing::Test {
protected:
    std::unique_ptr<Process> start(std::vector<std::string> arguments, const std::string& redirection) {
        const std::map<std::string, std::string> environment{
            {"FOLDER", (folder_ / "").string()},
            {"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
            {"TWILIO_AUTH_TOKEN", "token-that-nobody-sees"},
            {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"},
            {"PORT", "0"},
            {"CARILLON_DB", "campaigns.db"}};
        std::vector<std::string> command{
            "/bin/sh", "-c", "cd \"$FOLDER\" && exec \"$0\" \"$@\" " + redirection, CARILLON_BINARY};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return std::make_unique<Process>(command, environment, (folder_ / "errors").string());
    }
    Ended keys(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "keys");
        const int code = start(std::move(arguments), ">output 2>run-errors")->wait();
        return {code, read("output"), read("run-errors")};
    }
    void start_server() {
        server_ = start({"serve"}, "");
        const std::string line = server_->read_line();
        ASSERT_THAT(line, HasSubstr("listening on http://127.0.0.1:"));
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }
    int stop_server(int signal) {
        server_->send(signal);
        return server_->wait();
    }
    std::string read(const std::string& name) {
        std::ifstream file{folder_ / name};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    /// The status of GET /v1/campaigns with this key.
    int ask(const std::string& key = {}) {
        RawPeer peer{port_};
        std::string text = "GET /v1/campaigns HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        if (!key.empty()) text += "Authorization: Bearer " + key + "\r\n";
        peer.send(text + "\r\n");
        return peer.receive().status;
    }

    TempDirectory folder_;
    std::unique_ptr<Process> server_;
    std::uint16_t port_ = 0;
};

std::string key_in(const Ended& created) {
    return created.output.substr(0, created.output.find('\n'));
}

TEST_F(KeysCommand, MakesAKeyBeforeThereIsAServerAndShowsItAlone) {
    const Ended created = keys({"create", "--name", "crm", "--scope", "read,upload", "--expires", "90d"});

    EXPECT_EQ(created.code, 0) << created.errors;
    EXPECT_THAT(created.output, MatchesRegex("carillon_1_[0-9a-f]+\n"));
    EXPECT_THAT(created.errors, HasSubstr("shown this once"));
    const Ended listed = keys({"list"});
    EXPECT_EQ(listed.code, 0);
    EXPECT_THAT(listed.output, AllOf(HasSubstr("good"), HasSubstr("read,upload"), HasSubstr("crm")));
    const std::string secret = key_in(created).substr(11);
    EXPECT_THAT(listed.output, Not(HasSubstr(secret)));
    EXPECT_THAT(read("campaigns.db"), Not(HasSubstr(secret)));
    start_server();
    EXPECT_EQ(ask(), 401);
    EXPECT_EQ(ask(key_in(created)), 200);
    EXPECT_EQ(stop_server(SIGTERM), 0);
}

TEST_F(KeysCommand, IsObeyedByARunningServerAtItsNextRequest) {
    start_server();
    EXPECT_EQ(ask(), 200);

    const Ended created = keys({"create", "--name", "crm", "--scope", "read"});
    ASSERT_EQ(created.code, 0) << created.errors;
    EXPECT_EQ(ask(), 401);
    EXPECT_EQ(ask(key_in(created)), 200);

    const Ended revoked = keys({"revoke", "1"});
    EXPECT_EQ(revoked.code, 0) << revoked.errors;
    EXPECT_EQ(ask(key_in(created)), 401);

    EXPECT_EQ(stop_server(SIGKILL), -SIGKILL);
    EXPECT_THAT(keys({"list"}).output, HasSubstr("revoked"));
    start_server();
    EXPECT_EQ(ask(key_in(created)), 401);
    EXPECT_EQ(stop_server(SIGTERM), 0);
}

/// While a server starts, or a restore puts another file in its place, the file is not to be written to.
TEST_F(KeysCommand, WaitsUntilTheOtherProcessIsOpenToVisits) {
    start_server();
    store::LogFence fence{folder_ / "campaigns.db.lock"};
    ASSERT_TRUE(fence.try_hold()) << "a server that serves keeps the fence";

    const auto waiting = start({"keys", "create", "--name", "crm", "--scope", "read"}, "2>run-errors");
    EXPECT_EQ(ask(), 200) << "it did not wait";
    fence.let_go();

    EXPECT_THAT(waiting->read_line(), HasSubstr("carillon_1_"));
    EXPECT_EQ(waiting->wait(), 0);
    EXPECT_EQ(ask(), 401);
}

TEST_F(KeysCommand, RefusesWhatItCannotMeanAndSaysWhatItExpects) {
    const auto refused = [&](std::vector<std::string> arguments, const char* why, int code = 2) {
        const Ended ended = keys(std::move(arguments));
        EXPECT_EQ(ended.code, code) << why;
        EXPECT_EQ(ended.output, "");
        EXPECT_THAT(ended.errors, HasSubstr(why));
    };
    refused({"create", "--name", "crm"}, "--scope is required");
    refused({"create", "--name", "crm", "--scope", "root"}, "expected some of read, upload, dial and admin");
    refused({"create", "--name", "", "--scope", "read"}, "--name: expected");
    refused({"create", "--name", "crm", "--scope", "read", "--expires", "soon"}, "--expires: expected");
    refused({"create", "--name", "crm", "--scope", "read", "--expires", "2020-01-01T00:00:00Z"},
            "--expires: expected");
    refused({"revoke", "7"}, "There is no key 7", 1);
}

}  // namespace
}  // namespace carillon::test
