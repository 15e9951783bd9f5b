-- What happened, in the order of the commits: one row for each call that ended, contact that is done and campaign that moved.
-- Written by triggers in the transaction of the change itself, so that no code path, and no person with a shell, can forget it.
-- Small on purpose: a row names what it is about, and repeats only what that may become otherwise later.
ALTER TABLE campaigns ADD COLUMN status_at INTEGER;  -- when its status last changed; NULL: before this column

CREATE TABLE events (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind = 'call.ended' OR kind = 'contact.done' OR kind = 'campaign.started'
                                        OR kind = 'campaign.paused' OR kind = 'campaign.resumed'
                                        OR kind = 'campaign.completed' OR kind = 'campaign.canceled'
                                        OR kind = 'database.restored'),
    campaign_id INTEGER,
    contact_id  INTEGER,
    call_id     INTEGER,
    status      TEXT,  -- contact.done: what the contact became
    reason      TEXT   -- why it did, or why the campaign moved; database.restored: until when the backup knows
) STRICT;

CREATE TRIGGER events_stay_as_written BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;
-- Old events are deleted, and whoever follows the log knows its place by an id: none may be given out twice.
CREATE TRIGGER events_keep_the_newest BEFORE DELETE ON events WHEN OLD.id = (SELECT max(id) FROM events)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER calls_tell_their_end AFTER UPDATE OF ended_at ON calls
WHEN NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL
BEGIN
    INSERT INTO events (at, kind, campaign_id, contact_id, call_id)
    VALUES (NEW.ended_at, 'call.ended', NEW.campaign_id, NEW.contact_id, NEW.id);
END;

CREATE TRIGGER contacts_tell_that_they_are_done AFTER UPDATE OF status ON contacts
WHEN NEW.status <> 'pending' AND NEW.status <> 'in_progress' AND NEW.status <> OLD.status
BEGIN
    INSERT INTO events (at, kind, campaign_id, contact_id, call_id, status, reason)
    VALUES (NEW.updated_at, 'contact.done', NEW.campaign_id, NEW.id, NEW.last_call_id, NEW.status, nullif(NEW.reason, ''));
END;
CREATE TRIGGER contacts_tell_that_they_came_done AFTER INSERT ON contacts
WHEN NEW.status <> 'pending' AND NEW.status <> 'in_progress'
BEGIN
    INSERT INTO events (at, kind, campaign_id, contact_id, call_id, status, reason)
    VALUES (NEW.updated_at, 'contact.done', NEW.campaign_id, NEW.id, NEW.last_call_id, NEW.status, nullif(NEW.reason, ''));
END;

CREATE TRIGGER campaigns_tell_their_moves AFTER UPDATE OF status ON campaigns WHEN NEW.status <> OLD.status
BEGIN
    INSERT INTO events (at, kind, campaign_id, reason)
    VALUES (coalesce(NEW.status_at, NEW.created_at),
            CASE WHEN NEW.status <> 'running' THEN 'campaign.' || NEW.status
                 WHEN OLD.status = 'draft' THEN 'campaign.started'
                 ELSE 'campaign.resumed' END,
            NEW.id, nullif(NEW.reason, ''));
END;

-- A restored file ends earlier than the log that was read before. Ids leap to where that one cannot have been: milliseconds
-- pass faster than events.
CREATE TRIGGER restorations_leap AFTER INSERT ON restorations
BEGIN
    INSERT INTO events (id, at, kind, reason)
    VALUES (max((SELECT coalesce(max(id), 0) FROM events) + 1, NEW.restored_at), NEW.restored_at, 'database.restored',
            strftime('%Y-%m-%dT%H:%M:%fZ', NEW.known_until_at / 1000.0, 'unixepoch'));
END;

-- Who wants to be told, in Standard Webhooks' format.
CREATE TABLE webhooks (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    url              TEXT    NOT NULL,
    kinds            TEXT    NOT NULL CHECK (kinds GLOB ' *'),  -- each between blanks; one blank alone: all
    campaign_id      INTEGER REFERENCES campaigns (id),         -- NULL: of all campaigns and none
    secret           TEXT    NOT NULL,
    old_secret       TEXT    NOT NULL DEFAULT '',               -- signs, too, while a receiver changes to the new one
    old_secret_until INTEGER,
    created_at       INTEGER NOT NULL,
    disabled_at      INTEGER,
    disabled_reason  TEXT    NOT NULL DEFAULT '',
    deleted_at       INTEGER  -- goes when its deliveries have gone, a portion at a time
) STRICT;

-- The outbox: what each of them is to be told, or was. Holds its event, because the log of events is cut off at another age.
CREATE TABLE deliveries (
    id              INTEGER PRIMARY KEY,
    webhook_id      INTEGER NOT NULL REFERENCES webhooks (id),
    message_id      TEXT    NOT NULL,  -- the same with each attempt: a receiver knows a repeat by it
    strand          INTEGER,           -- what stays in order: a contact's, or a campaign's own (negative); NULL: stands alone
    status          TEXT    NOT NULL DEFAULT 'waiting' CHECK (status = 'waiting' OR status = 'delivered' OR status = 'dead'),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at INTEGER,           -- NULL while it waits: an earlier one of its strand comes first
    answer_status   INTEGER,           -- of the last attempt
    error           TEXT    NOT NULL DEFAULT '',
    finished_at     INTEGER,
    event_id        INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    campaign_id     INTEGER,
    contact_id      INTEGER,
    call_id         INTEGER,
    contact_status  TEXT,
    reason          TEXT,
    CHECK ((status = 'waiting') = (finished_at IS NULL)),
    CHECK (status = 'waiting' OR next_attempt_at IS NULL)
) STRICT;

CREATE INDEX deliveries_due ON deliveries (webhook_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_in_order ON deliveries (webhook_id, strand) WHERE status = 'waiting';
CREATE INDEX deliveries_by_status ON deliveries (webhook_id, status);
CREATE INDEX deliveries_over ON deliveries (status, finished_at) WHERE finished_at IS NOT NULL;

CREATE TRIGGER events_go_out AFTER INSERT ON events WHEN EXISTS (SELECT 1 FROM webhooks)
BEGIN
    INSERT INTO deliveries (webhook_id, message_id, strand, next_attempt_at, event_id, at, kind, campaign_id, contact_id,
                            call_id, contact_status, reason)
    SELECT w.id, 'msg_' || lower(hex(randomblob(16))), coalesce(NEW.contact_id, iif(NEW.call_id IS NULL, -NEW.campaign_id, NULL)),
           CASE WHEN EXISTS (SELECT 1 FROM deliveries AS d
                              WHERE d.webhook_id = w.id AND d.status = 'waiting'
                                AND d.strand = coalesce(NEW.contact_id, iif(NEW.call_id IS NULL, -NEW.campaign_id, NULL)))
                THEN NULL ELSE NEW.at END,
           NEW.id, NEW.at, NEW.kind, NEW.campaign_id, NEW.contact_id, NEW.call_id, NEW.status, NEW.reason
      FROM webhooks AS w
     WHERE w.disabled_at IS NULL AND w.deleted_at IS NULL
       AND (w.campaign_id IS NULL OR w.campaign_id = NEW.campaign_id)
       AND (w.kinds = ' ' OR instr(w.kinds, ' ' || NEW.kind || ' ') > 0);
END;

CREATE VIEW report_events AS
SELECT e.id AS event_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.at / 1000.0, 'unixepoch') AS at,
       e.kind,
       e.campaign_id,
       e.contact_id,
       e.call_id,
       e.status,
       e.reason
  FROM events e;

CREATE VIEW report_deliveries AS
SELECT d.id AS delivery_id,
       d.webhook_id,
       d.message_id,
       d.event_id,
       d.kind,
       d.campaign_id,
       d.contact_id,
       d.call_id,
       d.status,
       d.attempts,
       d.answer_status,
       d.error,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.at / 1000.0, 'unixepoch') AS at,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.next_attempt_at / 1000.0, 'unixepoch') AS next_attempt_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.finished_at / 1000.0, 'unixepoch') AS finished_at
  FROM deliveries d;
