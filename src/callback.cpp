// SPDX-License-Identifier: MIT
#include "callback.hpp"

namespace carillon {

std::string_view to_text(CallbackSource source) {
    return source == CallbackSource::webhook ? "webhook" : "poll";
}

}  // namespace carillon
