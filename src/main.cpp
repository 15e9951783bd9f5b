// SPDX-License-Identifier: MIT
#include <malloc.h>

#include "cli/cli.hpp"

int main(int argc, char** argv) {
    // glibc gives memory back to the system after each burst and takes it again for the next one: up to 40 %
    // of what a callback costs. What a burst needed once, stays.
    constexpr int kept = 64 * 1024 * 1024;
    mallopt(M_TRIM_THRESHOLD, kept);
    mallopt(M_TOP_PAD, kept);
    return carillon::cli::run(argc, argv);
}
