-- SQLite builds a table of its own for `x IN (three words and more)` in a CHECK, each time that a row is written: a list of
-- comparisons says the same and costs a twentieth. (Changing a CHECK's words as SQLite's documentation of ALTER TABLE has it:
-- nothing of a row changes.)
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'state IN (''claimed'', ''submitting'', ''unknown'', ''unresolved'', ''accepted'',
                                                        ''initiated'', ''ringing'', ''in_progress'', ''answered'', ''ended'')',
    'state = ''claimed'' OR state = ''submitting'' OR state = ''unknown'' OR state = ''unresolved'' OR state = ''accepted'' OR state = ''initiated'' OR state = ''ringing'' OR state = ''in_progress'' OR state = ''answered'' OR state = ''ended'''),
    'outcome IN (''completed'', ''busy'', ''no_answer'', ''failed'', ''canceled'', ''rejected'',
                                                 ''not_sent'')',
    'outcome = ''completed'' OR outcome = ''busy'' OR outcome = ''no_answer'' OR outcome = ''failed'' OR outcome = ''canceled'' OR outcome = ''rejected'' OR outcome = ''not_sent'''),
    'status IN (''pending'', ''in_progress'', ''answered'', ''completed'', ''failed'',
                                                         ''busy'', ''no_answer'')',
    'status = ''pending'' OR status = ''in_progress'' OR status = ''answered'' OR status = ''completed'' OR status = ''failed'' OR status = ''busy'' OR status = ''no_answer''')
 WHERE type = 'table' AND name = 'calls';
UPDATE sqlite_schema SET sql = replace(sql,
    'status IN (''pending'', ''in_progress'', ''answered'', ''completed'', ''busy'',
                                                       ''no_answer'', ''failed'', ''blocked'', ''canceled'', ''expired'',
                                                       ''unresolved'')',
    'status = ''pending'' OR status = ''in_progress'' OR status = ''answered'' OR status = ''completed'' OR status = ''busy'' OR status = ''no_answer'' OR status = ''failed'' OR status = ''blocked'' OR status = ''canceled'' OR status = ''expired'' OR status = ''unresolved''')
 WHERE type = 'table' AND name = 'contacts';
PRAGMA writable_schema = RESET;

-- What many rows say in the same words stands here once: settings under which calls are placed, the rules that let them
-- pass, the fields that a call's callbacks share. A row then holds only what is its own.
CREATE TABLE shared_texts (
    id   INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL,  -- of the text, to find it by
    text TEXT    NOT NULL
) STRICT;
CREATE INDEX shared_texts_by_hash ON shared_texts (hash);
CREATE TRIGGER shared_texts_stay BEFORE UPDATE ON shared_texts
BEGIN
    SELECT RAISE(ABORT, 'a shared text is never changed');
END;
CREATE TRIGGER shared_texts_are_kept BEFORE DELETE ON shared_texts
BEGIN
    SELECT RAISE(ABORT, 'a shared text is never deleted');
END;

-- Calls from before 0005 do not know when they were given up.
UPDATE calls SET given_up_at = coalesce(submitted_at, created_at) WHERE state = 'unresolved' AND given_up_at IS NULL;
UPDATE calls SET given_up_at = NULL WHERE state NOT IN ('unresolved', 'ended') AND given_up_at IS NOT NULL;

-- NULL: `settings` itself says it.
ALTER TABLE calls ADD COLUMN settings_id INTEGER REFERENCES shared_texts (id);
-- NULL: `evidence` says all of it. The CHECK makes "open" a matter of two instants: while a call goes from `claimed` to
-- `in_progress` they stand still, and so do the indexes of open calls.
ALTER TABLE calls ADD COLUMN evidence_id INTEGER REFERENCES shared_texts (id)
    CHECK ((state = 'unresolved') = (given_up_at IS NOT NULL AND ended_at IS NULL));

DROP INDEX calls_one_open_per_number;
DROP INDEX calls_open;
DROP INDEX calls_given_up;
DROP INDEX calls_by_status;
-- The central promise: while a call to a number is open, no second one can be recorded, in any campaign.
CREATE UNIQUE INDEX calls_one_open_per_number ON calls (to_number) WHERE ended_at IS NULL AND given_up_at IS NULL;
-- Which are open, by campaign: without a look at the calls that are over.
CREATE INDEX calls_open ON calls (campaign_id) WHERE ended_at IS NULL AND given_up_at IS NULL;
CREATE INDEX calls_unknown ON calls (campaign_id, from_number, submitted_at) WHERE state = 'unknown';
CREATE INDEX calls_given_up ON calls (to_number) WHERE given_up_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX calls_by_status ON calls (status) WHERE ended_at IS NOT NULL;
DROP INDEX calls_by_end;
-- What a campaign's circuit breaker looks at, as in 0011.
CREATE INDEX calls_by_end ON calls (campaign_id, ended_at, submitted_at, outcome)
 WHERE ended_at IS NOT NULL AND outcome <> 'canceled' AND outcome <> 'not_sent';

-- A call has an outcome if and only if it has ended: what it used changes with that, and with no other step of its state.
DROP TRIGGER calls_used_otherwise;
CREATE TRIGGER calls_used_otherwise AFTER UPDATE OF outcome, duration_seconds ON calls
WHEN NEW.is_counted <> OLD.is_counted OR NEW.used_minutes <> OLD.used_minutes
BEGIN
    UPDATE usage
       SET calls        = calls        + NEW.is_counted - OLD.is_counted,
           minutes      = minutes      + NEW.used_minutes - OLD.used_minutes,
           spend_micros = spend_micros + (NEW.used_minutes - OLD.used_minutes) * NEW.price_micros
     WHERE day = NEW.day AND from_number = NEW.from_number;
END;

-- How many calls are open. Kept by triggers, as the counts of contacts are: the dialer asks many times a second, and must
-- not read all that are open to know how many they are. Campaign 0: calls that belong to none.
CREATE TABLE open_calls (
    campaign_id INTEGER NOT NULL,
    from_number TEXT    NOT NULL,
    calls       INTEGER NOT NULL CHECK (calls >= 0),
    PRIMARY KEY (campaign_id, from_number)
) STRICT, WITHOUT ROWID;
INSERT INTO open_calls (campaign_id, from_number, calls)
SELECT coalesce(campaign_id, 0), from_number, sum(ended_at IS NULL AND given_up_at IS NULL)
  FROM calls GROUP BY 1, 2;

CREATE TRIGGER calls_opened AFTER INSERT ON calls
BEGIN
    INSERT INTO open_calls (campaign_id, from_number, calls)
    VALUES (coalesce(NEW.campaign_id, 0), NEW.from_number, NEW.ended_at IS NULL AND NEW.given_up_at IS NULL)
    ON CONFLICT (campaign_id, from_number) DO UPDATE SET calls = calls + excluded.calls;
END;
CREATE TRIGGER calls_closed AFTER UPDATE OF ended_at, given_up_at ON calls
WHEN (NEW.ended_at IS NULL AND NEW.given_up_at IS NULL) <> (OLD.ended_at IS NULL AND OLD.given_up_at IS NULL)
BEGIN
    UPDATE open_calls
       SET calls = calls + (NEW.ended_at IS NULL AND NEW.given_up_at IS NULL)
                         - (OLD.ended_at IS NULL AND OLD.given_up_at IS NULL)
     WHERE campaign_id = coalesce(NEW.campaign_id, 0) AND from_number = NEW.from_number;
END;

-- NULL: `fields` says all of them. A callback that has its call's own SID leaves call_sid empty.
ALTER TABLE callbacks ADD COLUMN shared_fields_id INTEGER REFERENCES shared_texts (id);
DROP TRIGGER callbacks_stay_as_received;
UPDATE callbacks SET call_sid = ''
 WHERE call_sid = (SELECT call_sid FROM calls WHERE calls.id = callbacks.call_id);
CREATE TRIGGER callbacks_stay_as_received BEFORE UPDATE ON callbacks
BEGIN
    SELECT RAISE(ABORT, 'a callback is never changed');
END;

DROP VIEW report_calls;
CREATE VIEW report_calls AS
SELECT l.id AS call_id,
       l.campaign_id,
       m.name AS campaign,
       l.contact_id,
       c.name AS contact_name,
       l.to_number,
       l.from_number,
       l.direction,
       l.attempt,
       l.state,
       CASE WHEN l.outcome = 'completed' AND (l.answered_by GLOB 'machine_*' OR l.answered_by = 'fax') THEN 'voicemail'
            ELSE l.outcome END AS outcome,
       l.status,
       l.twilio_status,
       l.call_sid,
       l.answered_by,
       l.duration_seconds,
       (coalesce(l.answered_at, l.ended_at) - l.accepted_at) / 1000 AS ring_seconds,
       l.error_code,
       l.error_message,
       l.sip_response_code,
       l.metadata,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.submitted_at / 1000.0, 'unixepoch') AS submitted_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.accepted_at / 1000.0, 'unixepoch') AS accepted_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.answered_at / 1000.0, 'unixepoch') AS answered_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.ended_at / 1000.0, 'unixepoch') AS ended_at,
       CASE WHEN l.evidence_id IS NULL THEN l.evidence
            ELSE json_patch((SELECT text FROM shared_texts WHERE shared_texts.id = l.evidence_id), l.evidence) END AS evidence
  FROM calls l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
  LEFT JOIN contacts c ON c.id = l.contact_id;

CREATE VIEW report_callbacks AS
SELECT b.id AS callback_id,
       b.call_id,
       CASE WHEN b.call_sid = '' THEN l.call_sid ELSE b.call_sid END AS call_sid,
       b.twilio_status,
       b.sequence_number,
       CASE WHEN b.shared_fields_id IS NULL THEN b.fields
            ELSE json_patch((SELECT text FROM shared_texts WHERE shared_texts.id = b.shared_fields_id), b.fields) END AS fields,
       b.source,
       b.applied,
       strftime('%Y-%m-%dT%H:%M:%fZ', b.received_at / 1000.0, 'unixepoch') AS received_at
  FROM callbacks b
  LEFT JOIN calls l ON l.id = b.call_id;
