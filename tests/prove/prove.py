# SPDX-License-Identifier: MIT
"""Runs the attacks that stand in the table of docs/reliability.md, splits them over the cores, and reports what they found.

scripts/prove calls it for the full proof, ctest for the small tier, one attack at a time. Every number of a report
comes from here; the attacks themselves stand beside this file (on the real binary) and in C++ (inside one process).
"""
import argparse
import collections
import collections.abc
import concurrent.futures
import dataclasses
import importlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import report
from attack import Attack, Binaries, Findings, Order

HERE = pathlib.Path(__file__).resolve().parent

# The attacks inside one process: full tier, small tier, and how many runs one task takes. Two of them end by themselves when
# all is enumerated.
IN_PROCESS = {
    "campaigns": (100_000, 500, 125),
    "crash-points": (4_000, 4_000, 1_000),
    "event-orders": (100_000, 100_000, 100_000),
    "power-loss": (20_000, 500, 250),
    "damaged-files": (2_000, 100, 50),
}


def in_process(name: str, unit: str) -> Attack:
    """An attack that a C++ program makes; it prints its findings as one line of JSON."""

    def run(order: Order) -> Findings:
        program = order.binaries.carillon.parent / "in_process_attacks"
        command = [str(program), name, "--seed", str(order.seed), "--runs", str(order.runs)]
        if order.verbose:
            command.append("--verbose")
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = ended.stdout.strip().splitlines()
        if order.verbose:
            print("\n".join(lines[:-1]))
        if ended.returncode not in (0, 1) or not lines:
            how = f"{' '.join(command)} ended with {ended.returncode}: {ended.stderr[-2000:]}"
            return Findings(breaches=[how])
        found = json.loads(lines[-1])
        return Findings(found["runs"], collections.Counter(found["counts"]), found["breaches"])

    full, small, _ = IN_PROCESS[name]
    return Attack(name, unit, full, small, run)


def all_attacks(binaries: Binaries) -> list[Attack]:
    listing = subprocess.run(
        [str(binaries.carillon.parent / "in_process_attacks"), "--list"], capture_output=True, text=True, check=True
    )
    attacks = [in_process(*line.split("\t")) for line in listing.stdout.splitlines()]
    for module in sorted(HERE.glob("*_attacks.py")):
        attacks += importlib.import_module(module.stem).ATTACKS
    return attacks


@dataclasses.dataclass(frozen=True)
class Task:
    """A part of one attack, small enough that the cores stay busy together."""

    attack: str
    seed: int
    runs: int


def split(attack: Attack, runs: int, seed: int) -> list[Task]:
    """Attacks on the real binary wait a lot and go on side by side by themselves."""
    size = IN_PROCESS[attack.name][2] if attack.name in IN_PROCESS else runs
    return [Task(attack.name, seed + first, min(size, runs - first)) for first in range(0, runs, size)]


def run_task(task: Task, binaries: Binaries, verbose: bool) -> tuple[Findings, float]:
    """What it found, and the seconds that it took."""
    attack = next(each for each in all_attacks(binaries) if each.name == task.attack)
    shared_memory = pathlib.Path("/dev/shm")
    base = shared_memory if os.access(shared_memory, os.W_OK) else None
    work = pathlib.Path(tempfile.mkdtemp(prefix="carillon-prove-", dir=base))
    started = time.monotonic()
    try:
        found = attack.function(Order(task.seed, task.runs, binaries, work, verbose))
    except Exception as failure:  # an attack that fails by itself has proven nothing
        found = Findings(breaches=[f"seed {task.seed}: {type(failure).__name__}: {failure}"])
    if found.breaches:
        print(f"kept for a look: {work}", file=sys.stderr)
    else:
        shutil.rmtree(work, ignore_errors=True)
    return found, time.monotonic() - started


def merge(findings: list[Findings]) -> Findings:
    total = Findings()
    for each in findings:
        total.runs += each.runs
        total.counts.update(each.counts)
        total.breaches += each.breaches
    return total


def prove(
    attacks: list[Attack], options: argparse.Namespace, binaries: Binaries
) -> collections.abc.Iterator[report.Line]:
    """All tasks at once: what waits for phones to ring leaves the cores to what computes, and has precedence over it. Gives
    each attack's line as soon as its last task is done."""
    with (
        concurrent.futures.ProcessPoolExecutor(options.jobs) as waiting,
        concurrent.futures.ProcessPoolExecutor(options.jobs, initializer=os.nice, initargs=(10,)) as computing,
    ):
        wanted: dict[str, int] = {}
        left: dict[str, int] = {}
        found: dict[str, list] = collections.defaultdict(list)
        attack_of = {}
        for attack in attacks:
            runs = options.runs or (attack.full if options.tier == "full" else attack.small)
            wanted[attack.name] = max(1, runs // options.divide)
            tasks = split(attack, wanted[attack.name], options.seed)
            left[attack.name] = len(tasks)
            pool = computing if attack.name in IN_PROCESS else waiting
            attack_of |= {pool.submit(run_task, task, binaries, options.verbose): attack for task in tasks}
        for task in concurrent.futures.as_completed(attack_of):
            attack = attack_of[task]
            found[attack.name].append(task.result())
            left[attack.name] -= 1
            if left[attack.name] == 0:
                all_found = merge([each for each, _ in found[attack.name]])
                seconds = sum(each for _, each in found[attack.name])
                yield report.Line(attack.name, attack.unit, wanted[attack.name], options.seed, all_found, seconds)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/prove", description="Attacks Carillon and checks every promise.")
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help="which ones; all where nothing is named")
    parser.add_argument("--tier", choices=["full", "small"], default="full", help="how much (default: full)")
    parser.add_argument("--runs", type=int, help="how many runs, instead of the tier's number")
    parser.add_argument("--divide", type=int, default=1, help="do only this part of them, for slow builds")
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the next has the next number")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="how many tasks that compute, and as many that wait"
    )
    parser.add_argument("--build", type=pathlib.Path, required=True, help="where the programs are")
    parser.add_argument("--report", type=pathlib.Path, help="folder for report.json and report.txt")
    parser.add_argument("--list", action="store_true", help="print the attacks and their tiers")
    parser.add_argument("--verbose", action="store_true", help="print what happens: for a replay")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    build = options.build.resolve()
    binaries = Binaries(build / "carillon", build / "check_promises", build / "damage_database")
    attacks = all_attacks(binaries)
    if options.list:
        for attack in attacks:
            print(f"{attack.name:18} {attack.full:>9,} {attack.small:>7,}  {attack.unit}")
        return 0
    unknown = set(options.attacks) - {attack.name for attack in attacks}
    if unknown:
        print(f"scripts/prove: no attack is called {', '.join(sorted(unknown))}; --list names them", file=sys.stderr)
        return 2
    if options.attacks:
        attacks = [attack for attack in attacks if attack.name in options.attacks]
    else:
        attacks = [attack for attack in attacks if options.tier == "full" or attack.small > 0]

    print(f"seed {options.seed}, {options.tier} tier, {options.jobs} at a time", flush=True)
    started = time.monotonic()
    lines: list[report.Line] = []
    for line in prove(attacks, options, binaries):
        print(report.row(line), flush=True)
        for breach in line.found.breaches[:20]:
            print(f"    BREACH {breach}", flush=True)
        lines.append(line)
        whole = report.Report(lines, options.tier, options.seed, time.monotonic() - started, binaries.carillon)
        if options.report:  # each time: a proof takes hours, and what it has found shall outlive it
            report.write(whole, options.report)
    print(report.verdict(whole), flush=True)
    return 0 if whole.is_green() else 1


if __name__ == "__main__":
    sys.exit(main())
