// SPDX-License-Identifier: MIT
#include "http/response_head.hpp"

#include <gtest/gtest.h>

namespace carillon::http {
namespace {

TEST(ResponseHead, IsWrittenAsHttp) {
    Response response(201, "application/json", "{}");
    response.headers.emplace_back("Location", "/v1/campaigns/1");
    const ResponseHead head{201, Ending::length, 2, true, false};

    EXPECT_EQ(
        to_text(head, response, "Sun, 06 Nov 1994 08:49:37 GMT"),
        "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nLocation: /v1/campaigns/1\r\n\r\n");
}

TEST(ResponseHead, LetsNoHeaderBeginAnother) {
    Response response(200, "", "");
    response.headers.emplace_back("Location", "/x\r\nSet-Cookie: a=b");
    const ResponseHead head{200, Ending::none, 0, true, false};

    EXPECT_EQ(to_text(head, response, "D").find("\r\nSet-Cookie"), std::string::npos);
}

TEST(ResponseHead, TellsTheTimeAsHttpDoes) {
    DateText date;
    const auto text = date.now();

    ASSERT_EQ(text.size(), 29U);
    EXPECT_EQ(text.substr(3, 2), ", ");
    EXPECT_EQ(text.substr(25), " GMT");
}

}  // namespace
}  // namespace carillon::http
