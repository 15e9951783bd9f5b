# Warnings are errors in our own code; the sanitizers, where asked for, go through everything.
add_library(carillon_flags INTERFACE)
target_compile_options(carillon_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    # False alarms of GCC 12's optimiser inside the standard library's strings and optionals and in coroutine frames (its
    # bugs 105651, 80635 and kin). Without optimisation, as in the dev preset, they are silent anyway.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-mismatched-new-delete>
    # And of it with the library's assertions on, which what users run has.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>)
target_include_directories(carillon_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)

if(CARILLON_SANITIZE)
    # Not optimised: GCC 12 takes two to three times as long for a coroutine's frame at -O1, and finds no more.
    add_compile_options(-fsanitize=${CARILLON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${CARILLON_SANITIZE})
    if(CARILLON_SANITIZE MATCHES undefined)
        # This check opens a pipe to learn whether memory can be read, and calls every object broken when no descriptor is
        # left, as tests/http/server_connections_test.cpp sees to.
        add_compile_options(-fno-sanitize=vptr)
    endif()
    if(CARILLON_SANITIZE MATCHES thread)
        add_compile_options(-Wno-tsan) # Asio's fences, which ThreadSanitizer cannot see through, are only warned of
    endif()
endif()

# What users run is hardened (docs/decisions/0023-fuzzing-and-hardening.md); scripts/check_hardening.py looks whether it is. Not the
# other builds: nobody attacks them, and they want optimisation.
set(is_release $<CONFIG:Release>)
set(is_module $<STREQUAL:$<TARGET_PROPERTY:TYPE>,MODULE_LIBRARY>)
set(is_program $<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>)
add_compile_options(
    "$<${is_release}:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3;-D_GLIBCXX_ASSERTIONS>"
    "$<${is_release}:-fstack-protector-strong;-fstack-clash-protection;-Wformat;-Wformat-security>"
    "$<$<AND:${is_release},$<NOT:${is_module}>>:-fPIE>")
add_link_options("$<${is_release}:LINKER:-z,relro,-z,now,-z,noexecstack>" "$<$<AND:${is_release},${is_program}>:-pie>")
if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
    add_compile_options("$<${is_release}:-fcf-protection=full>")
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL aarch64)
    add_compile_options("$<${is_release}:-mbranch-protection=standard>")
endif()

if(CARILLON_FUZZ)
    # clang 14 cannot place what -fsanitize=function wants before a coroutine.
    add_compile_options(-fno-sanitize=function)
    add_compile_options(-O1 -D_GLIBCXX_ASSERTIONS) # millions of inputs; what reads beside a string or vector is a finding
endif()

# Fifteen test programs with the debug information of everything: the usual linker takes five times as long.
find_program(CARILLON_MOLD mold)
if(CARILLON_TESTS AND CARILLON_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# The headers that nearly everybody includes are parsed once for the rooms and once for the tests.
function(carillon_precompile name header)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE carillon_flags carillon_asio ${ARGN})
    target_precompile_headers(${name} PRIVATE ${header})
endfunction()
carillon_precompile(carillon_precompiled ${PROJECT_SOURCE_DIR}/src/precompiled.hpp)
if(CARILLON_TESTS)
    carillon_precompile(carillon_tests_precompiled ${PROJECT_SOURCE_DIR}/tests/precompiled.hpp GTest::gmock)
endif()

# One room, one static library: carillon_room(store SOURCES … USES carillon_nouns …)
function(carillon_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;USES" ${ARGN})
    add_library(carillon_${name} STATIC ${ROOM_SOURCES})
    target_link_libraries(carillon_${name} PUBLIC carillon_flags ${ROOM_USES})
    target_precompile_headers(carillon_${name} REUSE_FROM carillon_precompiled)
endfunction()

# One test program: carillon_test(store SOURCES … USES carillon_store …)
function(carillon_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;USES" ${ARGN})
    add_executable(${name}_tests ${TEST_SOURCES})
    target_link_libraries(${name}_tests PRIVATE carillon_flags ${TEST_USES} GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name}_tests REUSE_FROM carillon_tests_precompiled)
    target_include_directories(${name}_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${name}_tests PRIVATE
        CARILLON_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CARILLON_BINARY="${CMAKE_BINARY_DIR}/carillon")
    gtest_discover_tests(${name}_tests DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${name})
endfunction()
