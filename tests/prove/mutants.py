# SPDX-License-Identifier: MIT
"""Breaks the protocol on purpose, one way at a time, and sees that the small tier notices: a proof that cannot fail proves
nothing. Each mutants/NAME.patch is one break; its first line says in words what it breaks.

  scripts/mutants [NAME …]      all of them; a patch that no longer applies is an error, not a pass
"""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATCHES = pathlib.Path(__file__).resolve().parent / "mutants"
COPY = ROOT / "build" / "mutants"
TARGETS = ["carillon", "check_promises", "damage_database", "in_process_attacks"]


def run(*command: object, cwd: pathlib.Path = ROOT, may_fail: bool = False) -> int:
    done = subprocess.run([str(word) for word in command], cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode != 0 and not may_fail:
        sys.exit(f"mutants: {' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.returncode


def make_copy() -> None:
    """A checkout of its own, so that nobody's work is touched and the next mutant compiles only what it breaks."""
    if not (COPY / ".git").exists():
        run("git", "worktree", "prune")
        run("git", "worktree", "add", "--detach", "--force", COPY, "HEAD")
    run("git", "checkout", "--force", "--detach", run_text("git", "rev-parse", "HEAD"), cwd=COPY)
    (COPY / "build").mkdir(exist_ok=True)
    third_party = COPY / "build" / "third-party"
    if not third_party.exists():
        third_party.symlink_to(ROOT / "build" / "third-party")


def run_text(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def caught_by(folder: pathlib.Path) -> dict[str, str]:
    """The attacks that found a breach, with the first one of each."""
    build = COPY / "build" / "prove"
    run("python3", COPY / "tests" / "prove" / "prove.py", "--build", build, "--tier", "small", "--report", folder,
        cwd=COPY, may_fail=True)
    report = json.loads((folder / "report.json").read_text())
    return {line["attack"]: line["breaches"][0] for line in report["attacks"] if line["breaches"]}


def try_mutant(patch: pathlib.Path) -> bool:
    print(f"{patch.stem}: {patch.read_text().splitlines()[0]}", flush=True)
    run("git", "apply", patch, cwd=COPY)
    try:
        run("scripts/build", "prove", *TARGETS, cwd=COPY)
        caught = caught_by(ROOT / "build" / "proof" / "mutants" / patch.stem)
    finally:
        run("git", "checkout", "--force", ".", cwd=COPY)
    for attack, breach in caught.items():
        print(f"    caught by {attack}: {breach[:160]}", flush=True)
    if not caught:
        print("    NOT CAUGHT", flush=True)
    return bool(caught)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/mutants", description="Breaks the protocol; the proof must notice.")
    parser.add_argument("mutants", nargs="*", metavar="NAME")
    names = parser.parse_args().mutants
    patches = [patch for patch in sorted(PATCHES.glob("*.patch")) if not names or patch.stem in names]
    if not patches:
        print("mutants: there is no such patch in tests/prove/mutants", file=sys.stderr)
        return 2
    make_copy()
    caught = sum([try_mutant(patch) for patch in patches])
    print(f"{caught} of {len(patches)} mutants caught")
    return 0 if caught == len(patches) else 1


if __name__ == "__main__":
    sys.exit(main())
