-- Carillon's tables. Instants are Unix milliseconds (UTC) and end in _at; durations name their unit.
-- The CHECKs and unique indexes hold the promises: no program that writes this file can break them.

PRAGMA application_id = 0x4361726C;  -- 'Carl': `file` and Carillon itself recognise the database by it

CREATE TABLE campaigns (
    id               INTEGER PRIMARY KEY,
    name             TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('draft', 'running', 'paused', 'completed', 'canceled')),
    reason           TEXT    NOT NULL DEFAULT '',
    settings         TEXT    NOT NULL CHECK (settings GLOB '{*}'),
    settings_version INTEGER NOT NULL DEFAULT 1 CHECK (settings_version > 0),
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    ended_at         INTEGER,
    CHECK ((status IN ('completed', 'canceled')) = (ended_at IS NOT NULL))
) STRICT;

CREATE INDEX campaigns_by_status ON campaigns (status);

-- How many contacts stand at each status. Kept by the triggers on contacts below, so that no code path (and no
-- person with a shell) can forget it.
CREATE TABLE campaign_counts (
    campaign_id INTEGER PRIMARY KEY REFERENCES campaigns (id),
    pending     INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
    in_progress INTEGER NOT NULL DEFAULT 0 CHECK (in_progress >= 0),
    answered    INTEGER NOT NULL DEFAULT 0 CHECK (answered >= 0),
    completed   INTEGER NOT NULL DEFAULT 0 CHECK (completed >= 0),
    busy        INTEGER NOT NULL DEFAULT 0 CHECK (busy >= 0),
    no_answer   INTEGER NOT NULL DEFAULT 0 CHECK (no_answer >= 0),
    failed      INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    blocked     INTEGER NOT NULL DEFAULT 0 CHECK (blocked >= 0),
    canceled    INTEGER NOT NULL DEFAULT 0 CHECK (canceled >= 0),
    expired     INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
    unresolved  INTEGER NOT NULL DEFAULT 0 CHECK (unresolved >= 0),
    done        INTEGER GENERATED ALWAYS AS (answered + completed + busy + no_answer + failed + blocked + canceled
                                             + expired + unresolved) VIRTUAL,
    total       INTEGER GENERATED ALWAYS AS (pending + in_progress + done) VIRTUAL
) STRICT;

CREATE TRIGGER campaigns_get_counts AFTER INSERT ON campaigns
BEGIN
    INSERT INTO campaign_counts (campaign_id) VALUES (NEW.id);
END;

CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    received    INTEGER NOT NULL DEFAULT 0,
    accepted    INTEGER NOT NULL DEFAULT 0,
    duplicates  INTEGER NOT NULL DEFAULT 0,
    rejected    INTEGER NOT NULL DEFAULT 0,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    CHECK (received = accepted + duplicates + rejected)
) STRICT;

CREATE INDEX imports_by_campaign ON imports (campaign_id);

-- Rows of an upload that became no contact, duplicates included: nobody is skipped in silence.
CREATE TABLE rejected_rows (
    id        INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    line      INTEGER NOT NULL,
    field     TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    message   TEXT    NOT NULL,
    value     TEXT    NOT NULL
) STRICT;

CREATE INDEX rejected_rows_by_import ON rejected_rows (import_id);

CREATE TABLE contacts (
    id              INTEGER PRIMARY KEY,
    campaign_id     INTEGER NOT NULL REFERENCES campaigns (id),
    phone           TEXT    NOT NULL CHECK (phone GLOB '+[1-9]*'),
    name            TEXT    NOT NULL,
    time_zone       TEXT    NOT NULL,
    variables       TEXT    NOT NULL CHECK (variables GLOB '{*}'),
    priority        INTEGER NOT NULL,
    status          TEXT    NOT NULL CHECK (status IN ('pending', 'in_progress', 'answered', 'completed', 'busy',
                                                       'no_answer', 'failed', 'blocked', 'canceled', 'expired',
                                                       'unresolved')),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    last_call_id    INTEGER REFERENCES calls (id),
    reason          TEXT    NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    import_id       INTEGER NOT NULL REFERENCES imports (id),
    line            INTEGER NOT NULL,
    UNIQUE (campaign_id, phone),
    CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL)),
    CHECK (status <> 'in_progress' OR last_call_id IS NOT NULL)
) STRICT;

-- Whose turn it is: within a priority the longest due, then the smallest id (an index entry ends with the rowid).
-- A query uses a partial index only if it says status = 'pending' in so many words.
CREATE INDEX contacts_due ON contacts (campaign_id, priority, next_attempt_at) WHERE status = 'pending';
-- When the next contact is due, whatever its priority.
CREATE INDEX contacts_next_due ON contacts (campaign_id, next_attempt_at) WHERE status = 'pending';
CREATE INDEX contacts_by_campaign ON contacts (campaign_id);
CREATE INDEX contacts_by_status ON contacts (campaign_id, status);

CREATE TRIGGER contacts_counted AFTER INSERT ON contacts
BEGIN
    UPDATE campaign_counts
       SET pending     = pending     + (NEW.status = 'pending'),
           in_progress = in_progress + (NEW.status = 'in_progress'),
           answered    = answered    + (NEW.status = 'answered'),
           completed   = completed   + (NEW.status = 'completed'),
           busy        = busy        + (NEW.status = 'busy'),
           no_answer   = no_answer   + (NEW.status = 'no_answer'),
           failed      = failed      + (NEW.status = 'failed'),
           blocked     = blocked     + (NEW.status = 'blocked'),
           canceled    = canceled    + (NEW.status = 'canceled'),
           expired     = expired     + (NEW.status = 'expired'),
           unresolved  = unresolved  + (NEW.status = 'unresolved')
     WHERE campaign_id = NEW.campaign_id;
END;

CREATE TRIGGER contacts_recounted AFTER UPDATE OF status ON contacts WHEN NEW.status <> OLD.status
BEGIN
    UPDATE campaign_counts
       SET pending     = pending     + (NEW.status = 'pending')     - (OLD.status = 'pending'),
           in_progress = in_progress + (NEW.status = 'in_progress') - (OLD.status = 'in_progress'),
           answered    = answered    + (NEW.status = 'answered')    - (OLD.status = 'answered'),
           completed   = completed   + (NEW.status = 'completed')   - (OLD.status = 'completed'),
           busy        = busy        + (NEW.status = 'busy')        - (OLD.status = 'busy'),
           no_answer   = no_answer   + (NEW.status = 'no_answer')   - (OLD.status = 'no_answer'),
           failed      = failed      + (NEW.status = 'failed')      - (OLD.status = 'failed'),
           blocked     = blocked     + (NEW.status = 'blocked')     - (OLD.status = 'blocked'),
           canceled    = canceled    + (NEW.status = 'canceled')    - (OLD.status = 'canceled'),
           expired     = expired     + (NEW.status = 'expired')     - (OLD.status = 'expired'),
           unresolved  = unresolved  + (NEW.status = 'unresolved')  - (OLD.status = 'unresolved')
     WHERE campaign_id = NEW.campaign_id;
END;

-- The counts follow a status, not a contact that moves or goes.
CREATE TRIGGER contacts_stay_in_their_campaign BEFORE UPDATE OF campaign_id ON contacts
WHEN NEW.campaign_id <> OLD.campaign_id
BEGIN
    SELECT RAISE(ABORT, 'a contact stays in its campaign');
END;
CREATE TRIGGER contacts_are_kept BEFORE DELETE ON contacts
BEGIN
    SELECT RAISE(ABORT, 'a contact is never deleted');
END;

CREATE TABLE calls (
    id                INTEGER PRIMARY KEY,
    campaign_id       INTEGER REFERENCES campaigns (id),
    contact_id        INTEGER REFERENCES contacts (id),
    token             TEXT    NOT NULL UNIQUE,
    state             TEXT    NOT NULL CHECK (state IN ('claimed', 'submitting', 'unknown', 'unresolved', 'accepted',
                                                        'initiated', 'ringing', 'in_progress', 'answered', 'ended')),
    outcome           TEXT    CHECK (outcome IN ('completed', 'busy', 'no_answer', 'failed', 'canceled', 'rejected',
                                                 'not_sent')),
    status            TEXT    NOT NULL CHECK (status IN ('pending', 'in_progress', 'answered', 'completed', 'failed',
                                                         'busy', 'no_answer')),
    twilio_status     TEXT    NOT NULL DEFAULT '',
    call_sid          TEXT    UNIQUE,
    from_number       TEXT    NOT NULL,
    to_number         TEXT    NOT NULL,
    direction         TEXT    NOT NULL,
    attempt           INTEGER NOT NULL CHECK (attempt > 0),
    duration_seconds  INTEGER,
    error_code        INTEGER,
    error_message     TEXT    NOT NULL DEFAULT '',
    answered_by       TEXT    NOT NULL DEFAULT '',
    sip_response_code INTEGER,
    sequence_number   INTEGER,
    metadata          TEXT    NOT NULL DEFAULT '{}' CHECK (metadata GLOB '{*}'),
    settings          TEXT    NOT NULL CHECK (settings GLOB '{*}'),
    settings_version  INTEGER NOT NULL,
    checks            INTEGER NOT NULL DEFAULT 0,
    next_check_at     INTEGER,
    created_at        INTEGER NOT NULL,
    submitted_at      INTEGER,
    accepted_at       INTEGER,
    answered_at       INTEGER,
    ended_at          INTEGER,
    CHECK ((campaign_id IS NULL) = (contact_id IS NULL)),
    CHECK (call_sid <> ''),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'ended') = (outcome IS NOT NULL)),
    CHECK (state <> 'ended' OR next_check_at IS NULL),
    CHECK (state <> 'claimed' OR (submitted_at IS NULL AND call_sid IS NULL))
) STRICT;

-- The central promise: while a call to a number is open, no second one can be recorded, in any campaign.
CREATE UNIQUE INDEX calls_one_open_per_number ON calls (to_number) WHERE state NOT IN ('ended', 'unresolved');
-- How many are open, by campaign and in all, and which: without a look at the calls that are over.
CREATE INDEX calls_open ON calls (campaign_id, state, submitted_at) WHERE state NOT IN ('ended', 'unresolved');
CREATE INDEX calls_to_check ON calls (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX calls_by_campaign ON calls (campaign_id);
CREATE INDEX calls_by_contact ON calls (contact_id);
CREATE INDEX calls_by_status ON calls (status);
CREATE INDEX calls_with_error ON calls (error_code) WHERE error_code IS NOT NULL;

CREATE TRIGGER calls_are_kept BEFORE DELETE ON calls
BEGIN
    SELECT RAISE(ABORT, 'a call is never deleted');
END;

CREATE TABLE callbacks (
    id              INTEGER PRIMARY KEY,
    call_id         INTEGER REFERENCES calls (id),
    call_sid        TEXT    NOT NULL,
    twilio_status   TEXT    NOT NULL,
    sequence_number INTEGER,
    fields          TEXT    NOT NULL CHECK (fields GLOB '{*}'),
    source          TEXT    NOT NULL CHECK (source IN ('webhook', 'poll')),
    received_at     INTEGER NOT NULL,
    applied         INTEGER NOT NULL CHECK (applied IN (0, 1))
) STRICT;

-- A callback that comes twice is stored once. Where the call is known its number leads the key: neighbours in time
-- are then neighbours in the index, which random SIDs are not. One that met no call is apart, so that its
-- redelivery, when the call is known by then, is not taken for a duplicate and lost.
CREATE UNIQUE INDEX callbacks_once_per_call
    ON callbacks (call_id, twilio_status, coalesce(sequence_number, -1), source, call_sid) WHERE call_id IS NOT NULL;
CREATE UNIQUE INDEX callbacks_once_without_call
    ON callbacks (call_sid, twilio_status, coalesce(sequence_number, -1), source) WHERE call_id IS NULL;

CREATE TRIGGER callbacks_stay_as_received BEFORE UPDATE ON callbacks
BEGIN
    SELECT RAISE(ABORT, 'a callback is never changed');
END;
CREATE TRIGGER callbacks_are_kept BEFORE DELETE ON callbacks
BEGIN
    SELECT RAISE(ABORT, 'a callback is never deleted');
END;

CREATE TABLE suppressions (
    id         INTEGER PRIMARY KEY,
    phone      TEXT    NOT NULL UNIQUE CHECK (phone GLOB '+[1-9]*'),
    reason     TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency_keys (
    key         TEXT    PRIMARY KEY,
    fingerprint TEXT    NOT NULL,
    campaign_id INTEGER REFERENCES campaigns (id),
    call_id     INTEGER REFERENCES calls (id),
    created_at  INTEGER NOT NULL,
    CHECK ((campaign_id IS NULL) <> (call_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    key_sha256 TEXT    NOT NULL UNIQUE,  -- never the key itself
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
