# Writes migrations/NNNN_what.sql into one C++ file, in order, each with the SHA-256 of its text.
#     cmake -D MIGRATIONS=<folder> -D OUTPUT=<file.cpp> -P embed_migrations.cmake
file(GLOB files LIST_DIRECTORIES false "${MIGRATIONS}/[0-9][0-9][0-9][0-9]_*.sql")
list(SORT files)

set(rows "")
set(expected 1)
foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME_WE)
    string(REGEX REPLACE "^0*([0-9]+)_.*" "\\1" number "${name}")
    if(NOT number EQUAL expected)
        message(FATAL_ERROR "${file}: migration ${expected} was expected here; numbers have no gaps and no doubles")
    endif()
    math(EXPR expected "${expected} + 1")
    file(READ "${file}" text)
    file(SHA256 "${file}" checksum)
    string(APPEND rows "    {${number}, \"${name}\", \"${checksum}\", R\"migration(${text})migration\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Made by cmake/embed_migrations.cmake from migrations/*.sql.
#include <array>

#include \"store/sqlite/migrations.hpp\"

namespace carillon::store::sqlite {
namespace {

constexpr Migration migrations[] = {
${rows}};

}  // namespace

std::span<const Migration> known_migrations() {
    return migrations;
}

}  // namespace carillon::store::sqlite
")
