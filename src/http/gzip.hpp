// SPDX-License-Identifier: MIT
// gzip (RFC 1952), piece by piece: zlib's streams as values. What comes out of one call is bounded, whatever
// goes in.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "error.hpp"

namespace carillon::http {

class Gzip {
public:
    Gzip();
    ~Gzip();

    /// May be empty: zlib keeps some for the next piece.
    [[nodiscard]] std::string pack(std::string_view piece);
    /// The rest. Nothing may be packed after it.
    [[nodiscard]] std::string finish();

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

class Gunzip {
public:
    Gunzip();
    ~Gunzip();

    /// Takes from the front of `packed` what makes up to 64 KB; empty: more is needed. Several members behind
    /// one another are one content. Fails with: invalid.
    [[nodiscard]] Result<std::string> unpack(std::string_view& packed);
    /// Whether the content may end here.
    [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    bool is_complete_ = false;
};

}  // namespace carillon::http
