#!/usr/bin/env python3
"""Holds a server to every vector of request_vectors.txt, each on a connection of its own.

    send_vectors.py HOST:PORT              a server that runs, without API keys
    send_vectors.py --binary build/carillon     starts one, and ends it

Ends with 1 when a vector fails.
"""
import argparse
import collections
import sys

from running import carillon
from vectors import complaint, read_vectors


def hold(address):
    kept, failed = collections.Counter(), 0
    for vector in read_vectors():
        found = complaint(vector, address)
        if found:
            failed += 1
            print(f"FAILED {vector.level} {vector.section}: {vector.name}: {found}")
        else:
            kept[vector.section] += 1
    for section, count in kept.items():
        print(f"{count:4} {section}")
    print(f"{sum(kept.values())} vectors kept, {failed} failed")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    if arguments.binary:
        with carillon(arguments.binary) as server:
            failed = hold(server.address)
            server.must_live()
    elif arguments.address:
        host, _, port = arguments.address.rpartition(":")
        failed = hold((host, int(port)))
    else:
        parser.error("an address or --binary")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
