// SPDX-License-Identifier: MIT
// Runs one in-process attack and prints its findings as one line of JSON.
//   in_process_attacks --list
//   in_process_attacks NAME [--runs N] [--seed FIRST] [--verbose]
// Exit codes: 0 every promise was kept, 1 one was not, 2 wrong usage or a failure of the attack itself.
#include <algorithm>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "prove/attack.hpp"

namespace {

using namespace carillon::test;

int list(const std::vector<Attack>& attacks) {
    for (const Attack& attack : attacks) std::cout << attack.name << '\t' << attack.unit << '\n';
    return 0;
}

int run(const Attack& attack, const AttackOrder& order) {
    const AttackFindings findings = attack.run(order);
    const nlohmann::json line{{"attack", attack.name},
                              {"unit", attack.unit},
                              {"first_seed", order.first_seed},
                              {"runs", findings.runs},
                              {"counts", findings.counts},
                              {"breaches", findings.breaches}};
    std::cout << line.dump() << std::endl;
    return findings.breaches.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
    const std::vector<Attack> attacks = all_attacks();
    std::string name;
    AttackOrder order;
    bool is_listing = false;
    CLI::App program{"Attacks Carillon inside this process and checks every promise."};
    program.add_option("attack", name, "Which attack.");
    program.add_option("--runs", order.runs, "How many runs.")->check(CLI::PositiveNumber);
    program.add_option("--seed", order.first_seed, "Seed of the first run; the next has the next number.");
    program.add_flag("--verbose", order.is_verbose, "Print what happens.");
    program.add_flag("--list", is_listing, "Print the attacks and their units.");
    CLI11_PARSE(program, argc, argv);
    if (is_listing) return list(attacks);

    const auto found = std::find_if(
        attacks.begin(), attacks.end(), [&](const Attack& attack) { return attack.name == name; });
    if (found != attacks.end()) return run(*found, order);
    std::cerr << "in_process_attacks: no attack is called '" << name << "'; --list names them\n";
    return 2;
} catch (
    const std::exception& failure) {  // the attack itself is broken, or cannot go on: that proves nothing
    std::cerr << "in_process_attacks: " << failure.what() << '\n';
    return 2;
}
