#!/usr/bin/env python3
"""What must not grow with the database: start-up, memory, lists and lookups, with ten million contacts and five million calls
in it (a tenth of that with --quick), and the export of a million results.

    bench/big_tables.py [--quick] [--database FILE]     FILE is made when it is missing, and kept
"""
import argparse
import http.client
import pathlib
import subprocess
import time

from campaigns import fake_twilio
from fill import fill
from measuring import ACCOUNT, answers, ask_json, carillon, folder, free_port, median, memory_mb, outside, program, tell


def milliseconds(port, path, times=51):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        spent.append(1000 * (time.perf_counter() - started))
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
    return median(spent)


def start_up(database):
    """From the start of the process to the first connection that it takes."""
    spent = []
    for _ in range(5):
        port = free_port()
        environment = {**outside(), **ACCOUNT, "CARILLON_DB": str(database), "PORT": str(port),
                       "TWILIO_API_BASE_URL": "http://127.0.0.1:9", "STATUS_CALLBACK_URL": "https://dialer.example.com/twilio-status"}
        started = time.perf_counter()
        process = subprocess.Popen([program("carillon"), "serve"], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        process.stdout.readline()  # "carillon: listening on …"
        spent.append(1000 * (time.perf_counter() - started))
        if not answers(port):
            raise SystemExit("it says that it listens, and does not")
        process.terminate()
        process.wait()
    return median(spent)


def export(port, campaign, rows):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    started = time.perf_counter()
    connection.request("GET", f"/v1/campaigns/{campaign}/results.csv")
    response = connection.getresponse()
    lines = 0
    while lines <= rows and (piece := response.read(1 << 20)):
        lines += piece.count(b"\n")
    return lines / (time.perf_counter() - started)


def figures(database, contacts):
    size = f"{contacts // 1_000_000} M contacts"
    took = start_up(database)
    tell(f"start-up to ready, {size}", "<= 300 ms", round(took), "ms", round(took / 300, 2), took <= 300)
    with folder() as where:
        ledger, fake_port, port = where / "ledger", free_port(), free_port()
        with fake_twilio(fake_port, ledger, where), carillon(
            database, port, log=where / "log", TWILIO_API_BASE_URL=f"http://127.0.0.1:{fake_port}",
            STATUS_CALLBACK_URL=f"http://127.0.0.1:{port}/twilio-status", CARILLON_CALLS_PER_SECOND=100,
            CARILLON_MAX_CONCURRENT_CALLS=100_000,
        ) as process:
            time.sleep(2)
            for name, path in [("campaign summary", "/v1/campaigns/1"), ("contact list page", "/v1/campaigns/1/contacts?limit=50"),
                               ("page of the pending", "/v1/campaigns/1/contacts?status=pending&limit=50"),
                               ("call lookup by id", f"/v1/calls/{contacts // 3}"),
                               ("call lookup by SID", f"/v1/calls/CA{((contacts // 3) * 2654435761) % 4294967296:08x}{contacts // 3:024x}")]:
                took = milliseconds(port, path)
                tell(f"{name}, {size}", "<= 5 ms", round(took, 2), "ms", round(took / 5, 2), took <= 5)
            idle = memory_mb(process)
            ask_json(port, "/v1/campaigns/1/resume", method="POST")
            time.sleep(20)
            dialing, most = memory_mb(process), memory_mb(process, "VmHWM")
            ask_json(port, "/v1/campaigns/1/pause", method="POST")
            tell(f"memory, {size}, idle and dialing at 100/s", "<= 80 MB", round(max(idle, dialing)), "MB", round(max(idle, dialing) / 80, 2),
                 max(idle, dialing) <= 80, f"idle {idle:.0f}, dialing {dialing:.0f}, at most {most:.0f}")
            rate = export(port, 1, min(contacts, 1_000_000))
            tell("export of 1 M results", ">= 300000 rows/s", round(rate), "rows/s", round(rate / 300_000, 2), rate >= 300_000,
                 f"memory {memory_mb(process):.0f} MB after it")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--database", type=pathlib.Path)
    arguments = parser.parse_args()
    contacts = 1_000_000 if arguments.quick else 10_000_000
    with folder() as where:
        database = arguments.database or where / "big.db"
        if not database.exists():
            fill(database, contacts)
        figures(database, contacts)


if __name__ == "__main__":
    main()
