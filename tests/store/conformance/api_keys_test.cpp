// SPDX-License-Identifier: MIT
// API keys and the audit.
#include <gmock/gmock.h>

#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

using testing::HasSubstr;

class ApiKeys : public StoreTest {
protected:
    static NewApiKey wanted(std::string name, Scopes scopes = {Scope::read}) {
        NewApiKey key;
        key.name = std::move(name);
        key.secret_sha256 = std::string(64, 'a');
        key.scopes = scopes;
        key.now = noon;
        return key;
    }
    ApiKey made(std::string name) { return await(store->create_api_key(wanted(std::move(name)))).value(); }
    KeyLookup look_up(ApiKeyId id) { return await(store->find_api_key(id)); }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         ApiKeys,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(ApiKeys, AreKeptAsTheyWereMade) {
    EXPECT_FALSE(look_up(ApiKeyId{1}).any_exist);
    NewApiKey wish = wanted("crm", {Scope::upload, Scope::read});
    wish.requests_per_second = 7;
    wish.expires_at = noon + Seconds{60};

    const ApiKey key = await(store->create_api_key(wish)).value();

    const KeyLookup found = look_up(key.id);
    EXPECT_TRUE(found.any_exist);
    ASSERT_TRUE(found.key);
    EXPECT_EQ(found.key->name, "crm");
    EXPECT_EQ(found.key->secret_sha256, wish.secret_sha256);
    EXPECT_EQ(found.key->scopes, (Scopes{Scope::read, Scope::upload}));
    EXPECT_EQ(found.key->requests_per_second, 7);
    EXPECT_EQ(found.key->created_at, noon);
    EXPECT_EQ(found.key->expires_at, noon + Seconds{60});
    EXPECT_EQ(found.key->revoked_at, std::nullopt);
    EXPECT_EQ(found.key->last_used_at, std::nullopt);
    EXPECT_FALSE(look_up(ApiKeyId{key.id.value() + 1}).key);
}

TEST_P(ApiKeys, AreRevokedOnceAndStayThere) {
    const ApiKey key = made("crm");

    EXPECT_EQ(await(store->revoke_api_key(key.id, noon + Seconds{1}))->revoked_at, noon + Seconds{1});
    EXPECT_EQ(await(store->revoke_api_key(key.id, noon + Seconds{9}))->revoked_at, noon + Seconds{1});

    EXPECT_EQ(look_up(key.id).key->revoked_at, noon + Seconds{1});
    EXPECT_TRUE(look_up(ApiKeyId{}).any_exist) << "once there was a key, the API wants one";
    EXPECT_EQ(await(store->revoke_api_key(ApiKeyId{99}, noon)).error().code, Errc::not_found);
}

TEST_P(ApiKeys, ShareNoNameWhileTheyAreGood) {
    const ApiKey first = made("crm");

    const auto second = await(store->create_api_key(wanted("crm")));

    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_THAT(second.error().message, HasSubstr("Key 1 has this name"));
    (void)await(store->revoke_api_key(first.id, noon));
    EXPECT_NE(made("crm").id, first.id);
}

TEST_P(ApiKeys, RememberTheLatestUse) {
    const ApiKey key = made("crm");

    await(store->note_key_use(key.id, noon + Seconds{5}));
    await(store->note_key_use(key.id, noon));

    EXPECT_EQ(look_up(key.id).key->last_used_at, noon + Seconds{5});
}

TEST_P(ApiKeys, AreListedInPages) {
    for (const char* name : {"a", "b", "c"}) made(name);

    const auto first = await(store->list_api_keys({0, 2}));
    const auto second = await(store->list_api_keys({first.next.value(), 2}));

    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.items.at(1).name, "b");
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_EQ(second.items.at(0).name, "c");
    EXPECT_EQ(second.next, std::nullopt);
}

TEST_P(ApiKeys, HaveAnAuditWithTheNewestFirst) {
    const ApiKey key = made("crm");
    for (int i = 0; i < 3; ++i)
        await(store->add_audit_entry({.at = noon + Seconds{i},
                                      .actor = "crm",
                                      .key_id = key.id,
                                      .remote_address = "127.0.0.1",
                                      .method = "POST",
                                      .route = "/v1/campaigns/{id}/start",
                                      .subject = std::to_string(i),
                                      .status = 200,
                                      .changes = i == 2 ? R"({"a":{"from":1,"to":2}})" : ""}));

    const auto first = await(store->list_audit_entries({0, 2}));
    const auto second = await(store->list_audit_entries({first.next.value(), 2}));

    ASSERT_EQ(first.items.size(), 2U);
    const NewAuditEntry& newest = first.items.at(0).entry;
    EXPECT_EQ(newest.subject, "2");
    EXPECT_EQ(newest.at, noon + Seconds{2});
    EXPECT_EQ(newest.actor, "crm");
    EXPECT_EQ(newest.key_id, key.id);
    EXPECT_EQ(newest.remote_address, "127.0.0.1");
    EXPECT_EQ(newest.method, "POST");
    EXPECT_EQ(newest.route, "/v1/campaigns/{id}/start");
    EXPECT_EQ(newest.status, 200);
    EXPECT_EQ(newest.changes, R"({"a":{"from":1,"to":2}})");
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_EQ(second.items.at(0).entry.subject, "0");
    EXPECT_EQ(second.items.at(0).entry.changes, "");
}

}  // namespace
}  // namespace carillon::store::test
