-- What each call takes of the account's day, and under what it was placed.
ALTER TABLE calls ADD COLUMN day TEXT NOT NULL DEFAULT '';               -- on the account's clocks, when it was claimed
ALTER TABLE calls ADD COLUMN reserved_minutes INTEGER NOT NULL DEFAULT 0;  -- the longest that it may take
ALTER TABLE calls ADD COLUMN price_micros INTEGER NOT NULL DEFAULT 0;      -- of a minute, in millionths
ALTER TABLE calls ADD COLUMN evidence TEXT NOT NULL DEFAULT '{}';
-- Whether the carrier may have placed it; and minutes begun, as carriers bill them: until its end all that it may take.
ALTER TABLE calls ADD COLUMN is_counted INTEGER GENERATED ALWAYS AS
    (CASE WHEN outcome IN ('not_sent', 'rejected') THEN 0 ELSE 1 END) VIRTUAL;
ALTER TABLE calls ADD COLUMN used_minutes INTEGER GENERATED ALWAYS AS
    (CASE WHEN outcome IN ('not_sent', 'rejected') THEN 0
          WHEN state = 'ended' THEN (coalesce(duration_seconds, 0) + 59) / 60
          ELSE reserved_minutes END) VIRTUAL;

UPDATE calls SET day = strftime('%Y-%m-%d', created_at / 1000, 'unixepoch');

-- The sums of a day, by from-number. Kept by triggers, as the counts of contacts are.
CREATE TABLE usage (
    day          TEXT    NOT NULL,
    from_number  TEXT    NOT NULL,
    calls        INTEGER NOT NULL CHECK (calls >= 0),
    minutes      INTEGER NOT NULL CHECK (minutes >= 0),
    spend_micros INTEGER NOT NULL CHECK (spend_micros >= 0),
    PRIMARY KEY (day, from_number)
) STRICT, WITHOUT ROWID;

INSERT INTO usage (day, from_number, calls, minutes, spend_micros)
SELECT day, from_number, sum(is_counted), sum(used_minutes), sum(used_minutes * price_micros)
  FROM calls GROUP BY day, from_number;

CREATE TRIGGER calls_used AFTER INSERT ON calls
BEGIN
    INSERT INTO usage (day, from_number, calls, minutes, spend_micros)
    VALUES (NEW.day, NEW.from_number, NEW.is_counted, NEW.used_minutes, NEW.used_minutes * NEW.price_micros)
    ON CONFLICT (day, from_number) DO UPDATE
       SET calls        = calls        + excluded.calls,
           minutes      = minutes      + excluded.minutes,
           spend_micros = spend_micros + excluded.spend_micros;
END;
CREATE TRIGGER calls_used_otherwise AFTER UPDATE OF state, outcome, duration_seconds ON calls
WHEN NEW.is_counted <> OLD.is_counted OR NEW.used_minutes <> OLD.used_minutes
BEGIN
    UPDATE usage
       SET calls        = calls        + NEW.is_counted - OLD.is_counted,
           minutes      = minutes      + NEW.used_minutes - OLD.used_minutes,
           spend_micros = spend_micros + (NEW.used_minutes - OLD.used_minutes) * NEW.price_micros
     WHERE day = NEW.day AND from_number = NEW.from_number;
END;
CREATE TRIGGER calls_keep_what_they_took BEFORE UPDATE OF day, from_number, reserved_minutes, price_micros ON calls
BEGIN
    SELECT RAISE(ABORT, 'what a call took of a day stays as it was claimed');
END;

-- Numbers to call from that must rest.
CREATE TABLE from_numbers (
    phone         TEXT    PRIMARY KEY CHECK (phone GLOB '+[1-9]*'),
    resting_until INTEGER NOT NULL,
    reason        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- How the last calls from a number went.
CREATE INDEX calls_ended_from ON calls (from_number, ended_at) WHERE ended_at IS NOT NULL;
-- Open calls, by campaign and by from-number.
DROP INDEX calls_open;
CREATE INDEX calls_open ON calls (campaign_id, from_number, state, submitted_at)
 WHERE state NOT IN ('ended', 'unresolved');

CREATE VIEW report_usage AS
SELECT u.day,
       u.from_number,
       u.calls,
       u.minutes,
       u.spend_micros / 1000000.0 AS spend,
       strftime('%Y-%m-%dT%H:%M:%fZ', r.resting_until / 1000.0, 'unixepoch') AS resting_until,
       r.reason AS rest_reason
  FROM usage u
  LEFT JOIN from_numbers r ON r.phone = u.from_number;
