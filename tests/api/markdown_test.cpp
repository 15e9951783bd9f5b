// SPDX-License-Identifier: MIT
#include "api/markdown.hpp"

#include <gtest/gtest.h>

namespace carillon::api {
namespace {

TEST(Markdown, BecomesHtml) {
    EXPECT_EQ(markdown_to_html("## A *title*\n\nOne\nline, `a < b`.\n\nTwo: **so**."),
              "<h2>A *title*</h2>\n<p>One\nline, <code>a &lt; b</code>.\n</p>\n<p>Two: "
              "<strong>so</strong>.\n</p>\n");
    EXPECT_EQ(markdown_to_html("- one\n  and more\n- two\n\nafter"),
              "<ul><li>one  and more\n</li>\n<li>two</li>\n</ul>\n<p>after\n</p>\n");
    EXPECT_EQ(markdown_to_html("```sh\n## `not` **this**\n\n- nor this\n```\n"),
              "<pre>## `not` **this**\n\n- nor this\n</pre>\n");
}

TEST(Markdown, LetsNoTagThrough) {
    EXPECT_EQ(markdown_to_html("<script>\"&`<b>`"), "<p>&lt;script>&quot;&amp;<code>&lt;b></code>\n</p>\n");
    EXPECT_EQ(markdown_to_html("a ` alone"), "<p>a ` alone\n</p>\n");
}

}  // namespace
}  // namespace carillon::api
