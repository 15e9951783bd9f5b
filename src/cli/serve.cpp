// SPDX-License-Identifier: MIT
// `carillon serve`: every room as a plain object, each made before those that lean on it, and the order in
// which they start and stop.
#include <atomic>
#include <csignal>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/resource.h>

#include "api/api.hpp"
#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/database_lock.hpp"
#include "cli/front_door.hpp"
#include "cli/watch.hpp"
#include "config_values.hpp"
#include "dialer/dialer.hpp"
#include "dialer/rules/settlement.hpp"
#include "events/courier.hpp"
#include "events/retention.hpp"
#include "http/guarded_web.hpp"
#include "http/server.hpp"
#include "http/server_tls.hpp"
#include "journal.hpp"
#include "store/sqlite.hpp"
#include "store/store.hpp"
#include "twilio/client.hpp"

namespace carillon::cli {
namespace asio = boost::asio;
namespace {

/// Each connection is a file; the soft limit is made for programs that use `select`. How many there may be.
std::size_t raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    const auto soft = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : soft;
}

store::OpenedSqlite open_database(const std::string& file,
                                  const store::Decisions& decisions,
                                  DatabaseLock& lock) {
    try {
        auto opened = store::open_sqlite_soon(file, decisions, lock.fence());
        lock.open_to_visits();
        return opened;
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{damaged.what()};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{failure.what()};
    }
}

dialer::rules::SettlementPolicy settlement_policy(const Config& config) {
    return {.checks = {.reconcile_schedule = config.reconcile_schedule, .poll_margin = config.poll_margin},
            .adhoc_settings = config.default_settings(),
            .limits = config.limits};
}

dialer::DialerConfig dialer_config(const Config& config) {
    return {.calls_per_second = config.calls_per_second,
            .limits = config.limits,
            .max_queue_time = config.max_queue_time,
            .status_callback_url = config.status_callback_url,
            .poll_margin = config.poll_margin,
            .restore_wait = config.restore_wait,
            .adhoc_settings = config.default_settings()};
}

/// A file that was opened before all of it was looked at: that is done on a thread of its own while the
/// server serves.
struct LookForDamage {
    LookForDamage(std::string database, bool is_wanted_) : file(std::move(database)), is_wanted(is_wanted_) {}
    ~LookForDamage() { is_given_up = true; }
    LookForDamage(const LookForDamage&) = delete;
    LookForDamage& operator=(const LookForDamage&) = delete;

    std::string file;
    bool is_wanted;
    std::string damage;  ///< what it found
    std::atomic<bool> is_given_up{false};
    asio::thread_pool aside{1};  // last: it uses all of the above
};

asio::awaitable<std::string> find_damage(LookForDamage& look) {
    co_return store::find_damage(look.file, look.is_given_up);
}

/// Dials when the file is known to be whole.
asio::awaitable<void> dial(LookForDamage& look, dialer::Dialer& dialer) {
    if (look.is_wanted) {
        auto looking = find_damage(look);
        look.damage = co_await asio::co_spawn(look.aside, std::move(looking), asio::use_awaitable);
        if (!look.damage.empty()) throw DatabaseDamaged{look.damage};
        dialer.hold_back("");
    }
    co_await dialer.run();
}

std::string origin_of(const Config& config, const http::Server& server) {
    const std::string origin = web_origin(config.bind, server.port());
    return config.tls_certificate.empty() ? origin : "https" + origin.substr(origin.find(':'));
}

http::Guard guard_of(const Config& config) {
    return config.allow_private_hooks ? http::Guard::off : http::Guard::public_only;
}

/// A telling that is cut off is repeated at the next start.
constexpr Milliseconds longest_wait_for_webhooks{2'000};

/// Who listens and who is told. Their web has a resolver of its own: slow names of webhooks must not stand
/// before those of hooks.
struct EventRooms {
    EventRooms(asio::any_io_executor loop, store::Store& store, Clock& the_clock, const Config& config)
        : clock(the_clock),
          web(loop, guard_of(config)),
          feed(loop, store, clock),
          courier(loop, store, web, clock, feed, config.webhook_schedule) {}

    Clock& clock;
    http::GuardedWeb web;
    events::Feed feed;
    events::Courier courier;
};

/// From the start-up sweep to the last checkpoint. Webhooks are answered while the dialer drains: what is
/// being posted may be reported before it is answered.
asio::awaitable<void> live(Watch& watch,
                           const Config& config,
                           LookForDamage& look,
                           store::Store& store,
                           dialer::Dialer& dialer,
                           EventRooms& events,
                           http::Server& server) {
    if (look.is_wanted)
        dialer.hold_back(
            "the database is still looked through for damage: nobody is called before that is over");
    co_await dialer.recover();
    watch.start_task("server", server.run());
    watch.start_task("dialer", dial(look, dialer));
    watch.start_task("checks", dialer.run_checks());
    watch.start_task("webhooks", events.courier.run());
    watch.start_task("old events", events::delete_what_is_old(store, events.clock));
    const std::string url = origin_of(config, server);
    journal::listening("carillon", url);
    std::cout << "carillon: listening on " << url << std::endl;

    co_await watch.wait_for_stop();
    co_await dialer.drain(config.drain);
    co_await events.courier.drain(longest_wait_for_webhooks);
    events.feed.close();
    co_await server.drain(config.drain);
    co_await store.checkpoint();
    journal::stopped();
}

/// What a renewed certificate asks for: SIGHUP. One that cannot be used leaves the old one in its place.
void reload_tls(http::Server& server, const Config& config) {
    try {
        server.use_tls(http::load_server_tls(config.tls_certificate, config.tls_key));
        journal::certificate_loaded(config.tls_certificate);
    } catch (const std::runtime_error& refused) {
        journal::certificate_refused(refused.what());
    }
}

/// Peers leave half of the files, or a thousand, to the carrier, the database and webhooks: whoever opens
/// connections and says nothing must not keep calls from going out.
http::ServerLimits server_limits(const Config& config, std::size_t files) {
    constexpr std::size_t most_kept = 1024;
    http::ServerLimits limits;
    limits.connections =
        std::min(limits.connections, std::max<std::size_t>(files - std::min(files / 2, most_kept), 1));
    limits.trusted_proxies = config.trusted_proxies;
    return limits;
}

ExitCode serve(Config config, std::shared_ptr<asio::ssl::context> tls) {
    const std::size_t files = raise_file_limit();
    journal::set_level(config.log_level);
    journal::set_format(config.log_format);
    for (const std::string& advice : advice_for_serving(config)) std::cerr << "carillon: " << advice << '\n';

    DatabaseLock lock{config.database};
    asio::io_context loop{1};
    SystemClock clock;
    const dialer::rules::Settling settling{settlement_policy(config)};
    store::OpenedSqlite opened = open_database(config.database, settling, lock);
    store::Store store{std::move(opened.engine), store::Threads::own};
    FrontDoor door;
    http::Server server{loop.get_executor(), config.bind, config.port, server_limits(config, files), door};
    server.use_tls(std::move(tls));
    if (config.status_callback_url.empty())
        config.status_callback_url = origin_of(config, server) + "/twilio-status";
    http::Client http{loop.get_executor(), http::ClientLimits{}};
    twilio::Client carrier{http, config.twilio};
    http::GuardedWeb web{loop.get_executor(), guard_of(config)};
    EventRooms events{loop.get_executor(), store, clock, config};
    dialer::Dialer dialer{
        loop.get_executor(), store, carrier, web, clock, dialer_config(config), dialer::random_token};
    api::Api api{api::Rooms{store, dialer, clock, config, events.feed}};
    door.open(api);

    LookForDamage look{config.database, opened.is_unseen};
    Watch watch{loop};
    if (!config.tls_certificate.empty()) watch.on_signal(SIGHUP, [&] { reload_tls(server, config); });
    watch.on_signal(SIGUSR1, journal::change_detail);
    try {
        const bool went_well = watch.run(live(watch, config, look, store, dialer, events, server));
        if (!look.damage.empty()) throw DatabaseDamaged{look.damage};
        return went_well ? ExitCode::ok : ExitCode::failed;
    } catch (
        const store::Damaged& damaged) {  // met by the sweep, where the look at the file had seen nothing
        throw DatabaseDamaged{store::describe_damage(config.database, damaged.what())};
    }
}

ExitCode serve_with_tls(Config config) {
    std::shared_ptr<asio::ssl::context> tls;
    try {
        if (!config.tls_certificate.empty())
            tls = http::load_server_tls(config.tls_certificate, config.tls_key);
    } catch (const std::runtime_error& refused) {
        std::cerr << "carillon: " << refused.what() << '\n';
        return ExitCode::usage;
    }
    return serve(std::move(config), std::move(tls));
}

constexpr const char* description = "Run the dialer and its HTTP API until SIGTERM or SIGINT.";
constexpr const char* footer =
    "A stop finishes what is being posted; calls under way are met again at the next start. A second signal "
    "ends\n"
    "the process at once.\n"
    "Example, with the guide's variables:\n"
    "  export TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… TWILIO_FROM_NUMBER=+15551234567\n"
    "  export WONDERFUL_TWIML_URL='https://app.wonderful.ai/agent/<id>/twiml'\n"
    "  export STATUS_CALLBACK_URL=https://calls.example.com/twilio-status\n"
    "  carillon serve --port 3000 --db campaigns.db\n"
    "Exit codes: 0 stopped as asked, 1 something failed, 2 wrong configuration, 3 database cannot be used, 4 "
    "database "
    "damaged.";

struct Options {
    explicit Options(CLI::App& command) : flags(command) {}
    ConfigFlags flags;
    bool print_only = false;
};

}  // namespace

Command add_serve(CLI::App& program) {
    CLI::App* command = program.add_subcommand("serve", description);
    command->footer(footer);
    const auto options = std::make_shared<Options>(*command);
    command->add_flag(
        "--print-config", options->print_only, "Print the effective settings, secrets hidden, and exit.");
    return {command, [options] {
                ReadConfig read = options->flags.load_for_serving();
                if (options->print_only) std::cout << print_config(read.config);
                if (!read.problems.empty()) {
                    print_problems(read.problems);
                    return ExitCode::usage;
                }
                return options->print_only ? ExitCode::ok : serve_with_tls(std::move(read.config));
            }};
}

}  // namespace carillon::cli
