-- In which time zones a contact may be: what its row says, else what its number tells. Contacts of the same zones
-- share a set, because all of them may be called at the same hours: a claim looks only at the sets whose hour it is.
CREATE TABLE zone_sets (
    id    INTEGER PRIMARY KEY,
    zones TEXT NOT NULL UNIQUE  -- IANA names in alphabetical order, one space between; '': nobody knows
) STRICT;
INSERT INTO zone_sets (id, zones) VALUES (0, '');

ALTER TABLE contacts ADD COLUMN zone_set_id INTEGER NOT NULL DEFAULT 0;

DROP INDEX contacts_due;
DROP INDEX contacts_next_due;
-- Whose turn it is, set by set: within a priority the longest due, then the smallest id.
CREATE INDEX contacts_due ON contacts (campaign_id, zone_set_id, priority, next_attempt_at) WHERE status = 'pending';
-- When the next contact of a set is due, whatever its priority; and which sets have somebody waiting.
CREATE INDEX contacts_next_due ON contacts (campaign_id, zone_set_id, next_attempt_at) WHERE status = 'pending';

-- When a number was called last, by whomever.
CREATE INDEX calls_by_number ON calls (to_number, submitted_at) WHERE submitted_at IS NOT NULL;
