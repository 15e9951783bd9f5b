// SPDX-License-Identifier: MIT
#include "prove/damage/damage.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <vector>

#include "prove/damage/populated.hpp"
#include "support/simulation/dice.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

constexpr std::size_t page = 4096;

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_file(const std::filesystem::path& file, const std::string& content) {
    std::ofstream{file, std::ios::binary}.write(content.data(), std::ssize(content));
}

/// One file's content under harm, and the words for it.
struct Victim {
    std::string content;
    Dice& dice;
    std::string where;

    std::size_t somewhere(std::size_t end) {
        const auto at = static_cast<std::size_t>(
            dice.between(0, std::max<std::int64_t>(0, static_cast<std::int64_t>(end) - 1)));
        where += " " + std::to_string(at);
        return at;
    }
    std::size_t some_page() { return somewhere(content.size() / page) * page; }
    void flip(std::size_t at) {
        if (at < content.size()) content[at] = static_cast<char>(content[at] ^ (1 << dice.between(0, 7)));
    }
    std::string noise(std::size_t size) {
        std::string bytes;
        while (bytes.size() < size) bytes += static_cast<char>(dice.next());
        return bytes;
    }
};

void flip_a_bit(Victim& victim) {
    victim.flip(victim.somewhere(victim.content.size()));
}
void flip_some_bits(Victim& victim) {
    for (auto left = victim.dice.between(2, 8); left > 0; --left) flip_a_bit(victim);
}
void flip_in_the_header(Victim& victim) {
    victim.flip(victim.somewhere(100));
}
void zero_a_page(Victim& victim) {
    const auto at = victim.some_page();
    victim.content.replace(at, page, std::string(page, '\0'));
}
void scribble_on_a_page(Victim& victim) {
    const auto at = victim.some_page();
    victim.content.replace(at, page, victim.noise(page));
}
void swap_pages(Victim& victim) {
    const auto one = victim.some_page(), other = victim.some_page();
    const std::string first = victim.content.substr(one, page), second = victim.content.substr(other, page);
    victim.content.replace(one, second.size(), second);
    victim.content.replace(other, first.size(), first);
}
void repeat_a_page(Victim& victim) {
    const std::string copied = victim.content.substr(victim.some_page(), page);
    victim.content.replace(victim.some_page(), page, copied);
}
void cut_off(Victim& victim) {
    victim.content.resize(victim.somewhere(victim.content.size()));
}
void cut_off_at_a_page(Victim& victim) {
    victim.content.resize(victim.some_page());
}
void append_noise(Victim& victim) {
    victim.content += victim.noise(static_cast<std::size_t>(victim.dice.between(1, 2 * page)));
}

/// What no check of pages can see: a number becomes another person's.
void change_a_digit(Victim& victim) {
    constexpr std::size_t shortest = 8;
    std::vector<std::size_t> numbers;
    const std::string& content = victim.content;
    for (auto at = content.find("+1"); at != std::string::npos; at = content.find("+1", at + 1))
        if (content.find_first_not_of("0123456789", at + 1) >= at + 1 + shortest) numbers.push_back(at);
    if (numbers.empty()) return;
    const auto at = numbers[victim.somewhere(numbers.size())] + shortest - 1;
    auto& digit = victim.content[at];
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
}

void be_empty(Victim& victim) {
    victim.content.clear();
}
void be_a_text(Victim& victim) {
    victim.content = "phone,name\n+15550000001,Anna\n";
}
void be_noise(Victim& victim) {
    victim.content = victim.noise(static_cast<std::size_t>(victim.dice.between(1, 8 * page)));
}

struct Kind {
    const char* name;
    void (*harm)(Victim&);
};
constexpr std::array kinds_for_the_file{
    Kind{"flip a bit", flip_a_bit},
    Kind{"flip some bits", flip_some_bits},
    Kind{"flip in the header", flip_in_the_header},
    Kind{"zero a page", zero_a_page},
    Kind{"scribble on a page", scribble_on_a_page},
    Kind{"swap pages", swap_pages},
    Kind{"repeat a page", repeat_a_page},
    Kind{"cut off", cut_off},
    Kind{"cut off at a page", cut_off_at_a_page},
    Kind{"append noise", append_noise},
    Kind{"change a digit", change_a_digit},
    Kind{"change a digit", change_a_digit},
    Kind{"change a digit", change_a_digit},
    Kind{"change a digit", change_a_digit},
    Kind{"become empty", be_empty},
    Kind{"become a text", be_a_text},
    Kind{"become noise", be_noise},
};
constexpr std::array kinds_for_the_log{
    Kind{"flip a bit", flip_a_bit},
    Kind{"flip in the header", flip_in_the_header},
    Kind{"cut off", cut_off},
    Kind{"change a digit", change_a_digit},
    Kind{"become noise", be_noise},
};

std::filesystem::path beside(const std::filesystem::path& file, const char* ending) {
    return file.string() + ending;
}

DamageDone harm(const std::filesystem::path& file, const Kind& kind, Dice& dice) {
    Victim victim{read_file(file), dice, {}};
    kind.harm(victim);
    write_file(file, victim.content);
    return {kind.name, std::string{kind.name} + ": " + file.filename().string() + victim.where};
}

DamageDone take_away_the_log(const std::filesystem::path& file) {
    std::filesystem::remove(beside(file, "-wal"));
    return {"take away the log", "take away the log"};
}

/// The other database is as real as this one; its log may hold all of its pages, or a few.
DamageDone put_a_strange_log(const std::filesystem::path& file, Dice& dice) {
    const TempDirectory elsewhere;
    const auto other = elsewhere / "other.db";
    populate(other, dice.next(), dice.chance(0.5) ? Ending::with_log : Ending::with_everything_in_log);
    std::filesystem::copy_file(
        beside(other, "-wal"), beside(file, "-wal"), std::filesystem::copy_options::overwrite_existing);
    return {"put a strange log", "put the log of another database beside it"};
}

DamageDone become_a_strange_database(const std::filesystem::path& file) {
    std::filesystem::remove(file);
    make_foreign_database(file);
    return {"become a strange database", "become another program's database"};
}

}  // namespace

DamageDone copy_damaged(const std::filesystem::path& in,
                        const std::filesystem::path& out,
                        std::uint64_t seed) {
    for (const char* part : {"", "-wal", "-shm"}) {
        std::filesystem::remove(beside(out, part));
        if (std::filesystem::exists(beside(in, part)))
            std::filesystem::copy_file(beside(in, part), beside(out, part));
    }
    Dice dice{seed, 11};
    const bool has_log = std::filesystem::exists(beside(out, "-wal"));
    const auto roll = dice.between(1, 100);
    if (roll <= 5) return put_a_strange_log(out, dice);
    if (roll <= 7) return become_a_strange_database(out);
    if (has_log && roll <= 12) return take_away_the_log(out);
    if (has_log && roll <= 40) return harm(beside(out, "-wal"), dice.pick(kinds_for_the_log), dice);
    return harm(out, dice.pick(kinds_for_the_file), dice);
}

}  // namespace carillon::test
