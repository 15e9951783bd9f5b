// SPDX-License-Identifier: MIT
#include "journal_line.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "journal.hpp"
#include "phone_number.hpp"
#include "utf8.hpp"

namespace carillon::journal {
namespace {

constexpr const char* text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";
bool is_json = false;  // set before anything is logged

spdlog::logger& log() {
    static const std::shared_ptr<spdlog::logger> logger = [] {
        auto made =
            std::make_shared<spdlog::logger>("carillon", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *logger;
}

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
        case Level::critical:
            break;
    }
    return spdlog::level::critical;
}

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    const std::string masked = masked_numbers(text);
    for (std::string_view rest = masked; !rest.empty();) {
        const std::size_t size = character_size(rest);
        const std::string_view character = rest.substr(0, std::max<std::size_t>(size, 1));
        rest.remove_prefix(character.size());
        const bool is_shown = size > 0 && !is_obeyed(character);
        if (character == "\"" || character == "\\") line += '\\';
        if (is_shown) line += character;
        if (is_shown) continue;
        for (const char byte : character)
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(byte));
    }
    line += '"';
}

/// Bytes that are no UTF-8 are replaced: a line that no parser takes would be a line lost. All beyond ASCII
/// is escaped, for who looks at the log on a terminal.
std::string as_json(std::string text) {
    const nlohmann::json json(std::move(text));
    return json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

void append_text(std::string& line, const Field& field) {
    (line += ' ').append(field.key) += '=';
    if (const auto* text = std::get_if<Quoted>(&field.value))
        append_quoted(line, text->text);
    else if (const auto* word = std::get_if<std::string_view>(&field.value))
        line += *word;
    else
        line += std::to_string(std::get<std::int64_t>(field.value));
}

void append_json(std::string& line, const Field& field) {
    (line += ",\"").append(field.key) += "\":";
    if (const auto* text = std::get_if<Quoted>(&field.value))
        line += as_json(masked_numbers(text->text));
    else if (const auto* word = std::get_if<std::string_view>(&field.value))
        line += as_json(std::string{*word});
    else
        line += std::to_string(std::get<std::int64_t>(field.value));
}

}  // namespace

void say(Level level, std::string_view sentence, std::initializer_list<Field> fields) {
    if (!log().should_log(to_spdlog(level))) return;
    std::string line = is_json ? "\"message\":" + as_json(std::string{sentence}) : std::string{sentence};
    for (const Field& field : fields) is_json ? append_json(line, field) : append_text(line, field);
    log().log(to_spdlog(level), spdlog::string_view_t{line.data(), line.size()});
}

void set_level(std::string_view level) {
    log().set_level(spdlog::level::from_str(level == "error" ? "err" : std::string{level}));
}

void set_format(std::string_view format) {
    is_json = format == "json";
    log().set_pattern(is_json ? json_pattern : text_pattern, spdlog::pattern_time_type::utc);
}

void change_detail() {
    const bool was_detailed = log().level() <= spdlog::level::debug;
    log().set_level(was_detailed ? spdlog::level::info : spdlog::level::debug);
    say(Level::warn, "log level changed", {{"level", was_detailed ? "info" : "debug"}});
}

}  // namespace carillon::journal
