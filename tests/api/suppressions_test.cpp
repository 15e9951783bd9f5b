// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr const char* json = "application/json";

class Suppressions : public testing::Test {
protected:
    Json add(const std::string& type, const std::string& body) {
        const RawAnswer answer = api_.post("/v1/suppressions", type, body);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
    Json list() { return Json::parse(api_.get("/v1/suppressions").body)["suppressions"]; }

    RunningApi api_;
};

TEST_F(Suppressions, AreAddedAsJsonAndAsCsv) {
    EXPECT_EQ(add(json, R"({"phone": "+14155552671", "reason": "asked us to stop"})")["added"], 1);
    EXPECT_EQ(add(json, R"({"phones": ["+14155552671", "+14155552672"]})")["added"], 1);
    EXPECT_EQ(add("text/csv", "phone;reason\n+14155552673;do not call\n")["added"], 1);

    const Json all = list();

    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0]["phone"], "+14155552671");
    EXPECT_EQ(all[0]["reason"], "asked us to stop");
    EXPECT_EQ(all[1]["reason"], nullptr);
    EXPECT_EQ(all[2]["reason"], "do not call");
}

TEST_F(Suppressions, ReportWhatIsNoNumberAndTakeTheRest) {
    const Json answer = add(json, R"(["+14155552671", "nobody", "+14155552671"])");

    EXPECT_EQ(answer["received"], 3);
    EXPECT_EQ(answer["added"], 1);
    EXPECT_EQ(answer["already_there"], 1);
    EXPECT_EQ(answer["rejected"], 1);
    EXPECT_EQ(answer["errors"][0]["line"], 2);
    EXPECT_EQ(answer["errors"][0]["value"], "nobody");
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(Suppressions, TakeAListOfAnyLength) {
    std::string csv = "phone\n";
    for (int i = 0; i < 3000; ++i) csv += "+1415" + std::to_string(5'000'000 + i) + "\nbad\n";

    const Json answer = add("text/csv", csv);

    EXPECT_EQ(answer["received"], 6000);
    EXPECT_EQ(answer["added"], 3000);
    EXPECT_EQ(answer["rejected"], 3000);
    EXPECT_EQ(answer["errors"].size(), 100U);
    EXPECT_EQ(answer["errors_truncated"], true);
}

TEST_F(Suppressions, StopACampaignsContactAtOnce) {
    const std::string campaign = api_.create_campaign();
    api_.post(campaign + "/contacts", "text/csv", "phone\n+14155552671\n");

    add(json, R"({"phone": "+1 415 555 2671"})");

    const Json contact = Json::parse(api_.get("/v1/contacts/1").body);
    EXPECT_EQ(contact["status"], "blocked");
    EXPECT_EQ(contact["reason"], "suppressed");
}

TEST_F(Suppressions, AreRemovedByTheirNumber) {
    add(json, R"(["+14155552671"])");

    const RawAnswer removed = api_.remove("/v1/suppressions/%2B14155552671");
    const RawAnswer again = api_.remove("/v1/suppressions/+14155552671");

    EXPECT_EQ(removed.status, 200);
    EXPECT_EQ(Json::parse(removed.body)["phone"], "+14155552671");
    EXPECT_EQ(again.status, 404);
    EXPECT_EQ(api_.remove("/v1/suppressions/nobody").status, 404);
    EXPECT_TRUE(list().empty());
}

TEST_F(Suppressions, SayWhatIsWrongWithABody) {
    EXPECT_EQ(api_.post("/v1/suppressions", "text/plain", "+14155552671").status, 415);
    EXPECT_THAT(api_.post("/v1/suppressions", json, "{}").body, HasSubstr("The body must be"));
    EXPECT_THAT(api_.post("/v1/suppressions", "text/csv", "number\n+1\n").body,
                HasSubstr("No column is called 'phone'"));
    EXPECT_EQ(api_.get("/v1/suppressions?phone=1").status, 400);
}

}  // namespace
}  // namespace carillon::test
