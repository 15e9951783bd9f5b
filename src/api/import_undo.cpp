// SPDX-License-Identifier: MIT
// An upload taken back, in portions, so that webhooks and other requests are served in between.
#include <optional>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lookup.hpp"
#include "api/respond.hpp"

namespace carillon::api {
namespace {

constexpr std::int64_t portion = 1'000;

boost::asio::awaitable<Result<UndoReport>> undo_all(ImportId import, Rooms& rooms) {
    UndoReport report;
    report.import_id = import;
    for (std::optional<std::int64_t> next{0}; next;) {
        store::UndoImport wanted{import, *next, portion, rooms.clock.now()};
        const auto undone = co_await rooms.store.undo_import(std::move(wanted));
        if (!undone) co_return undone.error();
        report.undone += undone->undone;
        report.kept += undone->kept;
        next = undone->next;
    }
    co_return report;
}

}  // namespace

Answering undo_import(Incoming incoming) {
    const auto import = co_await get_import(incoming.rooms.store, incoming.subject);
    if (!import) co_return problem(import.error());

    const auto report = co_await undo_all(import->id, incoming.rooms);

    if (!report) co_return problem(report.error());
    co_return json_response(200, to_json(*report));
}

}  // namespace carillon::api
