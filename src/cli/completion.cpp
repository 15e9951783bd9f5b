// SPDX-License-Identifier: MIT
// `carillon completion SHELL`: a script for the shell, made from the command line itself, so that it knows
// what there is.
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"

namespace carillon::cli {
namespace {

std::string words_after(const CLI::App& app) {
    std::string words;
    for (const CLI::App* each : app.get_subcommands(nullptr)) words += each->get_name() + " ";
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty())
            for (const std::string& name : option->get_lnames()) words += "--" + name + " ";
    return words;
}

/// One case for each command that there is: `"campaigns list") words="…" ;;`
void write_cases(std::ostream& out, const CLI::App& app, const std::string& path) {
    out << "        \"" << path << "\") words=\"" << words_after(app) << "\" ;;\n";
    for (const CLI::App* each : app.get_subcommands(nullptr))
        write_cases(out, *each, path.empty() ? each->get_name() : path + " " + each->get_name());
}

/// All paths that there are, each between bars.
std::string all_paths(const CLI::App& app, const std::string& path) {
    std::string paths;
    for (const CLI::App* each : app.get_subcommands(nullptr)) {
        const std::string inner = path.empty() ? each->get_name() : path + " " + each->get_name();
        paths += inner + "|" + all_paths(*each, inner);
    }
    return paths;
}

void write_bash(std::ostream& out, const CLI::App& program) {
    out << "_carillon() {\n"
           "    local path='' next word words='' current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
           "    local known='|"
        << all_paths(program, "")
        << "'\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        next=\"${path:+$path }$word\"\n"
           "        [[ $known == *\"|$next|\"* ]] || break\n"
           "        path=$next\n"
           "    done\n"
           "    case \"$path\" in\n";
    write_cases(out, program, "");
    out << "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "    [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
           "}\n"
           "complete -o filenames -F _carillon carillon\n";
}

void write_fish(std::ostream& out, const CLI::App& app, const std::string& path) {
    const std::string condition =
        path.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + path;
    for (const CLI::App* each : app.get_subcommands(nullptr)) {
        std::string description = each->get_description();
        for (std::size_t at = 0; (at = description.find('\'', at)) != std::string::npos; at += 2)
            description.insert(at, 1, '\\');
        out << "complete -c carillon -f -n '" << condition << "' -a '" << each->get_name() << "' -d '"
            << description << "'\n";
        write_fish(out, *each, each->get_name());
    }
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty())
            for (const std::string& name : option->get_lnames())
                out << "complete -c carillon -n '" << condition << "' -l '" << name << "'\n";
}

ExitCode write(const std::string& shell, const CLI::App& program) {
    if (shell == "zsh") std::cout << "autoload -U +X bashcompinit && bashcompinit\n";
    if (shell == "fish")
        write_fish(std::cout, program, "");
    else
        write_bash(std::cout, program);
    return ExitCode::ok;
}

}  // namespace

Command add_completion(CLI::App& program) {
    CLI::App* command =
        program.add_subcommand("completion", "Write a script that completes this command line in a shell.");
    command->footer(
        "Examples:\n  carillon completion bash > ~/.local/share/bash-completion/completions/carillon\n"
        "  carillon completion zsh > ~/.carillon.zsh    # then: source ~/.carillon.zsh\n"
        "  carillon completion fish > ~/.config/fish/completions/carillon.fish");
    const auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash, zsh or fish.")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("SHELL");
    return {command, [shell, &program] { return write(*shell, program); }};
}

}  // namespace carillon::cli
