// SPDX-License-Identifier: MIT
// How hard the fake tries when the webhook does not take a callback.
#include <boost/asio/ip/tcp.hpp>

#include "simulator/world.hpp"

namespace carillon::simulator {
namespace {

namespace ip = boost::asio::ip;

class Delivery : public World {
protected:
    /// A call that sends one callback, to `url`.
    Json create_with_callback(const std::string& url) {
        auto form = call_to(busy);
        std::erase_if(form, [](const auto& field) { return field.first.starts_with("StatusCallback"); });
        form.emplace_back("StatusCallback", url);
        return create(form);
    }
    /// Was free a moment ago, and nobody listens there.
    std::uint16_t port_of_nobody() {
        return ip::tcp::acceptor{loop_, {ip::address_v4::loopback(), 0}}.local_endpoint().port();
    }
    /// After the call is over and nothing is left to deliver.
    test::LedgerCall finished_call(const Json& created) {
        wait_until_over(created.at("sid"));
        drain();
        return ledger().calls.at(0);
    }
};

TEST_F(Delivery, LosesACallbackForGoodOnA503ByDefault) {
    start();
    recorder_.will_answer({503});
    const auto call = finished_call(create_with_callback(webhook_url()));

    EXPECT_EQ(recorder_.received().size(), 1U);
    EXPECT_EQ(call.undelivered_seqs, std::vector<std::int64_t>{0});
    EXPECT_TRUE(call.acknowledged().empty());
}

TEST_F(Delivery, RetriesA503WhenTheFragmentSaysSoWithOneIdempotencyToken) {
    start();
    recorder_.will_answer({503, 503, 204});
    const auto call = finished_call(create_with_callback(webhook_url() + "#rc=5&rp=ct,rt,5xx"));

    ASSERT_EQ(recorder_.received().size(), 3U);
    const auto idempotency_token = [&](std::size_t index) {
        return recorder_.received().at(index).request.header("I-Twilio-Idempotency-Token");
    };
    EXPECT_EQ(idempotency_token(0), idempotency_token(2));
    EXPECT_EQ(recorder_.received().at(2).value("SequenceNumber"), "0");
    EXPECT_EQ(call.callbacks.size(), 3U);
    EXPECT_EQ(call.acknowledged().at(0).attempt, 3);
    EXPECT_TRUE(call.undelivered_seqs.empty());
}

TEST_F(Delivery, NeverRetriesARefusedSignature) {
    start();
    recorder_.will_answer({403});
    const auto call = finished_call(create_with_callback(webhook_url() + "#rc=5&rp=ct,rt,5xx"));

    EXPECT_EQ(recorder_.received().size(), 1U);
    EXPECT_EQ(call.undelivered_seqs.size(), 1U);
}

TEST_F(Delivery, TriesAnUnreachableWebhookTwice) {
    start();
    const auto closed_port = port_of_nobody();
    const auto call =
        finished_call(create_with_callback("http://127.0.0.1:" + std::to_string(closed_port) + "/?call=t1"));

    ASSERT_EQ(call.callbacks.size(), 2U);
    EXPECT_FALSE(call.callbacks.at(0).http_status);
    EXPECT_FALSE(call.callbacks.at(0).error.empty());
    EXPECT_EQ(call.undelivered_seqs.size(), 1U);
}

TEST_F(Delivery, RetriesAWebhookThatIsTooSlowWhenToldTo) {
    start();
    recorder_.will_be_silent();
    const auto call = finished_call(create_with_callback(webhook_url() + "#rc=1&rp=rt&rt=500"));

    EXPECT_EQ(recorder_.received().size(), 2U);
    EXPECT_EQ(call.acknowledged().size(), 1U);
}

TEST_F(Delivery, GivesUpWhenTheTimeForAllTriesIsOver) {
    start();
    recorder_.will_be_silent();
    const auto call = finished_call(create_with_callback(webhook_url() + "#rc=5&rp=all&tt=300"));

    ASSERT_EQ(call.callbacks.size(), 1U);
    EXPECT_FALSE(call.callbacks.at(0).http_status);
    EXPECT_EQ(call.undelivered_seqs.size(), 1U);
}

TEST_F(Delivery, KeepsTheCallbacksOfOneCallInOrderWhileOneIsRetried) {
    start();
    recorder_.will_answer({503, 204, 204});
    auto form = call_to(busy);
    for (auto& [name, value] : form)
        if (name == "StatusCallback") value += "#rc=5&rp=5xx";
    create(form);
    wait_for_callbacks(4);

    EXPECT_EQ(recorder_.statuses(), (std::vector<std::string>{"initiated", "initiated", "ringing", "busy"}));
}

}  // namespace
}  // namespace carillon::simulator
