// SPDX-License-Identifier: MIT
// Copies a database and damages the copy, for attacks on the real binary; prints one line that says what it
// did.
//   damage_database IN OUT --seed N
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "prove/damage/damage.hpp"

int main(int argc, char** argv) try {
    std::string in, out;
    std::uint64_t seed = 1;
    CLI::App program{"Damages a copy of a database."};
    program.add_option("in", in, "The database; its log and the log's index are copied, too.")->required();
    program.add_option("out", out, "The copy.")->required();
    program.add_option("--seed", seed, "Decides what is damaged.");
    CLI11_PARSE(program, argc, argv);
    std::cout << carillon::test::copy_damaged(in, out, seed).what << std::endl;
    return 0;
} catch (const std::exception& failure) {
    std::cerr << "damage_database: " << failure.what() << '\n';
    return 2;
}
