// SPDX-License-Identifier: MIT
// A JSON array of any length, cut into its elements as the bytes come in. It counts brackets and minds
// strings; whether an element is JSON is asked of each element alone, so that a bad one does not spoil its
// neighbours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace carillon::api {

struct JsonElement {
    std::int64_t number = 0;  ///< from 1
    std::string text;
    bool too_large = false;  ///< only its beginning is kept
};

/// Takes `[…]` or `{"contacts": […]}`.
class JsonSplitter {
public:
    std::vector<JsonElement> feed(std::string_view bytes);
    /// The upload came to its end: trouble when the array did not.
    void finish();
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

private:
    enum class Place { start, member, before_array, elements, after_array, end };

    void step(char c);
    void step_at_start(char c);
    void step_in_member(char c);
    void step_in_elements(char c);
    void step_in_string(char c);
    void expect(bool is_expected, Place next);
    void append(char c);
    void close_element();
    void close_array();
    void fail(const std::string& what);

    Place place_ = Place::start;
    std::size_t mark_ = 0;  ///< bytes of a byte order mark at the very beginning
    bool wrapped_ = false;  ///< the array stands in an object
    std::string member_;
    JsonElement element_{1, {}, false};
    std::int64_t depth_ = 0;  ///< open brackets within the element
    bool in_string_ = false;
    bool escaped_ = false;
    std::uint64_t byte_ = 0;  ///< of the upload, counted from 1
    std::vector<JsonElement> complete_;
    std::optional<Error> trouble_;
};

}  // namespace carillon::api
