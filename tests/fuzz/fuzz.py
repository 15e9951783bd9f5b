# SPDX-License-Identifier: MIT
"""Runs the fuzz targets that scripts/fuzz has built, one after the other, and says what each did.

A run begins with the seeds in the repository and with what earlier runs found, which is kept below the build folder. A
finding is an input that breaks a property, or memory, or takes longer than ten seconds: it is printed as a line for seeds/.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SEEDS = HERE / "seeds"
sys.path.insert(0, str(HERE.parent / "edge"))

from vectors import read_vectors  # noqa: E402

ESCAPES = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}
LONGEST = {"http_head": 12_000}  # bytes of an input: a head may have 8 KB
USUAL = 4_096
PROGRESS = re.compile(r"^#\d+\s+(?:DONE|INITED|NEW|REDUCE|pulse|RELOAD)\s+cov: (\d+) ft: (\d+) corp: (\d+)/(\w+)", re.M)
EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.M)


@dataclasses.dataclass
class Run:
    target: str
    executions: int
    coverage: int     # edges of the program that were reached
    features: int     # the same, with how often
    corpus: int       # inputs that reached something of their own
    seconds: int
    findings: list


def unescaped(line: str) -> bytes:
    def one(found):
        return bytes([int(found[1][1:], 16)]) if found[1][:1] == b"x" else ESCAPES[found[1]]
    return re.sub(rb"\\(x[0-9a-f]{2}|.)", one, line.encode())


def escaped(data: bytes) -> str:
    text = ""
    for byte in data:
        name = next((name for name, plain in ESCAPES.items() if plain[0] == byte), None)
        text += f"\\{name.decode()}" if name else chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
    return text


def read_seeds(target: str) -> list:
    lines = (SEEDS / f"{target}.txt").read_text().splitlines()
    seeds = [unescaped(line) for line in lines if line and not line.startswith("#")]
    if target == "http_head":
        seeds += [vector.bytes[:LONGEST[target]] for vector in read_vectors()]
    return seeds


def unpack_seeds(target: str, folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, seed in enumerate(read_seeds(target)):
        (folder / f"{number:03}").write_bytes(seed)


def read_finding(log: str) -> str:
    """The line that says what was broken."""
    said = [line for line in log.splitlines() if "claim broken" in line or "ERROR: " in line or "runtime error" in line]
    return said[0].strip() if said else "it ended without a word"


def run(program: pathlib.Path, target: str, seconds: int, work: pathlib.Path) -> Run:
    seeds, corpus, findings = work / "seeds" / target, work / "corpus" / target, work / "findings" / target
    unpack_seeds(target, seeds)
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(findings.iterdir())
    command = [str(program), str(corpus), str(seeds), f"-max_total_time={seconds}", f"-artifact_prefix={findings}/",
               f"-max_len={LONGEST.get(target, USUAL)}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]
    environment = os.environ | {"UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", "ASAN_OPTIONS": "detect_leaks=1"}
    ended = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, check=False)
    log = ended.stderr.decode(errors="replace")
    (work / f"{target}.log").write_text(log)
    found = []
    if ended.returncode != 0:
        inputs = [escaped(path.read_bytes()) for path in sorted(set(findings.iterdir()) - before)]
        found.append(f"{read_finding(log)}\n      input: {' '.join(inputs) or '(none)'}\n      log: {work / f'{target}.log'}")
    cov, features, inputs, _ = (PROGRESS.findall(log) or [("0", "0", "0", "")])[-1]
    executed = EXECUTED.search(log)
    return Run(target, int(executed[1]) if executed else 0, int(cov), int(features), int(inputs), seconds, found)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Fuzzes what reads strangers' bytes.")
    parser.add_argument("seconds", nargs="?", type=int, default=60, help="for each target (default: 60)")
    parser.add_argument("--only", action="append", metavar="TARGET", help="this target, and others named so")
    parser.add_argument("--list", action="store_true", help="print the targets")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="where the programs are")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    targets = sorted(path.stem for path in SEEDS.glob("*.txt"))
    if options.list:
        print("\n".join(targets))
        return 0
    unknown = set(options.only or []) - set(targets)
    if unknown or options.seconds < 1:
        print("scripts/fuzz: " + (f"no target is called {', '.join(sorted(unknown))}; --list names them" if unknown
                                  else "SECONDS is a whole number from 1"), file=sys.stderr)
        return 2
    runs = []
    print(f"{'target':<16} {'executions':>12} {'edges':>7} {'corpus':>7}", flush=True)
    for target in options.only or targets:
        runs.append(run(options.build / f"fuzz_{target}", target, options.seconds, options.build))
        each = runs[-1]
        print(f"{target:<16} {each.executions:>12,} {each.coverage:>7,} {each.corpus:>7,}", flush=True)
        for finding in each.findings:
            print(f"    FINDING {finding}", flush=True)
    (options.build / "report.json").write_text(json.dumps([dataclasses.asdict(each) for each in runs], indent=2) + "\n")
    findings = sum(len(each.findings) for each in runs)
    print(f"fuzz: {len(runs)} targets, {options.seconds} s each, {sum(each.executions for each in runs):,} executions, {findings} findings")
    idle = [each.target for each in runs if each.executions == 0 and not each.findings]
    if idle:
        print(f"fuzz: NOT RUN: {', '.join(idle)}")
    return 1 if findings or idle else 0


if __name__ == "__main__":
    sys.exit(main())
