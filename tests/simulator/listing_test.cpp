// SPDX-License-Identifier: MIT
// `GET Calls.json`, filters and pages.
#include "simulator/world.hpp"

namespace carillon::simulator {
namespace {

using Words = std::vector<std::string>;

class Listing : public World {
protected:
    Json list(const std::string& query) {
        const auto answer = get("/Calls.json" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
    /// Follows `next_page_uri`, which is relative to the host.
    Json follow(const Json& page) {
        const auto uri = page.at("next_page_uri").get<std::string>();
        return Json::parse(get(uri.substr(("/2010-04-01/Accounts/" + account).size())).body);
    }
    static Words sids(const Json& page) {
        Words sids;
        for (const auto& call : page.at("calls")) sids.push_back(call.at("sid"));
        return sids;
    }
    std::string create_sid(const std::string& to) { return create_call(to).at("sid"); }
};

TEST_F(Listing, ShowsTheNewestFirst) {
    start();
    const auto older = create_sid(busy);
    const auto newer = create_sid(failed);

    const auto page = list("");

    EXPECT_EQ(sids(page), (Words{newer, older}));
    EXPECT_EQ(page.at("page_size"), 50);
    EXPECT_TRUE(page.at("next_page_uri").is_null());
    EXPECT_TRUE(page.at("previous_page_uri").is_null());
}

TEST_F(Listing, PagesThroughAllCallsOnceWhileNewOnesCome) {
    start();
    Words created;
    for (int i = 0; i < 5; ++i) created.insert(created.begin(), create_sid(busy));

    auto page = list("?To=%2B14155550486&PageSize=2");
    Words seen = sids(page);
    create_sid(busy);
    page = follow(page);
    EXPECT_EQ(page.at("page"), 1);
    EXPECT_EQ(page.at("start"), 2);
    EXPECT_EQ(page.at("end"), 3);
    for (const auto& sid : sids(page)) seen.push_back(sid);
    page = follow(page);
    for (const auto& sid : sids(page)) seen.push_back(sid);

    EXPECT_EQ(seen, created);
    EXPECT_TRUE(page.at("next_page_uri").is_null());
    EXPECT_FALSE(page.at("previous_page_uri").is_null());
}

TEST_F(Listing, FiltersByNumberAndStatus) {
    start();
    const auto one = create_sid(busy);
    const auto other = create_sid(failed);
    wait_until_over(one);
    wait_until_over(other);

    EXPECT_EQ(sids(list("?To=%2B14155550486")), Words{one});
    EXPECT_EQ(sids(list("?Status=failed")), Words{other});
    EXPECT_EQ(sids(list("?To=%2B14155550486&From=%2B15017122661&Status=busy")), Words{one});
    EXPECT_TRUE(sids(list("?From=%2B15017122662")).empty());
}

TEST_F(Listing, FiltersByStartTimeWithTheOperatorInTheName) {
    start();
    const auto sid = create_sid(busy);
    wait_until_over(sid);

    EXPECT_EQ(sids(list("?StartTime%3E=2020-01-01")), Words{sid});
    EXPECT_EQ(sids(list("?StartTime%3C=2100-01-01T00:00:00Z&StartTime%3E=2020-01-01T00:00:00Z")), Words{sid});
    EXPECT_TRUE(sids(list("?StartTime%3C=2020-01-01")).empty());
    EXPECT_TRUE(sids(list("?StartTime=2020-01-01")).empty());
}

TEST_F(Listing, MissesQueuedCallsByStartTimeButNotByStatus) {
    auto config = quick_config();
    config.calls_per_second = 0.001;
    start(config);
    create_sid(busy);
    wait_for_callbacks(1);
    const auto queued = create_sid(busy);

    EXPECT_EQ(sids(list("?Status=queued")), Words{queued});
    EXPECT_EQ(sids(list("?StartTime%3E=2020-01-01")).size(), 1U);
}

TEST_F(Listing, RefusesWhatItCannotRead) {
    start();
    for (const auto* query :
         {"?Status=initiated", "?StartTime=yesterday", "?PageToken=x", "?PageSize=many", "?Page=-1"})
        EXPECT_EQ(get(std::string{"/Calls.json"} + query).status, 400) << query;
}

}  // namespace
}  // namespace carillon::simulator
