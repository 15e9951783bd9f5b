// SPDX-License-Identifier: MIT
#include <map>

#include <gmock/gmock.h>

#include "api/running_api.hpp"
#include "http/gzip.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Imports : public testing::Test {
protected:
    RawAnswer upload(const std::string& type, const std::string& body, const std::string& query = "") {
        return api_.post(campaign_ + "/contacts" + query, type, body);
    }
    Json report(const std::string& type, const std::string& body, const std::string& query = "") {
        const RawAnswer answer = upload(type, body, query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
    Json read(const std::string& target) { return Json::parse(api_.get(target).body); }

    RunningApi api_;
    std::string campaign_ = api_.create_campaign();
};

std::string packed(const std::string& content) {
    http::Gzip gzip;
    std::string bytes = gzip.pack(content);
    return bytes + gzip.finish();
}

TEST_F(Imports, MayComeInGzipAndLeaveInGzip) {
    std::string list = "phone,name\n";
    for (int i = 0; i < 100; ++i) list += "+1415555" + std::to_string(2000 + i) + ",Ada\n";

    const RawAnswer uploaded =
        api_.post(campaign_ + "/contacts", "text/csv", packed(list), "Content-Encoding: gzip\r\n");
    const RawAnswer plain = api_.get(campaign_ + "/results.csv");
    const RawAnswer small =
        api_.request("GET", campaign_ + "/results.csv", "", "", "Accept-Encoding: gzip\r\n");

    EXPECT_EQ(uploaded.status, 200) << uploaded.body;
    EXPECT_EQ(Json::parse(uploaded.body)["accepted"], 100);
    EXPECT_EQ(small.header("Content-Encoding"), "gzip");
    EXPECT_LT(small.body.size(), plain.body.size() / 5);
    std::string_view rest = small.body;
    http::Gunzip gunzip;
    EXPECT_EQ(gunzip.unpack(rest).value(), plain.body);
    EXPECT_TRUE(gunzip.is_complete());
}

TEST_F(Imports, RefuseACodingThatTheyDoNotKnow) {
    const RawAnswer answer =
        api_.post(campaign_ + "/contacts", "text/csv", "phone\n", "Content-Encoding: br\r\n");

    EXPECT_EQ(answer.status, 415);
    EXPECT_EQ(answer.header("Accept-Encoding"), "gzip");
    EXPECT_THAT(answer.body, HasSubstr("Content-Encoding br is not taken here"));
}

TEST_F(Imports, TakeTheGoodRowsAndReportEveryBadOne) {
    const Json answer = report("text/csv",
                               "phone,name,priority,city\n"
                               "+14155552671,Ada,,Bern\n"
                               "(415) 555-2672,Bob,,\n"
                               "+14155552673,Cy,high,\n"
                               "+1 415 555 2671,Ada again,,\n"
                               "+14155552674,Di,3,\n");

    EXPECT_EQ(answer["received"], 5);
    EXPECT_EQ(answer["accepted"], 2);
    EXPECT_EQ(answer["duplicates"], 1);
    EXPECT_EQ(answer["rejected"], 2);
    EXPECT_EQ(answer["errors_truncated"], false);
    ASSERT_EQ(answer["errors"].size(), 2U);
    EXPECT_EQ(answer["errors"][0]["line"], 3);
    EXPECT_EQ(answer["errors"][0]["field"], "phone");
    EXPECT_EQ(answer["errors"][0]["code"], "invalid_phone");
    EXPECT_EQ(answer["errors"][0]["value"], "(415) 555-2672");
    EXPECT_THAT(answer["errors"][0]["message"].get<std::string>(), HasSubstr("default_country"));
    EXPECT_EQ(answer["errors"][1]["line"], 4);
    EXPECT_EQ(answer["errors"][1]["code"], "invalid_priority");
}

TEST_F(Imports, KeepEveryRowThatWasLeftOut) {
    const Json answer = report("text/csv", "phone\n+14155552671\nnone\n+14155552671\n");

    const Json rows = read(answer["rejected_rows"].get<std::string>());
    const Json import = read("/v1/imports/" + std::to_string(answer["import_id"].get<int>()));
    const Json imports = read(campaign_ + "/imports");

    std::map<int, std::string> code_by_line;
    for (const Json& row : rows["rejected"]) code_by_line[row["line"]] = row["code"];
    EXPECT_THAT(code_by_line,
                testing::ElementsAre(testing::Pair(3, "invalid_phone"), testing::Pair(4, "duplicate")));
    EXPECT_EQ(import["accepted"], 1);
    EXPECT_NE(import["finished_at"], nullptr);
    EXPECT_EQ(imports["imports"][0], import);
}

TEST_F(Imports, ChangeNothingTheSecondTime) {
    const std::string csv = "phone,name\n+14155552671,Ada\n+14155552672,Bob\n";
    report("text/csv", csv);
    const std::string before = api_.get(campaign_ + "/contacts").body;
    const Json campaign_before = read(campaign_);

    const Json again = report("text/csv", csv);

    EXPECT_EQ(again["accepted"], 0);
    EXPECT_EQ(again["duplicates"], 2);
    EXPECT_EQ(again["rejected"], 0);
    EXPECT_TRUE(again["errors"].empty());
    EXPECT_EQ(api_.get(campaign_ + "/contacts").body, before);
    EXPECT_EQ(read(campaign_), campaign_before);
}

TEST_F(Imports, TakeTheSameContactsAsJsonAndNdjson) {
    const std::string one =
        R"({"phone": "+14155552671", "name": "Ada", "time_zone": "Europe/Zurich", "city": "Bern"})";
    const std::string two = R"({"phone": "+14155552672", "priority": 5, "variables": {"amount": 12.5}})";

    EXPECT_EQ(report("application/json", "[" + one + "]")["accepted"], 1);
    EXPECT_EQ(
        report("application/json; charset=utf-8", R"({"contacts": [)" + one + "," + two + "]}")["accepted"],
        1);
    EXPECT_EQ(report("application/x-ndjson", one + "\n" + two + "\n")["duplicates"], 2);
    const Json contacts = read(campaign_ + "/contacts")["contacts"];
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts[0]["name"], "Ada");
    EXPECT_EQ(contacts[0]["time_zone"], "Europe/Zurich");
    EXPECT_EQ(contacts[0]["variables"], Json::parse(R"({"city": "Bern"})"));
    EXPECT_EQ(contacts[1]["name"], nullptr);
    EXPECT_EQ(contacts[1]["priority"], 5);
    EXPECT_EQ(contacts[1]["variables"], Json::parse(R"({"amount": "12.5"})"));
}

TEST_F(Imports, ReadNationalNumbersOfTheCountryThatIsSaid) {
    EXPECT_EQ(report("text/csv", "phone\n044 668 18 00\n", "?default_country=CH")["accepted"], 1);
    EXPECT_EQ(read(campaign_ + "/contacts")["contacts"][0]["phone"], "+41446681800");
    const RawAnswer wrong = upload("text/csv", "phone\n", "?default_country=Switzerland");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, HasSubstr(R"("parameter":"default_country")"));
    EXPECT_EQ(upload("text/csv", "phone\n", "?country=CH").status, 400);
}

TEST_F(Imports, AskForTheVariablesThatTheAgentNeeds) {
    campaign_ = api_.create_campaign({{"twiml_url", "https://agent.example/t?n={{name}}&c={{city|Bern}}"}});

    const Json answer = report("text/csv", "phone,name\n+14155552671,Ada\n+14155552672,\n");

    EXPECT_EQ(answer["accepted"], 1);
    EXPECT_EQ(answer["errors"][0]["line"], 3);
    EXPECT_EQ(answer["errors"][0]["code"], "missing_variable");
    EXPECT_EQ(answer["errors"][0]["field"], "name");
}

TEST_F(Imports, RefuseWhatIsNoList) {
    const RawAnswer wrong_type = upload("application/pdf", "%PDF");
    const RawAnswer no_phone = upload("text/csv", "mobile,name\n+14155552671,Ada\n");
    const RawAnswer no_array = upload("application/json", R"({"phone": "+14155552671"})");

    EXPECT_EQ(wrong_type.status, 415);
    EXPECT_THAT(wrong_type.body, HasSubstr("Send text/csv, application/json or application/x-ndjson"));
    EXPECT_EQ(no_phone.status, 400);
    EXPECT_THAT(no_phone.body, HasSubstr("The header row has: mobile, name"));
    EXPECT_EQ(no_array.status, 400);
    EXPECT_THAT(no_array.body, HasSubstr("byte 3"));
    EXPECT_TRUE(read(campaign_ + "/imports")["imports"].empty()) << "nothing was imported";
    EXPECT_EQ(report("text/csv", "mobile\n+14155552671\n", "?phone_column=mobile")["accepted"], 1);
}

TEST_F(Imports, AreNotTakenByACanceledCampaign) {
    api_.post(campaign_ + "/cancel", "", "");

    EXPECT_EQ(upload("text/csv", "phone\n+14155552671\n").status, 409);
    EXPECT_TRUE(read(campaign_ + "/imports")["imports"].empty());
    EXPECT_EQ(api_.get("/v1/imports/1").status, 404);
    EXPECT_EQ(api_.get("/v1/imports/1/rejected").status, 404);
}

TEST_F(Imports, KeepWhatCameBeforeAnUploadBroke) {
    const RawAnswer broken =
        upload("application/json", R"([{"phone": "+14155552671"}, {"phone": "+14155552672"})");

    EXPECT_EQ(broken.status, 400);
    EXPECT_THAT(broken.body, HasSubstr("/v1/imports/1"));
    EXPECT_EQ(read("/v1/imports/1")["accepted"], 1);
    EXPECT_EQ(read("/v1/imports/1")["finished_at"], nullptr);
}

TEST_F(Imports, KeepWhatCameBeforeTheConnectionEnded) {
    RawPeer peer{api_.port()};
    peer.send(
        "POST " + campaign_ +
        "/contacts HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\n");
    peer.send("phone\n+14155552671\n+14155552672\n+1415555267");
    peer.shut_down_sending();
    peer.receive_all();

    EXPECT_EQ(read("/v1/imports/1")["accepted"], 2)
        << "the row that was cut off must not be taken for a number";
    EXPECT_EQ(read("/v1/imports/1")["rejected"], 0);
    EXPECT_EQ(read("/v1/imports/1")["finished_at"], nullptr);
}

TEST_F(Imports, ShowTheFirstHundredErrorsAndKeepAll) {
    std::string csv = "phone\n";
    for (int i = 0; i < 1234; ++i) csv += "bad\n";

    const Json answer = report("text/csv", csv);

    EXPECT_EQ(answer["rejected"], 1234);
    EXPECT_EQ(answer["errors"].size(), 100U);
    EXPECT_EQ(answer["errors_truncated"], true);
    const std::string all = answer["rejected_rows"];
    const Json first = read(all + "?limit=1000");
    const Json rest = read(all + "?limit=1000&cursor=" + first["next_cursor"].get<std::string>());
    EXPECT_EQ(first["rejected"].size() + rest["rejected"].size(), 1234U);
    EXPECT_EQ(rest["rejected"].back()["line"], 1235);
}

TEST_F(Imports, TakeManyThousandRowsInOneUpload) {
    std::string csv = "phone,name\n";
    for (int i = 0; i < 5000; ++i)
        csv += "+1415" + std::to_string(5'000'000 + i) + ",Contact " + std::to_string(i) + "\n";

    const Json answer = report("text/csv", csv + "+14155000000,Somebody else\n");

    EXPECT_EQ(answer["accepted"], 5000);
    EXPECT_EQ(answer["duplicates"], 1);
    EXPECT_EQ(read(campaign_)["counts"]["pending"], 5000);
    EXPECT_EQ(read("/v1/contacts/1")["name"], "Contact 0") << "who comes first, stays";
    EXPECT_EQ(read("/v1/contacts/5000")["name"], "Contact 4999") << "in the order of the list";
}

TEST_F(Imports, RefuseAnUploadOverTheLimit) {
    Config config = test_config();
    config.max_upload_bytes = 1000;
    RunningApi small{config};
    const std::string path = small.create_campaign();

    EXPECT_EQ(small.post(path + "/contacts", "text/csv", "phone\n" + std::string(2000, '\n')).status, 413);
}

}  // namespace
}  // namespace carillon::test
