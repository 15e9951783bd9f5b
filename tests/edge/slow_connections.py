#!/usr/bin/env python3
"""2,000 slow connections in the three ways of slowhttptest, while honest signed callbacks come in.

    slow_connections.py BUILD [--connections 2000] [--seconds 30] [--rate 200]

BUILD holds carillon, prepare_calls and callback_load. What must hold: every honest callback is answered 200 and in the
database afterwards, their p99 stays below 100 ms, the server below 150 MB.
"""
import argparse
import json
import pathlib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from running import ACCOUNT, carillon
from vectors import Peer

MOST_MS, MOST_MB = 100, 150
PER_ADDRESS = 250
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


class Slow:
    """One slow peer; `drip` is called once a second."""

    def __init__(self, mode, number, port):
        self.mode, self.address, self.port, self.socket = mode, f"127.0.1.{1 + number // PER_ADDRESS}", port, None

    def open(self):
        self.socket = socket.socket()
        if self.mode == "read":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        self.socket.bind((self.address, 0))
        self.socket.settimeout(1)
        self.socket.connect(("127.0.0.1", self.port))
        self.socket.setblocking(False)
        self.send({"headers": GET, "body": b"POST /twilio-status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n",
                   "read": (GET + b"\r\n") * 10}[self.mode])

    def send(self, data):
        try:
            self.socket.send(data)
        except BlockingIOError:
            pass  # a slow reader whose requests nobody takes any more

    def drip(self):
        try:
            if self.socket is None:
                self.open()
            elif self.mode != "read":
                self.send({"headers": b"X: y\r\n", "body": b"x=y&"}[self.mode])
        except OSError:  # cut off or turned away: it comes again
            if self.socket:
                self.socket.close()
            self.socket = None

    def close(self):
        if self.socket:
            self.socket.close()


def held(build, mode, arguments):
    with tempfile.TemporaryDirectory(prefix="carillon-slow-") as folder:
        database, calls = f"{folder}/calls.db", f"{folder}/calls.txt"
        count = max(1, arguments.rate * arguments.seconds // 4000) * 1000  # calls, as prepare_calls makes them
        subprocess.run([build / "prepare_calls", database, calls, str(count)], check=True, stdout=subprocess.DEVNULL)
        with carillon(build / "carillon", CARILLON_DB=database) as server:
            slow = [Slow(mode, number, server.port) for number in range(arguments.connections)]
            for each in slow:
                each.drip()
            with Peer(server.address) as peer:  # answered when what they asked at first has been
                peer.send(GET + b"\r\n")
                peer.receive()
            load = subprocess.Popen([build / "callback_load", str(server.port), calls, "--url", ACCOUNT["STATUS_CALLBACK_URL"],
                                     "--rate", str(arguments.rate), "--connections", "8"],
                                    stdout=subprocess.PIPE)
            most = 0
            while load.poll() is None:
                second = time.monotonic() + 1
                for each in slow:
                    each.drip()
                most = max(most, server.memory_mb())
                time.sleep(max(0, second - time.monotonic()))
            answer = json.loads(load.stdout.read())
            alive = sum(each.socket is not None for each in slow)
            for each in slow:
                each.close()
            server.must_live()
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
            kept = db.execute("SELECT count(*) FROM callbacks").fetchone()[0]
        sent = 4 * count
        print(f"slow {mode}: {alive} of {arguments.connections} held; honest: {sent} sent, {kept} kept, p99 {answer['p99_ms']} ms; "
              f"server {most:.0f} MB")
        return kept == sent and answer["p99_ms"] < MOST_MS and most < MOST_MB


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=200)
    arguments = parser.parse_args()
    sys.exit(not all([held(arguments.build, mode, arguments) for mode in ("headers", "body", "read")]))


if __name__ == "__main__":
    main()
