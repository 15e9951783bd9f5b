# SPDX-License-Identifier: MIT
"""What an attack on the real binary is: a function from an order to findings. scripts/prove finds the attacks in the
ATTACKS of every module here that is called *_attacks.py.

One run depends on one seed alone, so that the seed in a breach replays it. Runs mostly wait (for phones that ring,
for a server that comes up), so some go on side by side, each in a folder of its own.
"""
import collections
import concurrent.futures
import dataclasses
import pathlib
import shutil
import sys
import traceback
import typing


@dataclasses.dataclass(frozen=True)
class Binaries:
    carillon: pathlib.Path
    check_promises: pathlib.Path
    damage_database: pathlib.Path


@dataclasses.dataclass(frozen=True)
class Order:
    seed: int              # of the first run; the next has the next number
    runs: int              # how much, in the attack's own unit
    binaries: Binaries
    work: pathlib.Path     # an empty folder; what is left in it afterwards belongs to a breach
    verbose: bool = False


@dataclasses.dataclass
class Findings:
    runs: int = 0
    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # what happened how often
    breaches: list = dataclasses.field(default_factory=list)  # sentences; each names the seed that replays it


@dataclasses.dataclass(frozen=True)
class Attack:
    name: str
    unit: str              # what a run is: "kills"
    full: int              # runs of the full tier
    small: int             # runs of the small tier, which the tests run; 0: it is not in it
    function: typing.Callable[[Order], Findings]


class Breach(Exception):
    """A promise was broken, or something did not happen within its deadline. Its text says what."""


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of an attack: what it is given, and where it counts."""
    seed: int
    binaries: Binaries
    folder: pathlib.Path
    verbose: bool
    counts: collections.Counter

    def say(self, sentence: str) -> None:
        if self.verbose:
            print(f'seed {self.seed}: {sentence}', file=sys.stderr, flush=True)


def run_each(order: Order, attack: typing.Callable[[Run], None], runs_at_once: int = 1,
             side_by_side: int = 4) -> Findings:
    """Calls `attack` with one seed after the other until `order.runs` runs are done; one call does `runs_at_once` of
    them. The folder of a run that went well is removed."""
    findings = Findings()
    times = -(-order.runs // runs_at_once)
    pool = concurrent.futures.ThreadPoolExecutor(side_by_side)
    try:
        for counts, breaches in pool.map(lambda i: _run_one(order, attack, order.seed + i), range(times)):
            findings.runs += runs_at_once
            findings.counts.update(counts)
            findings.breaches.extend(breaches)
    finally:
        pool.shutdown(cancel_futures=True)  # those that run end their processes first, whatever happened here
    return findings


def _run_one(order: Order, attack: typing.Callable[[Run], None], seed: int) -> tuple:
    run = Run(seed, order.binaries, order.work / f'seed-{seed}', order.verbose, collections.Counter())
    run.folder.mkdir()
    try:
        attack(run)
    except Breach as breach:
        return run.counts, [f'seed {seed}: {breach}']
    except Exception:  # the attack itself is broken: that proves nothing, so it is no pass
        return run.counts, [f'seed {seed}: the attack failed: {traceback.format_exc()}']
    shutil.rmtree(run.folder)
    return run.counts, []
