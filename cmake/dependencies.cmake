# Everything comes from the distribution (scripts/install-dependencies). Reasons: docs/decisions/0002-libraries.md
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS url)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_path(NLOHMANN_INCLUDE_DIR nlohmann/json.hpp REQUIRED)
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(carillon_csv INTERFACE)
target_include_directories(carillon_csv SYSTEM INTERFACE ${CSV_INCLUDE_DIR})
target_link_libraries(carillon_csv INTERFACE ${CSV_LIBRARY})
# Its own package file wants the servers and clients that we do not use.
find_path(PROMETHEUS_INCLUDE_DIR prometheus/registry.h REQUIRED)
find_library(PROMETHEUS_LIBRARY prometheus-cpp-core REQUIRED)
add_library(carillon_prometheus INTERFACE)
target_include_directories(carillon_prometheus SYSTEM INTERFACE ${PROMETHEUS_INCLUDE_DIR})
target_link_libraries(carillon_prometheus INTERFACE ${PROMETHEUS_LIBRARY})
if(CARILLON_TESTS)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()

# Asio and Beast are compiled once, here: every other file that uses them compiles in half the time.
add_library(carillon_asio STATIC ${CMAKE_CURRENT_LIST_DIR}/asio.cpp)
target_compile_definitions(carillon_asio PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
    BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_link_libraries(carillon_asio PUBLIC Boost::headers Threads::Threads OpenSSL::SSL OpenSSL::Crypto)

# libphonenumber-dev and Boost 1.81's headers cannot be installed together on Debian 12; the script unpacks the former
# below build/ then. Elsewhere the plain package is found.
find_path(PHONENUMBER_INCLUDE_DIR phonenumbers/phonenumberutil.h
    HINTS ${PROJECT_SOURCE_DIR}/build/third-party/usr/include REQUIRED)
find_library(PHONENUMBER_LIBRARY NAMES phonenumber libphonenumber.so.8 REQUIRED)
add_library(carillon_phonenumber INTERFACE)
target_include_directories(carillon_phonenumber SYSTEM INTERFACE ${PHONENUMBER_INCLUDE_DIR})
target_link_libraries(carillon_phonenumber INTERFACE ${PHONENUMBER_LIBRARY})
