// SPDX-License-Identifier: MIT
#include "http/content_coding.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

namespace carillon::test {
namespace {

using namespace http;
using testing::HasSubstr;

std::string packed(const std::string& content) {
    Gzip gzip;
    std::string bytes = gzip.pack(content);
    return bytes + gzip.finish();
}

/// A body that comes in these pieces.
class Pieces final : public Body {
public:
    explicit Pieces(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
    boost::asio::awaitable<Result<std::string>> next() override {
        if (sent_ == pieces_.size()) co_return std::string{};
        co_return pieces_.at(sent_++);
    }
    void set_limit(std::uint64_t bytes) override { limit = bytes; }

    std::uint64_t limit = 0;

private:
    std::vector<std::string> pieces_;
    std::size_t sent_ = 0;
};

Result<std::string> read(std::vector<std::string> pieces, std::uint64_t limit = 1024 * 1024) {
    boost::asio::io_context loop;
    Pieces body{std::move(pieces)};
    GunzipBody content{body};
    std::optional<Result<std::string>> all;
    boost::asio::co_spawn(loop, read_all(content, limit), [&](std::exception_ptr, Result<std::string> read) {
        all.emplace(std::move(read));
    });
    loop.run();
    return *all;
}

std::vector<std::string> one_by_one(const std::string& bytes) {
    std::vector<std::string> pieces;
    for (const char byte : bytes) pieces.emplace_back(1, byte);
    return pieces;
}

TEST(GunzipBody, IsWhatWasPackedHoweverItComes) {
    const std::string content = "phone,name\n+14155552671,Ada\n";

    EXPECT_EQ(read({packed(content)}).value(), content);
    EXPECT_EQ(read(one_by_one(packed(content))).value(), content);
    EXPECT_EQ(read({packed("phone\n") + packed("+14155552671\n")}).value(), "phone\n+14155552671\n");
}

TEST(GunzipBody, SaysWhatIsWrong) {
    const std::string good = packed("phone\n");
    std::string wrong_sum = good;
    wrong_sum.at(good.size() - 6) ^= 1;
    for (const std::string& bad : {std::string{"phone\n"}, good + "xx", wrong_sum}) {
        const auto refused = read({bad});
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(refused.error().code, Errc::invalid);
        EXPECT_THAT(refused.error().message, HasSubstr("not gzip"));
    }
    for (const std::string& cut : {std::string{}, good.substr(0, good.size() - 1)}) {
        const auto refused = read(cut.empty() ? std::vector<std::string>{} : std::vector{cut});
        ASSERT_TRUE(refused.has_error());
        EXPECT_THAT(refused.error().message, HasSubstr("ends too early"));
    }
}

/// 4 MB of blanks are 4 KB of gzip.
TEST(GunzipBody, HoldsNoMoreThanItsLimitHoweverLittleComesIn) {
    const std::string bomb = packed(std::string(4 * 1024 * 1024, ' '));
    ASSERT_LT(bomb.size(), 64U * 1024);

    const auto refused = read({bomb}, 1024 * 1024);

    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Errc::too_large);
    EXPECT_THAT(refused.error().message, HasSubstr("1048576 bytes when it is unpacked"));
}

TEST(AcceptsGzip, WhenItIsNamedAndNotRefused) {
    for (const char* taken :
         {"gzip", "GZIP", "x-gzip", "br, gzip", "gzip;q=0.5", "deflate , gzip ; q=1", "*", "*;q=0.1"})
        EXPECT_TRUE(accepts_gzip(taken)) << taken;
    for (const char* refused :
         {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "*, gzip;q=0", "*;q=0", "gzipped"})
        EXPECT_FALSE(accepts_gzip(refused)) << refused;
}

Request asking(const char* accept_encoding) {
    Request request;
    request.headers = {{"Accept-Encoding", accept_encoding}};
    return request;
}

TEST(PackAnswer, PacksWhatIsLargeForWhoTakesIt) {
    const std::string text(5000, 'x');
    Response large(200, "text/csv", text);
    pack_answer(asking("gzip"), large);

    EXPECT_EQ(find_header(large.headers, "Content-Encoding"), "gzip");
    EXPECT_EQ(find_header(large.headers, "Vary"), "Accept-Encoding");
    EXPECT_EQ(read({large.body}).value(), text);
}

TEST(PackAnswer, LeavesTheRestAsItIs) {
    const std::string text(5000, 'x');
    Response unasked(200, "text/csv", text);
    pack_answer(asking("br"), unasked);
    Response small(200, "text/csv", "x");
    pack_answer(asking("gzip"), small);
    Response named(200, "text/csv", text);
    named.headers.emplace_back("ETag", "\"1\"");
    pack_answer(asking("gzip"), named);
    Response stream(200, "text/event-stream", text);
    pack_answer(asking("gzip"), stream);

    for (const Response* plain : {&unasked, &small, &named, &stream})
        EXPECT_EQ(find_header(plain->headers, "Content-Encoding"), "");
    EXPECT_EQ(unasked.body, text);
    EXPECT_EQ(find_header(unasked.headers, "Vary"), "Accept-Encoding");
}

}  // namespace
}  // namespace carillon::test
