#!/usr/bin/env python3
"""Whole campaigns against the fake Twilio on the same machine: how many calls a second go through their whole life, and how
even the pace is. The fake's ledger is the judge of what arrived and when; it and the database must agree in the end.

    bench/campaigns.py life [--quick]       claim, POST, 201, four callbacks, outcome: as fast as it goes
    bench/campaigns.py pacing [--quick]     arrivals at 1, 10, 100 and 500 calls/s
"""
import argparse
import bisect
import collections
import datetime
import json
import sqlite3
import time

from measuring import ACCOUNT, ask, ask_json, carillon, folder, free_port, memory_mb, program, server, tell

FROM = ACCOUNT["TWILIO_FROM_NUMBER"]


def fake_twilio(port, ledger, where, *more):
    command = [
        program("carillon"), "fake-twilio", "--port", str(port), "--ledger", str(ledger), "--from-number", FROM,
        "--calls-per-second", "100000", "--speed-up", "20", "--answer", "1", "--busy", "0", "--no-answer", "0",
        "--failed", "0", "--voicemail", "0", "--callbacks-in-flight", "48", "--no-magic-endings", *more,
    ]
    return server(command, port, environment=ACCOUNT, log=where / "fake.log")


def contacts(count):
    return ("phone,name\n" + "".join(f"+4179{i:07d},Somebody\n" for i in range(count))).encode()


def begin_campaign(port, rate, count):
    settings = {"calls_per_second": rate, "max_concurrent_calls": 100_000, "allowed_countries": ["CH"]}
    campaign = ask_json(port, "/v1/campaigns", {"name": "bench", "settings": settings})["id"]
    ask(port, f"/v1/campaigns/{campaign}/contacts", contacts(count), {"Content-Type": "text/csv"})
    ask_json(port, f"/v1/campaigns/{campaign}/start", method="POST")
    return campaign


def wait_until_completed(port, campaign, seconds):
    end = time.monotonic() + seconds
    while ask_json(port, f"/v1/campaigns/{campaign}")["status"] != "completed":
        if time.monotonic() > end:
            raise SystemExit("the campaign did not end in time")
        time.sleep(0.5)


def read_ledger(ledger):
    """The arrivals of requests (seconds), how often each number was asked for, and the ends that were told."""
    arrivals, numbers = [], collections.Counter()
    for line in ledger.read_text().splitlines():
        entry = json.loads(line)
        if entry["what"] == "request":
            arrivals.append(datetime.datetime.fromisoformat(entry["at"].replace("Z", "+00:00")).timestamp())
            numbers[entry["to"]] += 1
    return sorted(arrivals), numbers


def check(database, numbers, count):
    """Nobody twice, nobody left out, every call ended with all of its callbacks."""
    if len(numbers) != count or max(numbers.values()) != 1:
        raise SystemExit(f"{count} contacts, {len(numbers)} numbers rung, one of them {max(numbers.values())} times")
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        completed = db.execute("SELECT count(*) FROM calls WHERE outcome = 'completed'").fetchone()[0]
        callbacks = db.execute("SELECT count(*) FROM callbacks WHERE source = 'webhook'").fetchone()[0]
        last_end = db.execute("SELECT max(ended_at) FROM calls").fetchone()[0] / 1000
    if completed != count or callbacks != 4 * count:
        raise SystemExit(f"{count} calls: {completed} completed, {callbacks} callbacks")
    return last_end


def run(rate, seconds):
    """Returns the arrivals, the instant of the last outcome, and the most memory that the server held."""
    count = round(rate * seconds)
    with folder() as where:
        ledger, database = where / "ledger.ndjson", where / "calls.db"
        fake_port, port = free_port(), free_port()
        with fake_twilio(fake_port, ledger, where), carillon(
            database, port, log=where / "log", TWILIO_API_BASE_URL=f"http://127.0.0.1:{fake_port}",
            STATUS_CALLBACK_URL=f"http://127.0.0.1:{port}/twilio-status", CARILLON_CALLS_PER_SECOND=rate,
            CARILLON_MAX_CONCURRENT_CALLS=100_000,
        ) as process:
            campaign = begin_campaign(port, rate, count)
            wait_until_completed(port, campaign, 20 * seconds + 60)
            memory = memory_mb(process, "VmHWM")
        arrivals, numbers = read_ledger(ledger)
        return arrivals, check(database, numbers, count), memory


def densest_second(arrivals):
    return max(bisect.bisect_left(arrivals, at + 1) - i for i, at in enumerate(arrivals))


def life(quick):
    seconds = 10 if quick else 60
    arrivals, last_end, memory = run(2_000, seconds)
    took = last_end - arrivals[0]
    sustained = len(arrivals) / took
    goal = 1_500
    tell("full life of a call", f">= {goal} calls/s", round(sustained), "calls/s", round(sustained / goal, 2), sustained >= goal,
         f"{len(arrivals)} calls from the first arrival to the last outcome in {took:.0f} s, none lost, {memory:.0f} MB at most")


def arrivals_at(rate, seconds):
    """When requests arrive at a fake that does nothing else: one that also sends callbacks notes arrivals some
    milliseconds late, in heaps of its own."""
    count = round(rate * seconds)
    with folder() as where:
        ledger, database = where / "ledger.ndjson", where / "calls.db"
        fake_port, port = free_port(), free_port()
        with fake_twilio(fake_port, ledger, where, "--callback-lost", "1"), carillon(
            database, port, log=where / "log", TWILIO_API_BASE_URL=f"http://127.0.0.1:{fake_port}",
            STATUS_CALLBACK_URL=f"http://127.0.0.1:{port}/twilio-status", CARILLON_CALLS_PER_SECOND=rate,
            CARILLON_MAX_CONCURRENT_CALLS=100_000,
        ):
            campaign = begin_campaign(port, rate, count)
            while ask_json(port, f"/v1/campaigns/{campaign}")["counts"]["pending"]:
                time.sleep(0.5)
            time.sleep(0.5)
        arrivals, numbers = read_ledger(ledger)
        if len(arrivals) != count or max(numbers.values()) != 1:
            raise SystemExit(f"{count} contacts, {len(arrivals)} requests")
        return arrivals


def pacing(quick):
    for rate in (1, 10, 100, 500):
        arrivals = arrivals_at(rate, 5 if quick else 60)
        mean = (len(arrivals) - 1) / (arrivals[-1] - arrivals[0])
        densest = densest_second(arrivals)
        tell(f"pacing at {rate} calls/s", f"mean within 1 %, densest second <= {rate + 1}", round(mean, 2), "calls/s",
             round(mean / rate, 4), abs(mean / rate - 1) <= 0.01 and densest <= rate + 1, f"densest second {densest}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figure", choices=["life", "pacing"])
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    {"life": life, "pacing": pacing}[arguments.figure](arguments.quick)


if __name__ == "__main__":
    main()
