#!/usr/bin/env python3
"""Trailers of 70 KB, and 64 MB of small ones, neither end the server nor make it grow by more than 2 MB.

    trailers.py BINARY
"""
import sys

from running import carillon
from vectors import Peer

HEAD = b"POST /twilio-status HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
MOST_GROWTH = 2  # MB


def refused(server, pieces):
    """Sends until the server has had enough; the status of its answer."""
    with Peer(server.address) as peer:
        peer.send(HEAD)
        for piece in pieces:
            try:
                peer.socket.sendall(piece)
            except OSError:
                break  # it has closed: the answer is there
        answer = peer.receive()
        return answer.status if answer else None


def main():
    with carillon(sys.argv[1]) as server:
        refused(server, [b"\r\n"])  # what the first request costs is no growth
        before = server.memory_mb()
        for name, pieces in [("one of 70 KB", [b"X: " + b"y" * 70_000 + b"\r\n\r\n"]),
                             ("64 MB of small ones", (b"X: y\r\n" * 10_000 for _ in range(64 * 1024 * 1024 // 60_000)))]:
            status = refused(server, pieces)
            grown = server.memory_mb() - before
            server.must_live()
            print(f"trailers, {name}: answered {status}, the process grew by {grown:.1f} MB")
            if status not in (400, None) or grown > MOST_GROWTH:
                sys.exit(1)


if __name__ == "__main__":
    main()
