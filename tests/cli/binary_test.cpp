// SPDX-License-Identifier: MIT
// The real binary, as a person or a service manager meets it: what it prints, and with which code it ends.
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "config_setting.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Environment = std::map<std::string, std::string>;

/// What a server needs for a carrier on this machine.
const Environment practice{{"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
                           {"TWILIO_AUTH_TOKEN", "token-that-nobody-sees"},
                           {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"},
                           {"PORT", "0"},
                           {"CARILLON_DB", "campaigns.db"}};

struct Ended {
    int code;
    std::string output;
    std::string errors;
};

class Binary : public ::testing::Test {
protected:
    /// Starts it with `folder_` as its working directory; its stderr is in the file "errors".
    std::unique_ptr<Process> start(const std::vector<std::string>& arguments,
                                   Environment environment = {},
                                   const std::string& redirection = "") {
        environment["FOLDER"] = (folder_ / "").string();
        std::vector<std::string> command{
            "/bin/sh", "-c", "cd \"$FOLDER\" && exec \"$0\" \"$@\" " + redirection, CARILLON_BINARY};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return std::make_unique<Process>(command, environment, (folder_ / "errors").string());
    }
    Ended run(const std::vector<std::string>& arguments, const Environment& environment = {}) {
        const int code = start(arguments, environment, ">output 2>run-errors")->wait();
        return {code, read("output"), read("run-errors")};
    }
    void write(const std::string& name, const std::string& content) {
        std::ofstream{folder_ / name} << content;
    }
    std::string read(const std::string& name) {
        std::ifstream file{folder_ / name};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    TempDirectory folder_;
};

TEST_F(Binary, TellsItsVersionAndWhatItIsMadeOf) {
    const Ended ended = run({"version"});

    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output,
                AllOf(StartsWith("carillon "),
                      HasSubstr("\ncompiler "),
                      HasSubstr("\nboost    1."),
                      HasSubstr("\nsqlite   3."),
                      HasSubstr("\nopenssl  ")));
}

TEST_F(Binary, LogsJsonAndMoreOfItAfterASignal) {
    Environment environment = practice;
    environment["CARILLON_LOG_FORMAT"] = "json";
    const auto server = start({"serve"}, environment);
    EXPECT_THAT(server->read_line(), HasSubstr("listening on"));

    server->send(SIGUSR1);
    while (read("errors").find("log level changed") == std::string::npos) {
    }
    server->send(SIGTERM);

    EXPECT_EQ(server->wait(), 0);
    std::istringstream lines{read("errors")};
    int facts = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("{")) continue;  // advice, before there is a log
        EXPECT_TRUE(nlohmann::json::accept(line)) << line;
        ++facts;
    }
    EXPECT_GE(facts, 4);
}

TEST_F(Binary, HelpNamesEverySubcommandAndEveryExitCode) {
    const Ended ended = run({"--help"});

    EXPECT_EQ(ended.code, 0);
    for (const char* word : {"serve",
                             "fake-twilio",
                             "migrate",
                             "check",
                             "backup",
                             "restore",
                             "replay",
                             "keys",
                             "version",
                             "Exit codes: 0",
                             "scripts/demo"})
        EXPECT_THAT(ended.output, HasSubstr(word));
}

TEST_F(Binary, HelpOfServeNamesEverySettingItsFlagItsVariableItsKeyAndItsDefault) {
    const Ended ended = run({"serve", "--help"});

    EXPECT_EQ(ended.code, 0);
    for (const ConfigSetting& setting : config_settings()) {
        const std::string name = "ariable " + std::string{setting.variable} + ", key " + key_of(setting);
        EXPECT_THAT(ended.output, AllOf(HasSubstr("  " + flag_of(setting) + " "), HasSubstr(name)));
        if (setting.kind == SettingKind::secret || setting.write(Config{}).empty()) continue;
        EXPECT_THAT(ended.output, HasSubstr(name + ", default " + setting.write(Config{}) + "."));
    }
    EXPECT_THAT(ended.output, AllOf(HasSubstr("Example"), HasSubstr("Exit codes:")));
}

TEST_F(Binary, WithoutASubcommandOrWithAnUnknownFlagEndsWithTwo) {
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"dial"}).code, 2);
    const Ended ended = run({"serve", "--prot", "3000"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.errors, HasSubstr("--prot"));
    EXPECT_THAT(run({"dial"}).errors, HasSubstr("dial is no subcommand"));
}

TEST_F(Binary, ASecretGivenAsAnArgumentIsNotRepeated) {
    const Ended ended = run({"serve", "--twilio-auth-token", "s3cr3t"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.errors, AllOf(HasSubstr("-file"), testing::Not(HasSubstr("s3cr3t"))));
}

TEST_F(Binary, AMisspeltVariableIsNamed) {
    const Ended ended = run({"check"}, {{"CARILLON_CALL_PER_SECOND", "3"}});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.errors, HasSubstr("CARILLON_CALL_PER_SECOND"));
}

TEST_F(Binary, TheServerTakesNoOffenceAtWhatTheClientIsTold) {
    const Ended ended =
        run({"serve"},
            {{"CARILLON_URL", "http://127.0.0.1:3000"}, {"CARILLON_KEY", "k"}, {"CARILLON_KEY_FILE", "f"}});
    EXPECT_EQ(ended.code, 2);  // the account is missing
    EXPECT_THAT(ended.errors, Not(HasSubstr("is no setting")));
}

TEST_F(Binary, ServeTellsAllProblemsAndEndsWithTwo) {
    const Ended ended =
        run({"serve", "--port", "http", "--bind", "0.0.0.0"}, {{"TWILIO_AUTH_TOKEN", "bad token"}});

    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.errors,
                AllOf(HasSubstr("5 problems in the configuration"),
                      HasSubstr("PORT: expected"),
                      HasSubstr("TWILIO_AUTH_TOKEN: expected"),
                      HasSubstr("TWILIO_ACCOUNT_SID: missing"),
                      HasSubstr("STATUS_CALLBACK_URL: missing"),
                      HasSubstr("CARILLON_API_KEY: missing")));
    EXPECT_THAT(ended.errors,
                AllOf(Not(HasSubstr("bad token")), Not(HasSubstr("TWILIO_AUTH_TOKEN: missing"))));
}

TEST_F(Binary, AFlagBeatsTheEnvironmentAndTheEnvironmentBeatsTheFile) {
    write("carillon.conf",
          "port = 1001\ncalls_per_second = 3\ndrain = 7s\ntwilio_auth_token = secret-of-the-file\n");
    Environment environment = practice;
    environment["PORT"] = "1002";
    environment["CARILLON_CALLS_PER_SECOND"] = "4";
    environment.erase("TWILIO_AUTH_TOKEN");
    const Ended ended =
        run({"serve", "--print-config", "--config", "carillon.conf", "--port", "1003"}, environment);

    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output,
                AllOf(HasSubstr("port = \"1003\""),
                      HasSubstr("calls_per_second = \"4\""),
                      HasSubstr("drain = \"7s\""),
                      HasSubstr("# twilio_auth_token is set (hidden)"),
                      Not(HasSubstr("secret-of-the-file"))));
}

TEST_F(Binary, ASecretComesFromAFileThatAFlagNames) {
    write("token", "token-in-a-file\n");
    Environment environment = practice;
    environment.erase("TWILIO_AUTH_TOKEN");

    const Ended ended = run({"serve", "--print-config", "--twilio-auth-token-file", "token"}, environment);
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output, HasSubstr("# twilio_auth_token is set (hidden)"));

    const Ended missing =
        run({"serve", "--print-config", "--twilio-auth-token-file", "nowhere"}, environment);
    EXPECT_EQ(missing.code, 2);
    EXPECT_THAT(missing.errors, HasSubstr("--twilio-auth-token-file: nowhere cannot be read"));
}

TEST_F(Binary, MigrateSaysWhatItDidAndDoesItOnce) {
    const Ended first = run({"migrate", "--db", "campaigns.db"});
    EXPECT_EQ(first.code, 0);
    EXPECT_THAT(first.output,
                AllOf(StartsWith("0001_"), HasSubstr(": applied\n"), HasSubstr("is up to date")));

    const Ended second = run({"migrate"}, {{"CARILLON_DB", "campaigns.db"}});
    EXPECT_EQ(second.code, 0);
    EXPECT_THAT(second.output, AllOf(StartsWith("0001_"), Not(HasSubstr(": applied\n"))));
}

TEST_F(Binary, ADatabaseThatIsNoneEndsWithThree) {
    write("letter.txt", std::string(4096, 'x'));

    for (const char* subcommand : {"migrate", "check", "serve"}) {
        const Ended ended = run({subcommand, "--db", "letter.txt"}, practice);
        EXPECT_EQ(ended.code, 3) << subcommand;
        EXPECT_THAT(ended.output + ended.errors, HasSubstr("letter.txt")) << subcommand;
    }
    EXPECT_EQ(run({"migrate", "--db", "no/such/folder/x.db"}).code, 3);
}

TEST_F(Binary, CheckLooksAndChangesNothing) {
    const Ended ended = run({"check"}, practice);

    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output,
                AllOf(HasSubstr("configuration  ok"),
                      HasSubstr("campaigns.db: does not exist yet"),
                      HasSubstr("sqlite         3."),
                      HasSubstr("--online")));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "campaigns.db"));
}

TEST_F(Binary, CheckEndsWithTwoForAWrongConfigurationAndWithOneForASilentTwilio) {
    EXPECT_EQ(run({"check"}).code, 2);
    const Ended silent = run({"check", "--online"}, practice);
    EXPECT_EQ(silent.code, 1);
    EXPECT_THAT(silent.output, HasSubstr("twilio         "));
}

TEST_F(Binary, CheckAsksTheFakeTwilioWithTheAccountOfBoth) {
    const auto fake = start({"fake-twilio"}, practice);
    const std::string line = fake->read_line();
    ASSERT_THAT(line, StartsWith("carillon fake-twilio: listening on http://127.0.0.1:"));
    Environment environment = practice;
    environment["TWILIO_API_BASE_URL"] = line.substr(line.find("http://"));

    EXPECT_EQ(run({"check", "--online"}, environment).code, 0);
    environment["TWILIO_AUTH_TOKEN"] = "another-token";
    EXPECT_EQ(run({"check", "--online"}, environment).code, 1);

    fake->send(SIGTERM);
    EXPECT_EQ(fake->wait(), 0);
}

TEST_F(Binary, ServeSaysWhereItListensAndStopsWithZeroWhenAsked) {
    for (const int signal : {SIGTERM, SIGINT}) {
        const auto server = start({"serve"}, practice);
        EXPECT_THAT(server->read_line(), StartsWith("carillon: listening on http://127.0.0.1:"));

        server->send(signal);
        EXPECT_EQ(server->read_line(), "");
        EXPECT_EQ(server->wait(), 0);
        EXPECT_THAT(read("errors"), Not(HasSubstr("token-that-nobody-sees")));
    }
}

TEST_F(Binary, ASecondServerOnTheSameDatabaseRefusesThroughSymlinksToo) {
    const auto first = start({"serve"}, practice);
    ASSERT_THAT(first->read_line(), StartsWith("carillon: listening"));
    std::filesystem::create_symlink("campaigns.db", folder_ / "alias.db");

    for (const char* file : {"campaigns.db", "alias.db", "./campaigns.db"}) {
        const Ended second = run({"serve", "--db", file}, practice);
        EXPECT_EQ(second.code, 3) << file;
        EXPECT_THAT(second.errors, HasSubstr("Another carillon process uses the database")) << file;
    }
    EXPECT_EQ(run({"migrate", "--db", "campaigns.db"}).code, 3);

    first->send(SIGKILL);
    EXPECT_EQ(first->wait(), -SIGKILL);
    EXPECT_EQ(run({"migrate", "--db", "campaigns.db"}).code, 0);
}

TEST_F(Binary, AServerOnAHardLinkRefusesAndKeepsNobodyOut) {
    const std::string name = "it was last opened as " + std::filesystem::canonical(folder_ / "").string();
    const auto is_refused = [&](const char* when) {
        const Ended ended = run({"serve", "--db", "link.db"}, practice);
        EXPECT_EQ(ended.code, 3) << when;
        EXPECT_THAT(ended.errors, HasSubstr(name)) << when;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "link.db-wal")) << when;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "link.db-shm")) << when;
    };
    const auto first = start({"serve"}, practice);
    ASSERT_THAT(first->read_line(), StartsWith("carillon: listening"));
    std::filesystem::create_hard_link(folder_ / "campaigns.db", folder_ / "link.db");
    is_refused("the first one runs: this one asked for its name before it asked for the lock");
    first->send(SIGKILL);
    EXPECT_EQ(first->wait(), -SIGKILL);
    is_refused("nobody runs");

    const auto next = start({"serve"}, practice);
    EXPECT_THAT(next->read_line(), StartsWith("carillon: listening"));
    is_refused("one runs that came by the right name");
    next->send(SIGTERM);
    EXPECT_EQ(next->wait(), 0);
    EXPECT_EQ(run({"migrate", "--db", "link.db"}).code, 3);
    EXPECT_EQ(run({"check", "--db", "link.db"}, practice).code, 3);
    EXPECT_EQ(run({"migrate", "--db", "campaigns.db"}).code, 0);
}

TEST_F(Binary, ALockThatIsRefusedLeavesTheFirstServersLocksAlone) {
    const auto first = start({"serve"}, practice);
    ASSERT_THAT(first->read_line(), StartsWith("carillon: listening"));

    for (int i = 0; i < 3; ++i) EXPECT_EQ(run({"serve"}, practice).code, 3);

    first->send(SIGTERM);
    EXPECT_EQ(first->wait(), 0);
    EXPECT_EQ(run({"check"}, practice).code, 0);
}

/// Overwrites some bytes in the middle of a file.
void deface(const std::filesystem::path& file, std::uintmax_t at, std::size_t count) {
    std::fstream stream{file, std::ios::binary | std::ios::in | std::ios::out};
    stream.seekp(static_cast<std::streamoff>(at));
    stream << std::string(count, '\xA5');
}

TEST_F(Binary, ADamagedDatabaseEndsWithFourAndNamesTheWayBackAndIsNotTouched) {
    ASSERT_EQ(run({"migrate", "--db", "campaigns.db"}).code, 0);
    deface(folder_ / "campaigns.db", 4096, 4096);
    const std::string before = read("campaigns.db");

    for (const char* subcommand : {"serve", "check", "migrate"}) {
        const Ended ended = run({subcommand, "--db", "campaigns.db"}, practice);
        EXPECT_EQ(ended.code, 4) << subcommand;
        EXPECT_THAT(ended.output + ended.errors,
                    AllOf(HasSubstr("campaigns.db is damaged: "),
                          HasSubstr("carillon restore BACKUP --db campaigns.db")))
            << subcommand;
    }
    EXPECT_EQ(read("campaigns.db"), before);
}

/// A file of more than 64 MB is looked through while the server serves already, and nobody is called
/// meanwhile.
TEST_F(Binary, ADamagedLargeDatabaseEndsWithFourBeforeAnybodyIsCalled) {
    ASSERT_EQ(run({"migrate", "--db", "campaigns.db"}).code, 0);
    {
        SQLite::Database database{(folder_ / "campaigns.db").string(), SQLite::OPEN_READWRITE};
        database.exec(R"sql(
            INSERT INTO campaigns (id, name, status, settings, created_at) VALUES (1, 'Spring', 'draft', '{}', 1);
            INSERT INTO imports (id, campaign_id, received, rejected, started_at) VALUES (1, 1, 70, 70, 1);
            INSERT INTO rejected_rows (import_id, line, field, code, message, value)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70)
                SELECT 1, i, '', '', '', hex(randomblob(500000)) FROM n)sql");
    }
    deface(folder_ / "campaigns.db", 8192 * 4096ULL, 4096);

    const Ended ended = run({"serve", "--db", "campaigns.db"}, practice);

    EXPECT_EQ(ended.code, 4);
    EXPECT_THAT(ended.output, HasSubstr("listening on"));
    EXPECT_THAT(ended.errors, HasSubstr("campaigns.db is damaged: "));
}

TEST_F(Binary, APortThatIsTakenEndsWithOne) {
    const auto first = start({"serve"}, practice);
    const std::string line = first->read_line();
    const Ended second =
        run({"serve", "--db", "other.db", "--port", line.substr(line.rfind(':') + 1)}, practice);

    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.errors, StartsWith("carillon: "));
}

}  // namespace
}  // namespace carillon::test
