// SPDX-License-Identifier: MIT
// What most tests include, parsed once (cmake/flags.cmake).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../src/precompiled.hpp"
