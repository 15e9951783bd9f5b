// SPDX-License-Identifier: MIT
// The properties of the fuzz targets, over their seeds: what clang found once, every build looks for.
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "fuzz/targets.hpp"

namespace carillon::fuzz {
namespace {

using Target = void (*)(std::string_view);
const std::map<std::string, Target> targets{{"carrier_answer", carrier_answer},
                                            {"csv_export", csv_export},
                                            {"csv_upload", csv_upload},
                                            {"form", form},
                                            {"http_body", http_body},
                                            {"http_head", http_head},
                                            {"json_upload", json_upload},
                                            {"phone_number", phone_number},
                                            {"placeholders", placeholders},
                                            {"retry_after", retry_after},
                                            {"signature", signature},
                                            {"status_callback", status_callback}};

/// As scripts/fuzz unpacks them.
std::string unescaped(const std::string& line) {
    const std::map<char, char> plain{{'r', '\r'}, {'n', '\n'}, {'t', '\t'}, {'0', '\0'}, {'\\', '\\'}};
    std::string text;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\') {
            text += line[at];
        } else if (line.at(++at) == 'x') {
            text += static_cast<char>(std::stoi(line.substr(at + 1, 2), nullptr, 16));
            at += 2;
        } else {
            text += plain.at(line[at]);
        }
    }
    return text;
}

class FuzzSeeds : public testing::TestWithParam<std::string> {};

TEST_P(FuzzSeeds, KeepEveryProperty) {
    const std::string path = CARILLON_SOURCE_DIR "/tests/fuzz/seeds/" + GetParam() + ".txt";
    std::ifstream file(path);
    ASSERT_TRUE(file) << path;
    int seeds = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        ++seeds;
        EXPECT_NO_THROW(targets.at(GetParam())(unescaped(line))) << line;
    }
    EXPECT_GT(seeds, 0) << path;
}

std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& [name, target] : targets) names.push_back(name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzSeeds, testing::ValuesIn(names()), [](const auto& each) {
    return each.param;
});

}  // namespace
}  // namespace carillon::fuzz
