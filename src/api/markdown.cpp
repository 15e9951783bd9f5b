// SPDX-License-Identifier: MIT
#include "api/markdown.hpp"

#include <algorithm>

namespace carillon::api {
namespace {

/// `mark` in pairs becomes a tag; one without its other half stays as it is.
std::string with_tags(std::string text, std::string_view mark, const std::string& tag) {
    std::string html;
    std::size_t from = 0;
    while (true) {
        const std::size_t open = text.find(mark, from);
        const std::size_t close = open == std::string::npos ? open : text.find(mark, open + mark.size());
        if (close == std::string::npos) return html + text.substr(from);
        const std::size_t inside = open + mark.size();
        html += text.substr(from, open - from) + "<" + tag + ">" + text.substr(inside, close - inside) +
                "</" + tag + ">";
        from = close + mark.size();
    }
}

std::string inline_html(std::string_view text) {
    return with_tags(with_tags(escaped(text), "`", "code"), "**", "strong");
}

class Writer {
public:
    void take(std::string_view line) {
        if (line.starts_with("```")) return open(is_code() ? "" : "pre");
        if (is_code())
            html_ += escaped(line) + "\n";
        else if (line.empty())
            open("");
        else if (line.starts_with("## "))
            add_heading(line.substr(3));
        else if (line.starts_with("- "))
            add_item(line.substr(2));
        else
            add_text(line);
    }
    std::string finish() {
        open("");
        return std::move(html_);
    }

private:
    [[nodiscard]] bool is_code() const { return block_ == "pre"; }
    /// Closes the block that is open, if there is one.
    void open(const std::string& block) {
        if (block_ == "ul") html_ += "</li>\n";
        if (!block_.empty()) html_ += "</" + block_ + ">\n";
        if (!block.empty()) html_ += "<" + block + ">";
        block_ = block;
    }
    void add_heading(std::string_view text) {
        open("");
        html_ += "<h2>" + inline_html(text) + "</h2>\n";
    }
    void add_item(std::string_view text) {
        if (block_ == "ul")
            html_ += "</li>\n";
        else
            open("ul");
        html_ += "<li>" + inline_html(text);
    }
    void add_text(std::string_view line) {
        if (block_.empty()) open("p");
        html_ += inline_html(line) + "\n";
    }

    std::string html_;
    std::string block_;
};

}  // namespace

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '<')
            html += "&lt;";
        else if (c == '&')
            html += "&amp;";
        else if (c == '"')
            html += "&quot;";
        else
            html += c;
    }
    return html;
}

std::string markdown_to_html(std::string_view text) {
    Writer writer;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        writer.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return writer.finish();
}

}  // namespace carillon::api
