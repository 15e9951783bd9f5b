// SPDX-License-Identifier: MIT
// Contacts as the rules ask about them, for whoever wants to know why.
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/inquiries.hpp"
#include "store/sqlite/reader.hpp"

namespace carillon::store::sqlite {
namespace {

ContactRecord read_record(Database& database, Contact contact, const ClockReading& clock) {
    NumberRecord number = read_number_record(database, contact.phone, contact.id, clock, clock.now);
    std::string from = last_from_number(database, contact);
    return {std::move(contact), std::move(number), std::move(from)};
}

}  // namespace

std::optional<ContactRecord> SqliteReader::find_contact_record(ContactId id, const ClockReading& clock) {
    const Snapshot snapshot{*database_};
    auto contact = find_contact(id);
    if (!contact) return std::nullopt;
    return read_record(*database_, *std::move(contact), clock);
}

Page<ContactRecord> SqliteReader::list_contact_records(const ListContactRecords& wanted) {
    const Snapshot snapshot{*database_};
    auto contacts = list_contacts({wanted.campaign_id, wanted.status, wanted.after, wanted.limit});
    Page<ContactRecord> page;
    page.next = contacts.next;
    for (Contact& each : contacts.items)
        page.items.push_back(read_record(*database_, std::move(each), {wanted.now, wanted.clock_even_since}));
    return page;
}

}  // namespace carillon::store::sqlite
