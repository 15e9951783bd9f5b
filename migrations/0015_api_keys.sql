-- Keys of the API, and who changed what with them. Nothing has written to api_keys before this.
DROP TABLE api_keys;
CREATE TABLE api_keys (
    id                  INTEGER PRIMARY KEY,  -- part of the key's text; rows are never deleted, so it is given out once
    name                TEXT    NOT NULL CHECK (name <> ''),
    secret_sha256       TEXT    NOT NULL CHECK (length(secret_sha256) = 64),  -- never the key itself
    scopes              TEXT    NOT NULL  -- some of read,upload,dial,admin
        CHECK (scopes <> '' AND replace(replace(replace(replace(scopes || ',', 'read,', ''), 'upload,', ''), 'dial,', ''),
                                        'admin,', '') = ''),
    requests_per_second INTEGER CHECK (requests_per_second > 0),  -- NULL: what the configuration says
    created_at          INTEGER NOT NULL,
    expires_at          INTEGER,
    revoked_at          INTEGER,
    last_used_at        INTEGER  -- to the minute
) STRICT;

-- A name belongs to one key at a time.
CREATE UNIQUE INDEX api_keys_in_use_by_name ON api_keys (name) WHERE revoked_at IS NULL;

CREATE TRIGGER api_keys_are_kept BEFORE DELETE ON api_keys
BEGIN
    SELECT RAISE(ABORT, 'an API key is revoked, never deleted');
END;
CREATE TRIGGER api_keys_stay_as_made BEFORE UPDATE ON api_keys
WHEN (NEW.id, NEW.name, NEW.secret_sha256, NEW.scopes, NEW.requests_per_second, NEW.created_at, NEW.expires_at)
     IS NOT (OLD.id, OLD.name, OLD.secret_sha256, OLD.scopes, OLD.requests_per_second, OLD.created_at, OLD.expires_at)
BEGIN
    SELECT RAISE(ABORT, 'an API key stays as it was made');
END;
CREATE TRIGGER api_keys_stay_revoked BEFORE UPDATE OF revoked_at ON api_keys
WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
BEGIN
    SELECT RAISE(ABORT, 'a revoked API key stays revoked');
END;

CREATE TABLE audit_entries (
    id             INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    api_key_id     INTEGER REFERENCES api_keys (id),
    remote_address TEXT    NOT NULL,  -- empty: the command line
    method         TEXT    NOT NULL,
    route          TEXT    NOT NULL,  -- the pattern, as /v1/campaigns/{id}
    subject        TEXT    NOT NULL,
    status         INTEGER NOT NULL,
    changes        TEXT  -- JSON
) STRICT;

CREATE TRIGGER audit_entries_stay_as_written BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'an audit entry is never changed');
END;
CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'an audit entry is never deleted');
END;

CREATE VIEW report_audit AS
SELECT id AS audit_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at,
       actor,
       api_key_id,
       remote_address,
       method,
       route,
       subject,
       status,
       changes
  FROM audit_entries;
