// SPDX-License-Identifier: MIT
#include "machine_detection.hpp"

namespace carillon {

bool is_machine(std::string_view answered_by) {
    return answered_by.starts_with("machine_") || answered_by == "fax";
}

}  // namespace carillon
