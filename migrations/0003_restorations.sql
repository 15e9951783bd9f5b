-- A file that was put back from a backup does not know what happened since: which calls were placed, what the carrier
-- said. Until `swept_at` is set, nobody is rung from it; docs/operations.md has the whole story.
CREATE TABLE restorations (
    id             INTEGER PRIMARY KEY,
    known_until_at INTEGER NOT NULL,  -- the latest instant that the backup knows
    restored_at    INTEGER NOT NULL,
    swept_at       INTEGER            -- when the carrier's calls since then had been entered
) STRICT;
