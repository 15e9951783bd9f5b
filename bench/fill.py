#!/usr/bin/env python3
"""Makes a database with many contacts and calls, as they stand after years of campaigns, for what must stay flat.

    bench/fill.py DATABASE CONTACTS         half of them called once, each call with its end
"""
import json
import sqlite3
import subprocess
import sys
import time

from measuring import ACCOUNT, outside, program

SETTINGS = {"from_number": ACCOUNT["TWILIO_FROM_NUMBER"], "twiml_url": ACCOUNT["WONDERFUL_TWIML_URL"],
            "allowed_countries": ["CH"], "max_concurrent_calls": 100_000, "calls_per_second": 100}

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {end})"
# A step that is prime to ten million scatters the numbers over the unique index, as real lists do.
CONTACTS = NUMBERS + """
    INSERT INTO contacts (campaign_id, phone, name, time_zone, variables, priority, status, next_attempt_at, attempts,
                          created_at, updated_at, import_id, line, zone_set_id)
    SELECT 1, printf('+4179%07d', (i * 7654321) % 10000000), 'Somebody ' || i, 'Europe/Zurich', '{{"city":"Bern"}}', 0,
           CASE WHEN i % 2 THEN 'pending' ELSE 'completed' END, CASE WHEN i % 2 THEN 1000 END, i % 2 = 0, 1000, 1000, 1,
           i + 2, 1 FROM n"""
CALLS = NUMBERS + """
    INSERT INTO calls (id, campaign_id, contact_id, token, state, outcome, status, twilio_status, call_sid, from_number,
                       to_number, direction, attempt, duration_seconds, metadata, settings, settings_id, settings_version,
                       created_at, submitted_at, accepted_at, ended_at, day)
    SELECT i + 1, 1, 2 * i + 1, printf('%032x', i), 'ended', 'completed', 'completed', 'completed',
           printf('CA%08x%024x', (i * 2654435761) % 4294967296, i), ?1, printf('+4179%07d', (2 * i * 7654321) % 10000000),
           'outbound-api', 1, 42, '{{"duration":42}}', '{{}}', 1, 1, 1000, 1000, 1000, 2000 + i, '2026-11-01' FROM n"""


def portions(count, size=250_000):
    return [(first, min(first + size, count)) for first in range(0, count, size)]


def fill(database, count):
    environment = {**outside(), **ACCOUNT, "CARILLON_DB": str(database)}
    subprocess.run([program("carillon"), "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(database, isolation_level=None) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -2000000")
        db.execute("INSERT INTO zone_sets (id, zones) VALUES (1, 'Europe/Zurich')")
        db.execute("INSERT INTO shared_texts (id, hash, text) VALUES (1, 0, ?1)", [json.dumps(SETTINGS)])
        db.execute("INSERT INTO campaigns (name, status, settings, created_at, started_at) VALUES ('big', 'paused', ?1, 1, 1)",
                   [json.dumps(SETTINGS)])
        db.execute("INSERT INTO imports (campaign_id, received, accepted, started_at, finished_at) VALUES (1, ?1, ?1, 1, 1)",
                   [count])
        for first, end in portions(count):
            db.execute(CONTACTS.format(first=first, end=end))
        for first, end in portions(count // 2):
            db.execute(CALLS.format(first=first, end=end), [ACCOUNT["TWILIO_FROM_NUMBER"]])
        db.execute("UPDATE contacts SET last_call_id = (id + 1) / 2 WHERE status = 'completed'")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    started = time.monotonic()
    fill(sys.argv[1], int(sys.argv[2]))
    print(f"{sys.argv[2]} contacts in {time.monotonic() - started:.0f} s")
