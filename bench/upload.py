#!/usr/bin/env python3
"""A list of a million rows (five columns, 30 % of the numbers not in E.164, 1 % bad, 1 % and more doubled) uploaded over HTTP, beside
`sqlite3 .import` of the same file into a table with the same unique index, and a plain loop of single-row transactions.

    bench/upload.py [--quick]
"""
import argparse
import csv
import json
import random
import sqlite3
import subprocess
import threading
import time

from callbacks import load, prepare
from measuring import carillon, folder, free_port, median, memory_mb, ask_json, program, tell

AREAS = ["202", "212", "303", "415", "512", "617", "702", "808", "916"]


def write_list(path, rows):
    dice = random.Random(7)
    seen = []
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["phone", "name", "time_zone", "city", "appointment"])
        for i in range(rows):
            number = f"{dice.choice(AREAS)}{dice.randrange(200, 999)}{dice.randrange(10_000):04d}"
            if seen and dice.random() < 0.01:
                number = dice.choice(seen)
            elif len(seen) < 100_000:
                seen.append(number)
            kind = dice.random()
            if kind < 0.01:
                phone = "12345"
            elif kind < 0.31:
                phone = f"({number[:3]}) {number[3:6]}-{number[6:]}"
            else:
                phone = "+1" + number
            out.writerow([phone, f"Person {i}", dice.choice(["", "America/New_York", "America/Chicago"]),
                          dice.choice(["Boston", "Denver", "Austin"]), "Tue 15:30"])


def create_table(database):
    with sqlite3.connect(database) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE contacts (phone TEXT, name TEXT, time_zone TEXT, city TEXT, appointment TEXT)")
        db.execute("CREATE UNIQUE INDEX contacts_phone ON contacts (phone)")


def imported(path, where):
    """(d) What SQLite's own shell needs."""
    database = where / "import.db"
    database.unlink(missing_ok=True)
    create_table(database)
    started = time.perf_counter()
    subprocess.run(["sqlite3", str(database), "PRAGMA synchronous = FULL;", ".mode csv", f".import --skip 1 '{path}' contacts"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def one_by_one(path, where, rows):
    """(e) A transaction for each row, scaled up from a part of them."""
    create_table(where / "single.db")
    with sqlite3.connect(where / "single.db", isolation_level=None) as db, open(path, newline="") as file:
        db.execute("PRAGMA synchronous = FULL")
        lines = csv.reader(file)
        next(lines)
        part = min(rows, 20_000)
        started = time.perf_counter()
        for _, line in zip(range(part), lines):
            db.execute("INSERT OR IGNORE INTO contacts VALUES (?1, ?2, ?3, ?4, ?5)", line)
        return (time.perf_counter() - started) * rows / part


class Watching(threading.Thread):
    """The most memory that the server held, sampled, and the callbacks that were answered meanwhile."""

    def __init__(self, port, calls, where):
        super().__init__()
        self.port, self.calls, self.answer = port, calls, None

    def run(self):
        self.answer = load(self.port, self.calls, "--rate", 200, "--connections", 8)


def uploaded(path, where, rows, with_callbacks):
    database, calls = prepare(where, 1000)
    port = free_port()
    with carillon(database, port, log=where / "log", TWILIO_API_BASE_URL="http://127.0.0.1:9", TWILIO_FROM_NUMBER="+12025550100",
                  WONDERFUL_TWIML_URL="https://agent.example/twiml?city={{city}}") as process:
        campaign = ask_json(port, "/v1/campaigns", {"name": "bench", "settings": {"default_country": "US", "allowed_countries": ["US"]}})
        watching = Watching(port, calls, where)
        if with_callbacks:
            watching.start()
        started = time.perf_counter()
        answer = subprocess.run(
            ["curl", "-sS", "-X", "POST", "-H", "Content-Type: text/csv", "-H", "Expect:", "-T", str(path),
             f"http://127.0.0.1:{port}/v1/campaigns/{campaign['id']}/contacts"], check=True, capture_output=True).stdout
        took = time.perf_counter() - started
        if with_callbacks:
            watching.join()
        most = memory_mb(process, "VmHWM")
    report = json.loads(answer)
    if report["received"] != rows or report["accepted"] + report["duplicates"] + report["rejected"] != rows:
        raise SystemExit(f"{rows} rows: {report}")
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        contacts = db.execute("SELECT total FROM campaign_counts WHERE campaign_id = ?", [campaign["id"]]).fetchone()[0]
        size = database.stat().st_size
    if contacts != report["accepted"]:
        raise SystemExit(f"{report['accepted']} accepted, {contacts} contacts")
    return took, most, watching.answer["p99_ms"] if with_callbacks else 0, size / contacts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rows, rounds = (100_000, 1) if quick else (1_000_000, 3)
    with folder() as where:
        path = where / "list.csv"
        write_list(path, rows)
        ours, alone, theirs = [], [], []
        for i in range(rounds):
            for runs, with_callbacks in (ours, True), (alone, False):
                folder_of_one = where / f"{i}-{with_callbacks}"
                folder_of_one.mkdir()
                runs.append(uploaded(path, folder_of_one, rows, with_callbacks))
            theirs.append(imported(path, where))
        took, most, p99, size = (median(each) for each in zip(*ours))
        ratio = took / median(theirs)
        ratio_alone = median(each[0] for each in alone) / median(theirs)
        tell(f"upload of {rows:,} rows to (d) .import", "<= 1.5 x", round(ratio, 2), "x", round(ratio / 1.5, 2), ratio <= 1.5,
             f"{took:.1f} s to {median(theirs):.1f} s; (e) one transaction a row {one_by_one(path, where, rows):.0f} s")
        tell(f"upload of {rows:,} rows to (d) .import, while nobody calls back", "<= 1.5 x", round(ratio_alone, 2), "x", round(ratio_alone / 1.5, 2),
             ratio_alone <= 1.5, f"{ratio_alone * median(theirs):.1f} s")
        tell("upload: most memory", "< 100 MB", round(most), "MB", round(most / 100, 2), most < 100)
        tell("upload: webhooks' p99 meanwhile", "<= 50 ms", p99, "ms", round(p99 / 50, 2), p99 <= 50)
        tell("bytes on disk a contact", "stated", round(size), "bytes", None, None, "all of the file, with its indexes and rejected rows")


if __name__ == "__main__":
    main()
