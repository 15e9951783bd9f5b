#!/usr/bin/env python3
"""Makes a table, and docs/performance.md's, of the figures on its standard input (a line of JSON each).

    … | bench/report.py [PAGE]      PAGE: the lines between its two marks are written anew
"""
import json
import pathlib
import platform
import re
import sqlite3
import subprocess
import sys

BEGIN, END = "<!-- figures: scripts/bench writes this -->", "<!-- end of figures -->"


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    cores = len(re.findall(r"^processor", pathlib.Path("/proc/cpuinfo").read_text(), re.M))
    return (f"{cpu[1] if cpu else 'unknown'}, {cores} cores, Linux {platform.release()}, {first_line('g++', '--version')}, "
            f"SQLite {sqlite3.sqlite_version}, Node {first_line('node', '--version')}, "
            f"at {first_line('git', 'rev-parse', '--short', 'HEAD')}")


def row(figure):
    met = {True: "yes", False: "**no**", None: ""}[figure["met"]]
    measured = f"{figure['measured']:,} {figure['unit']}"
    return f"| {figure['figure']} | {figure['goal']} | {measured} | {met} | {figure['note']} |"


def main():
    figures = []
    for line in sys.stdin:
        figures.append(json.loads(line))
        print(row(figures[-1]), flush=True)
    if len(sys.argv) > 1:
        page = pathlib.Path(sys.argv[1])
        table = "\n".join(["| figure | goal | measured | met | |", "|---|---|---|---|---|", *map(row, figures)])
        text = page.read_text()
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        page.write_text(f"{before}{BEGIN}\n{machine()}.\n\n{table}\n{END}{after}")


if __name__ == "__main__":
    main()
