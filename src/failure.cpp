// SPDX-License-Identifier: MIT
#include "failure.hpp"

namespace carillon {

std::string what_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (...) {  // not one of ours; that it happened must still be written down
        return "an exception of unknown type";
    }
}

}  // namespace carillon
