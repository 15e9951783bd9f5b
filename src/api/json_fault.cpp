// SPDX-License-Identifier: MIT
#include "api/json_fault.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace carillon::api {
namespace {

using Json = nlohmann::json;

/// Listens to the parser, keeps nothing but the depth and the first fault.
class FaultFinder final : public nlohmann::json_sax<Json> {
public:
    [[nodiscard]] std::optional<Error> fault() && { return std::move(fault_); }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return descend(); }
    bool end_object() override { return ascend(); }
    bool start_array(std::size_t) override { return descend(); }
    bool end_array() override { return ascend(); }

    bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) override {
        fault_ = Error{Errc::invalid,
                       "This is not valid JSON: the fault shows at byte " + std::to_string(byte) + "."};
        return false;
    }

private:
    bool descend() {
        if (++depth_ <= deepest_json) return true;
        fault_ =
            Error{Errc::invalid, "The JSON nests deeper than " + std::to_string(deepest_json) + " levels."};
        return false;
    }
    bool ascend() {
        --depth_;
        return true;
    }

    int depth_ = 0;
    std::optional<Error> fault_;
};

}  // namespace

std::optional<Error> find_json_fault(std::string_view text) {
    // The library takes it for the end, and what follows it would be dropped without a word.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return Error{Errc::invalid,
                     "This is not valid JSON: the fault shows at byte " + std::to_string(nul + 1) + "."};
    FaultFinder finder;
    (void)Json::sax_parse(text, &finder);
    return std::move(finder).fault();
}

}  // namespace carillon::api
