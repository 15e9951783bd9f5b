// SPDX-License-Identifier: MIT
// Every bound, enum, default and required member that the description tells of settings is tried on the
// reader of settings: what it allows is taken, what lies just beyond is refused.
#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "api/openapi.hpp"
#include "settings.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;
using Pointer = Json::json_pointer;

class OpenApiSettings : public testing::Test {
protected:
    OpenApiSettings() {
        base_.max_attempts = 20;  // as many as any rule of retries may ask for
        base_.machine_detection.emplace();
    }

    [[nodiscard]] const Json& resolved(const Json& schema) const {
        if (schema.contains("oneOf")) return resolved(schema.at("oneOf").at(0));
        if (!schema.contains("$ref")) return schema;
        return document_.at(Pointer{schema.at("$ref").get<std::string>().substr(1)});
    }
    [[nodiscard]] Result<CampaignSettings> change(const Json& patch) const {
        return change_settings(base_, patch.dump());
    }
    void expect_taken(Json patch, const Pointer& at, const Json& value) {
        patch[at] = value;
        const auto changed = change(patch);
        EXPECT_TRUE(changed) << patch << (changed ? "" : changed.error().fields.at(0).message);
        ++tried_;
    }
    void expect_refused(Json patch, const Pointer& at, const Json& value) {
        patch[at] = value;
        EXPECT_FALSE(change(patch)) << patch;
        ++tried_;
    }
    /// An object with its required members alone.
    [[nodiscard]] Json least(const Json& schema) const {
        Json object = Json::object();
        for (const Json& name : schema.value("required", Json::array())) {
            const Json& member = resolved(schema.at("properties").at(name.get<std::string>()));
            object[name.get<std::string>()] = member.at("examples").at(0);
        }
        return object;
    }

    void check(const Json& said, const Json& patch, const Pointer& at) {
        SCOPED_TRACE(at.to_string());
        if (said.contains("oneOf")) expect_taken(patch, at, nullptr);
        const Json& schema = resolved(said);
        const std::string type = schema.at("type").is_array() ? schema.at("type").at(0) : schema.at("type");
        if (schema.contains("minimum")) check_bounds(schema, type, patch, at);
        if (schema.contains("enum")) check_words(schema, patch, at);
        for (const Json& example : schema.value("examples", Json::array())) expect_taken(patch, at, example);
        if (type == "string") expect_refused(patch, at, 1);
        if (type == "array") check_array(schema, patch, at);
        if (type == "object") check_object(schema, patch, at);
    }
    void check_bounds(const Json& schema, const std::string& type, const Json& patch, const Pointer& at) {
        const double step = type == "integer" ? 1 : 0.0001;
        const auto number = [&](double value) {
            return type == "integer" ? Json(static_cast<std::int64_t>(value)) : Json(value);
        };
        const double least = schema.at("minimum").get<double>();
        const double most = schema.at("maximum").get<double>();
        expect_taken(patch, at, number(least));
        expect_taken(patch, at, number(most));
        expect_refused(patch, at, number(least - step));
        expect_refused(patch, at, number(most + step));
        expect_refused(patch, at, "many");
        if (type == "integer") expect_refused(patch, at, least + 0.5);
    }
    void check_words(const Json& schema, const Json& patch, const Pointer& at) {
        for (const Json& word : schema.at("enum")) expect_taken(patch, at, word);
        expect_refused(patch, at, "nonsense");
    }
    void check_array(const Json& schema, const Json& patch, const Pointer& at) {
        Json others = Json::array();
        if (schema.contains("contains")) {
            expect_refused(patch, at, Json::array());
            others.push_back(schema.at("contains").at("const"));
        }
        if (schema.contains("minItems")) expect_refused(patch, at, Json::array());
        if (schema.contains("maxItems")) check_length(schema, patch, at);
        const Json& items = resolved(schema.at("items"));
        for (const Json& word : items.value("enum", Json::array())) {
            Json all = others;
            if (std::find(all.begin(), all.end(), word) == all.end()) all.push_back(word);
            expect_taken(patch, at, all);
        }
        others.push_back("nonsense");
        expect_refused(patch, at, others);
        if (items.contains("minimum")) check(items, with(patch, at, Json::array()), at / 0);
        if (items.contains("properties")) check(items, with(patch, at, Json::array({least(items)})), at / 0);
    }
    void check_length(const Json& schema, const Json& patch, const Pointer& at) {
        const auto most = schema.at("maxItems").get<std::size_t>();
        Json items = Json::array();
        while (items.size() < most) items.push_back(item(resolved(schema.at("items")), items.size()));
        expect_taken(patch, at, items);
        items.push_back(item(resolved(schema.at("items")), most));
        expect_refused(patch, at, items);
    }
    /// The same again where that is allowed, as for all but numbers to call from.
    [[nodiscard]] Json item(const Json& schema, std::size_t place) const {
        if (schema.contains("properties")) return least(schema);
        if (schema.contains("minimum")) return schema.at("minimum");
        if (schema.contains("format")) return "2031-12-25";
        return "+1555" + std::to_string(1'000'000 + place);
    }
    void check_object(const Json& schema, const Json& patch, const Pointer& at) {
        const Json object = least(schema);
        expect_taken(patch, at, object);
        expect_refused(patch, at / "misspelt", 1);
        for (const auto& [name, value] : object.items()) {
            Json without = object;
            without.erase(name);
            expect_refused(patch, at, without);
        }
        for (const auto& [name, member] : schema.at("properties").items()) {
            check(member, with(patch, at, object), at / name);
            if (resolved(member).contains("default"))
                check_default(resolved(member).at("default"), with(patch, at, object), at / name);
        }
    }
    void check_default(const Json& said, const Json& patch, const Pointer& at) {
        const auto changed = change(patch);
        ASSERT_TRUE(changed) << patch;
        EXPECT_EQ(Json::parse(settings_to_json(*changed)).at(at), said) << at.to_string();
        ++tried_;
    }
    static Json with(Json patch, const Pointer& at, const Json& value) {
        patch[at] = value;
        return patch;
    }

    const Json document_ = Json::parse(openapi_document());
    const Json settings_ = document_.at("/components/schemas/Settings"_json_pointer);
    CampaignSettings base_;
    int tried_ = 0;
};

TEST_F(OpenApiSettings, AreAllDescribed) {
    std::set<std::string> described;
    for (const auto& [name, schema] : settings_.at("properties").items()) described.insert(name);
    const Json settings = Json::parse(settings_to_json(base_));
    std::set<std::string> known;
    for (const auto& [name, value] : settings.items()) known.insert(name);
    EXPECT_EQ(described, known);
}

TEST_F(OpenApiSettings, AreTakenWithinTheirBoundsAndRefusedBeyond) {
    const Json nothing = Json::object();
    expect_refused(nothing, Pointer{"/misspelt"}, 1);
    for (const auto& [name, schema] : settings_.at("properties").items())
        check(schema, nothing, Pointer{} / name);
    EXPECT_GT(tried_, 200);
}

TEST_F(OpenApiSettings, HaveTheDefaultsThatAreTold) {
    const Json fresh = Json::parse(settings_to_json(CampaignSettings{}));
    for (const auto& [name, schema] : settings_.at("properties").items())
        if (schema.contains("default")) {
            EXPECT_EQ(fresh.at(name), schema.at("default")) << name;
        }
}

}  // namespace
}  // namespace carillon::api
