// SPDX-License-Identifier: MIT
// The command line as a client: the real binary asks the real binary.
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/client/table.hpp"
#include "cli/client/upload.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

using Environment = std::map<std::string, std::string>;
using Json = nlohmann::ordered_json;

struct Ended {
    int code;
    std::string output;
    std::string errors;
};

class ClientCommand : public ::testing::Test {
protected:
    void serve(Environment environment = {}) {
        environment.insert({{"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
                            {"TWILIO_AUTH_TOKEN", "token-that-nobody-sees"},
                            {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"},
                            {"TWILIO_FROM_NUMBER", "+15551234567"},
                            {"WONDERFUL_TWIML_URL", "https://agent.example/twiml"},
                            {"PORT", "0"},
                            {"CARILLON_DB", database()}});
        server_ = std::make_unique<Process>(
            std::vector<std::string>{CARILLON_BINARY, "serve"}, environment, (folder_ / "log").string());
        const std::string line = server_->read_line();
        url_ = line.substr(line.find("http://"));
    }
    Ended run(std::vector<std::string> arguments,
              Environment environment = {},
              const std::string& input = "/dev/null") {
        environment["FOLDER"] = (folder_ / "").string();
        environment.emplace("CARILLON_URL", url_);
        std::vector<std::string> command{"/bin/sh",
                                         "-c",
                                         "cd \"$FOLDER\" && exec \"$0\" \"$@\" >output 2>errors <" + input,
                                         CARILLON_BINARY};
        command.insert(command.end(), arguments.begin(), arguments.end());
        const int code = Process{command, environment, (folder_ / "shell").string()}.wait();
        return {code, read("output"), read("errors")};
    }
    std::string database() { return (folder_ / "campaigns.db").string(); }
    void write(const std::string& name, const std::string& content) {
        std::ofstream{folder_ / name} << content;
    }
    std::string read(const std::string& name) {
        std::ifstream file{folder_ / name};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    TempDirectory folder_;
    std::unique_ptr<Process> server_;
    std::string url_ = "http://127.0.0.1:9";
};

TEST_F(ClientCommand, CreatesUploadsStartsWatchesAndExports) {
    serve();
    write("people.csv", "phone,name\n+14155552671,Ada\n+14155552672,Bob\n12,Cy\n");

    const Ended created =
        run({"campaigns", "create", "--name", "Spring", "--settings", R"({"max_attempts": 1})"});
    const Ended uploaded = run({"contacts", "upload", "1", "people.csv"});
    const Ended again = run({"contacts", "upload", "1", "-", "--format", "csv", "--json"}, {}, "people.csv");
    const Ended shown = run({"contacts", "list", "1"});
    const Ended rejected = run({"contacts", "rejected", "1", "--json"});
    const Ended exported = run({"report", "results", "1", "-o", "results.csv"});
    const Ended canceled = run({"campaigns", "cancel", "1", "--json"});
    const Ended watched = run({"campaigns", "watch", "1"});

    EXPECT_THAT(created.output, HasSubstr("settings.max_attempts: 1\n")) << created.errors;
    EXPECT_EQ(uploaded.code, 0) << uploaded.errors;
    EXPECT_THAT(uploaded.output, StartsWith("import 1: received 3, accepted 2, duplicates 0, rejected 1\n"));
    EXPECT_THAT(uploaded.output, HasSubstr("invalid_phone"));
    EXPECT_EQ(Json::parse(again.output)["duplicates"], 2);
    EXPECT_THAT(shown.output,
                MatchesRegex("ID +PHONE +STATUS +(.|\n)*1 +\\+14155552671 +pending +(.|\n)*Bob(.|\n)*"));
    EXPECT_EQ(Json::parse(rejected.output)["line"], 4);
    EXPECT_EQ(exported.code, 0) << exported.errors;
    EXPECT_THAT(read("results.csv"), HasSubstr("+14155552672,Bob,pending"));
    EXPECT_EQ(Json::parse(canceled.output)["status"], "canceled");
    EXPECT_THAT(watched.output, StartsWith("canceled  "));
}

TEST_F(ClientCommand, FollowsThePagesOfAList) {
    serve();
    for (const char* name : {"a", "b", "c"}) run({"campaigns", "create", "--name", name});

    const Ended two = run({"campaigns", "list", "--limit", "2", "--json"});
    const Ended all = run({"campaigns", "list", "--limit", "0", "--json"});

    EXPECT_EQ(std::count(two.output.begin(), two.output.end(), '\n'), 2);
    EXPECT_THAT(two.errors, HasSubstr("There are more"));
    EXPECT_EQ(std::count(all.output.begin(), all.output.end(), '\n'), 3);
    EXPECT_EQ(all.errors, "");
}

TEST_F(ClientCommand, SaysWhatTheServerSaysAndEndsWithFive) {
    serve();

    const Ended missing = run({"campaigns", "show", "7"});
    const Ended wrong = run({"campaigns", "create", "--name", "x", "--settings", R"({"max_attempts": -1})"});
    const Ended export_of_none = run({"report", "results", "7", "-o", "results.csv"});

    EXPECT_EQ(missing.code, 5);
    EXPECT_EQ(missing.output, "");
    EXPECT_THAT(missing.errors, HasSubstr("The server refused (404): There is no campaign 7."));
    EXPECT_EQ(wrong.code, 5);
    EXPECT_THAT(wrong.errors, HasSubstr("/settings/max_attempts: "));
    EXPECT_EQ(export_of_none.code, 5);
    EXPECT_EQ(read("results.csv.part"), "");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "results.csv"));
}

TEST_F(ClientCommand, ShowsItsKeyFromTheEnvironmentOrAFile) {
    const std::string key = "our-own-api-key-1";
    serve({{"CARILLON_API_KEY", key}});
    write("key", key + "\n");

    EXPECT_EQ(run({"campaigns", "list"}).code, 5);
    EXPECT_EQ(run({"campaigns", "list"}, {{"CARILLON_KEY", "another-key-that-is-none"}}).code, 5);
    EXPECT_EQ(run({"campaigns", "list"}, {{"CARILLON_KEY", key}}).code, 0);
    EXPECT_EQ(run({"campaigns", "list"}, {{"CARILLON_API_KEY", key}}).code, 0);
    EXPECT_EQ(run({"campaigns", "list", "--key-file", "key"}).code, 0);
    EXPECT_EQ(run({"campaigns", "list", "--key-file", "none"}).code, 1);
}

TEST_F(ClientCommand, EndsWithSixWhenNobodyAnswers) {
    const Ended ended = run({"campaigns", "list"});

    EXPECT_EQ(ended.code, 6);
    EXPECT_THAT(ended.errors, StartsWith("carillon: No answer from http://127.0.0.1:9: "));
}

TEST_F(ClientCommand, EndsWithTwoWhenItIsNotMeantSo) {
    EXPECT_EQ(run({"campaigns"}).code, 2);
    EXPECT_EQ(run({"campaigns", "start"}).code, 2);
    EXPECT_EQ(run({"campaigns", "list", "--limit", "-1"}).code, 2);
    write("people.txt", "phone\n");
    const Ended unnamed = run({"contacts", "upload", "1", "people.txt"});
    EXPECT_EQ(unnamed.code, 2);
    EXPECT_THAT(unnamed.errors, HasSubstr("--format csv, json or ndjson"));
    EXPECT_EQ(run({"contacts", "upload", "1", "missing.csv"}).code, 1);
}

TEST_F(ClientCommand, ReadsAFileWhileAServerHasItAndAfterwards) {
    serve();
    run({"campaigns", "create", "--name", "Spring"});
    const Environment nobody{{"CARILLON_URL", "http://127.0.0.1:9"}};

    const Ended meanwhile = run({"campaigns", "list", "--db", database()}, nobody);
    server_->send(SIGTERM);
    EXPECT_EQ(server_->wait(), 0);
    const Ended afterwards = run({"campaigns", "list", "--db", database(), "--json"}, nobody);
    const Ended one = run({"campaigns", "show", "1", "--db", database()}, nobody);
    const Ended none = run({"campaigns", "show", "2", "--db", database()}, nobody);
    const Ended view = run({"report", "view", "campaigns", "--where", "status=draft", "--json"},
                           {{"CARILLON_DB", database()}});
    const Ended unknown = run({"report", "view", "sqlite_schema", "--db", database()});
    const Ended injected =
        run({"report", "view", "campaigns", "--db", database(), "--where", "1=1 OR status=x"});
    const Ended missing = run({"campaigns", "list", "--db", "none.db"});

    EXPECT_EQ(meanwhile.code, 0) << meanwhile.errors;
    EXPECT_THAT(meanwhile.output, HasSubstr("Spring"));
    EXPECT_EQ(Json::parse(afterwards.output)["campaign"], "Spring");
    EXPECT_THAT(one.output, HasSubstr("campaign: Spring\n"));
    EXPECT_EQ(none.code, 5);
    EXPECT_EQ(Json::parse(view.output)["status"], "draft");
    EXPECT_EQ(unknown.code, 3);
    EXPECT_THAT(unknown.errors, HasSubstr("There are: report_audit, "));
    EXPECT_EQ(injected.code, 3);
    EXPECT_THAT(injected.errors, HasSubstr("There is no column 1."));
    EXPECT_EQ(missing.code, 3);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "none.db"));
    EXPECT_FALSE(std::filesystem::exists(database() + "-wal"));
}

TEST_F(ClientCommand, ShowsAHostileNameHarmlessly) {
    serve();
    write("people.ndjson",
          R"({"phone": "+14155552671", "name": "\u001b[2J\nAda \u202eeva"})"
          "\n");
    run({"campaigns", "create", "--name", "Spring"});

    EXPECT_EQ(run({"contacts", "upload", "1", "people.ndjson"}).code, 0);
    const Ended shown = run({"contacts", "list", "1"});

    EXPECT_THAT(shown.output, HasSubstr("\\x1b[2J\\x0aAda \\xe2\\x80\\xaeeva"));
    EXPECT_THAT(shown.output, Not(HasSubstr("\x1b")));
    EXPECT_EQ(std::count(shown.output.begin(), shown.output.end(), '\n'), 2);
}

TEST_F(ClientCommand, CompletesWhatThereIs) {
    write("try.bash",
          "source ./script\nCOMP_WORDS=(carillon campaigns st); COMP_CWORD=2; _carillon; echo "
          "\"${COMPREPLY[*]}\"\n"
          "COMP_WORDS=(carillon contacts upload 1 people --co); COMP_CWORD=5; _carillon; echo "
          "\"${COMPREPLY[*]}\"\n");
    ASSERT_EQ(run({"completion", "bash"}).code, 0);
    std::filesystem::copy_file(folder_ / "output", folder_ / "script");

    Process shell{{"/bin/bash", "-c", "cd \"$0\" && . ./try.bash", (folder_ / "").string()},
                  {},
                  (folder_ / "shell").string()};

    EXPECT_EQ(shell.read_line(), "start");
    EXPECT_EQ(shell.read_line(), "--country");
    EXPECT_THAT(run({"completion", "fish"}).output,
                HasSubstr("__fish_seen_subcommand_from contacts' -a 'upload'"));
    EXPECT_THAT(run({"completion", "zsh"}).output, StartsWith("autoload -U +X bashcompinit"));
    EXPECT_EQ(run({"completion", "csh"}).code, 2);
}

TEST(Printable, LeavesNothingThatATerminalObeys) {
    using cli::client::printable;
    EXPECT_EQ(printable("Zoë 東京"), "Zoë 東京");
    EXPECT_EQ(printable("a\tb\x7f"), "a\\x09b\\x7f");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
              "\\xc2\\x9b31m");
    EXPECT_EQ(printable("\xff\xC0\x80\xED\xA0\x80"), "\\xff\\xc0\\x80\\xed\\xa0\\x80");
    EXPECT_EQ(printable("cut \xE2\x82"), "cut \\xe2\\x82");
}

TEST(PrintTable, AlignsAndCutsByCharacters) {
    std::ostringstream out;
    cli::client::print_table(out, {"A", "B"}, {{"Zoë", "12345678"}, {"x", "y"}}, 5);
    EXPECT_EQ(out.str(), "A    B\nZoë  1234…\nx    y\n");
}

TEST(ContentTypeOf, GoesByTheWordAndElseByTheEnding) {
    using cli::client::content_type_of;
    EXPECT_EQ(content_type_of("", "a.csv"), "text/csv");
    EXPECT_EQ(content_type_of("", "a.b/c.jsonl"), "application/x-ndjson");
    EXPECT_EQ(content_type_of("json", "a.csv"), "application/json");
    EXPECT_EQ(content_type_of("", "-"), "");
    EXPECT_EQ(content_type_of("", "csv."), "");
}

}  // namespace
}  // namespace carillon::test
