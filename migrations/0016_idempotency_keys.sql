-- Keys are kept for a day, and webhooks have them too. A webhook may be deleted before its key is: no reference.
CREATE TABLE idempotency_keys_of_a_day (
    key         TEXT    PRIMARY KEY,
    fingerprint TEXT    NOT NULL,
    campaign_id INTEGER REFERENCES campaigns (id),
    call_id     INTEGER REFERENCES calls (id),
    webhook_id  INTEGER,
    created_at  INTEGER NOT NULL,
    CHECK ((campaign_id IS NOT NULL) + (call_id IS NOT NULL) + (webhook_id IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO idempotency_keys_of_a_day (key, fingerprint, campaign_id, call_id, created_at)
SELECT key, fingerprint, campaign_id, call_id, created_at FROM idempotency_keys;
DROP TABLE idempotency_keys;
ALTER TABLE idempotency_keys_of_a_day RENAME TO idempotency_keys;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
