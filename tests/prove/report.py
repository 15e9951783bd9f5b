# SPDX-License-Identifier: MIT
"""What a proof found, as a table for people and as JSON for programs."""
import dataclasses
import datetime
import json
import pathlib
import platform
import subprocess

from attack import Findings


@dataclasses.dataclass
class Line:
    """One attack, all its tasks together."""

    attack: str
    unit: str
    wanted: int
    seed: int
    found: Findings
    seconds: float  # of all its tasks; they go on beside those of other attacks

    def is_green(self) -> bool:
        return self.found.runs > 0 and not self.found.breaches


@dataclasses.dataclass
class Report:
    lines: list[Line]
    tier: str
    seed: int
    seconds: float
    carillon: pathlib.Path

    def is_green(self) -> bool:
        return bool(self.lines) and all(line.is_green() for line in self.lines)


def row(line: Line) -> str:
    mark = "ok    " if line.is_green() else "BREACH"
    return (
        f"{mark} {line.attack:18} {line.found.runs:>9,} {line.unit:16} {len(line.found.breaches):>4} breaches"
        f" {line.seconds:>8.1f} s"
    )


def verdict(report: Report) -> str:
    green = sum(line.is_green() for line in report.lines)
    return f"{green} of {len(report.lines)} attacks without a breach, {report.seconds:.0f} s, seed {report.seed}"


def said_by(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def circumstances(report: Report) -> dict:
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": said_by("git", "rev-parse", "HEAD"),
        "changed_files": said_by("git", "status", "--porcelain", "--untracked-files=no").splitlines(),
        "carillon": said_by(str(report.carillon), "version").splitlines(),
        "compiler": said_by("g++", "--version").split("\n")[0],
        "system": platform.platform(),
        "tier": report.tier,
        "seed": report.seed,
        "seconds": round(report.seconds, 1),
    }


def as_json(report: Report) -> dict:
    attacks = [
        {
            "attack": line.attack,
            "unit": line.unit,
            "wanted": line.wanted,
            "runs": line.found.runs,
            "seed": line.seed,
            "counts": line.found.counts,
            "breaches": line.found.breaches,
            "seconds": round(line.seconds, 1),
            "replay": f"scripts/prove {line.attack} --seed {line.seed} --runs {line.wanted}",
        }
        for line in report.lines
    ]
    return {**circumstances(report), "green": report.is_green(), "attacks": attacks}


def as_table(report: Report) -> str:
    facts = circumstances(report)
    head = [f"commit {facts['commit']}, {facts['date']}, {facts['system']}, {facts['compiler']}"] + facts["carillon"]
    lines = []
    for line in report.lines:
        lines.append(row(line))
        lines += [f"         {name:40} {count:>12,}" for name, count in sorted(line.found.counts.items())]
        lines += [f"         BREACH {breach}" for breach in line.found.breaches]
    return "\n".join(head + [""] + lines + ["", verdict(report), ""])


def write(report: Report, folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(as_json(report), indent=1) + "\n")
    (folder / "report.txt").write_text(as_table(report))
