// SPDX-License-Identifier: MIT
// What every room says when it cannot do what was asked: an Error that travels as a value.
// Expected failures are Results; exceptions are for a broken machine (disk full, corrupt database) or a bug.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace carillon {

enum class Errc {
    invalid,        ///< the caller sent something that cannot be meant
    unauthorized,   ///< the caller did not say who it is
    forbidden,      ///< the caller may not do this
    not_found,      ///< the thing named does not exist
    conflict,       ///< it exists, in a state in which this cannot be done
    unprocessable,  ///< it contradicts what the caller said before
    too_large,      ///< over a configured limit
    too_slow,       ///< the caller took longer than it may
    busy,           ///< try again later
    unavailable,    ///< a thing that we need (disk, carrier) does not work now
};

/// One field that is wrong, for answers that point at fields (RFC 9457 `errors`).
struct FieldError {
    std::string pointer;  ///< JSON pointer or column name: where
    std::string message;  ///< what is wrong and what was expected
};

struct Error {
    Error() = default;  ///< Boost's Result wants one; nobody else does
    Error(Errc errc, std::string sentence, std::vector<FieldError> wrong_fields = {})
        : code(errc), message(std::move(sentence)), fields(std::move(wrong_fields)) {}

    Errc code = Errc::unavailable;
    std::string message;  ///< a sentence that the caller may see
    std::vector<FieldError> fields;
};

/// Lets `Result::value()` throw when a caller did not check first.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(error.message);
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace carillon
