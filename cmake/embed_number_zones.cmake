# Writes data/number_zones.tsv as it is into one C++ file.
#     cmake -D INPUT=<file.tsv> -D OUTPUT=<file.cpp> -P embed_number_zones.cmake
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}" "// Made by cmake/embed_number_zones.cmake.
#include \"number_zones_table.hpp\"

namespace carillon {

std::string_view number_zones_table() {
    return R\"zones(${text})zones\";
}

}  // namespace carillon
")
