#!/usr/bin/env python3
"""Status callbacks, verified and kept: carillon beside what a user would pick instead, in one run.

    bench/callbacks.py [--quick]
"""
import argparse
import json
import sqlite3
import subprocess

from measuring import (
    ACCOUNT, LOAD_CORE, NODE, PUBLIC_URL, SERVER_CORE, carillon, folder, free_port, median, on_core, program, server,
    silent_carrier, tell,
)

ENVIRONMENT = {"TWILIO_AUTH_TOKEN": ACCOUNT["TWILIO_AUTH_TOKEN"], "PUBLIC_URL": PUBLIC_URL, "NODE_ENV": "production"}


def load(port, calls, *options):
    command = [program("callback_load"), str(port), str(calls), "--url", PUBLIC_URL, *map(str, options)]
    answer = json.loads(subprocess.run(on_core(LOAD_CORE, command), check=True, capture_output=True).stdout)
    if answer["not_200"]:
        raise SystemExit(f"{answer['not_200']} callbacks were not answered with 200")
    return answer


def prepare(where, calls):
    database, file = where / "calls.db", where / "calls.txt"
    subprocess.run([program("prepare_calls"), str(database), str(file), str(calls)], check=True)
    return database, file


def check_kept(database, calls):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        ended = db.execute("SELECT count(*) FROM calls WHERE outcome = 'completed' AND duration_seconds = 42").fetchone()[0]
        kept = db.execute("SELECT count(DISTINCT call_id || twilio_status), count(*) FROM callbacks").fetchone()
    if ended != calls or kept != (4 * calls, 4 * calls):
        raise SystemExit(f"{calls} calls: {ended} ended, {kept} callbacks kept")


def ours(calls, *options, core=SERVER_CORE):
    with folder() as where, silent_carrier() as carrier:
        database, file = prepare(where, calls)
        port = free_port()
        with carillon(database, port, core, where / "log", TWILIO_API_BASE_URL=carrier):
            measured = load(port, file, *options)
        check_kept(database, calls)
        return measured


def node(calls, script, *options, keeps=True):
    with folder() as where:
        _, file = prepare(where, calls)
        port = free_port()
        arguments = [*options, str(where / "baseline.db"), str(file)] if keeps else []
        with server(["node", str(NODE / script), str(port), *arguments], port, SERVER_CORE, ENVIRONMENT, where / "log"):
            return load(port, file, "--without-tokens")


def beast(calls):
    with folder() as where:
        _, file = prepare(where, calls)
        port = free_port()
        with server([program("beast_only"), str(port)], port, SERVER_CORE):
            return load(port, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rounds = 1 if quick else 2
    calls = 6_000 if quick else 30_000
    servers = {
        "carillon": lambda: ours(calls),
        "(a) Express, the guide's": lambda: node(calls, "express.mjs", keeps=False),
        "(b) Express, verified and stored": lambda: node(calls // 4, "express.mjs", "--keep"),
        "(b2) Fastify, a transaction each turn": lambda: node(calls, "fastify.mjs"),
        "(c) Beast, answers only": lambda: beast(calls),
        "carillon, free on both cores": lambda: ours(calls, core=None),
        "carillon, 256 connections": lambda: ours(calls, "--connections", 256),
    }
    results = {name: [] for name in servers}
    for _ in range(rounds):
        for name, run in servers.items():
            results[name].append(run())
    rate = {name: median(each["per_second"] for each in all_rounds) for name, all_rounds in results.items()}
    for name, all_rounds in results.items():
        tell(f"callbacks a second: {name}", "", round(rate[name]), "1/s",
             note=f"p99 {median(each['p99_ms'] for each in all_rounds):.1f} ms")
    for name, goal in [("(a) Express, the guide's", 5), ("(b) Express, verified and stored", 12),
                       ("(b2) Fastify, a transaction each turn", 2)]:
        ratio = rate["carillon"] / rate[name]
        tell(f"callbacks: carillon to {name}", f">= {goal} x", round(ratio, 2), "x", round(ratio / goal, 2), ratio >= goal)
    share = rate["carillon"] / rate["(c) Beast, answers only"]
    tell("callbacks: share of (c)", ">= 40 %", round(100 * share), "%", round(share / 0.4, 2), share >= 0.4)
    half = ours(calls, "--rate", rate["carillon"] / 2)
    tell("callbacks: p99 at half that load", "<= 10 ms", half["p99_ms"], "ms", round(half["p99_ms"] / 10, 2), half["p99_ms"] <= 10)


if __name__ == "__main__":
    main()
