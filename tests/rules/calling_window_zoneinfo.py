# SPDX-License-Identifier: MIT
"""Holds calling windows against Python's zoneinfo, which reads the same database by other code.

    calling_window_zoneinfo.py VERDICTS

For every zone of the database and every change of its clocks from 2024 to 2030, instants around the change are asked of
VERDICTS (calling_window_verdicts.cpp) for two windows, one of them over midnight, and the answers are worked out here: inside
the window on the local clock, and not in a doubtful hour. Which hours are doubtful is found without looking at offsets'
spans: a local time that comes twice, or that lies as near behind a gap as the gap is wide.
"""
import datetime
import subprocess
import sys
import zoneinfo

UTC = datetime.timezone.utc
FIRST = int(datetime.datetime(2024, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime.datetime(2031, 1, 1, tzinfo=UTC).timestamp())
WINDOWS = (("08:00", "21:00"), ("22:15", "02:45"))
# Around a change: far away, near, and to the second.
PROBES = sorted({minutes * 60 for minutes in range(-24 * 60, 24 * 60 + 1, 45)}
                | {edge + second for edge in (-7200, -3600, -1800, 0, 1800, 3600, 7200) for second in (-1, 0, 1)})


def offset(zone: zoneinfo.ZoneInfo, at: int) -> int:
    return int(datetime.datetime.fromtimestamp(at, zone).utcoffset().total_seconds())


def changes(zone: zoneinfo.ZoneInfo) -> list[int]:
    """Where the offset changes: by halving, day by day."""
    found = []
    day = 86_400
    for start in range(FIRST, LAST, day):
        low, high = start, start + day
        if offset(zone, low) == offset(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == offset(zone, low):
                low = middle
            else:
                high = middle
        found.append(high)
    return found


def comes_twice(zone: zoneinfo.ZoneInfo, at: int) -> bool:
    local = datetime.datetime.fromtimestamp(at, zone)
    return local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()


def follows_a_gap(zone: zoneinfo.ZoneInfo, at: int, change: int) -> bool:
    width = offset(zone, change) - offset(zone, change - 1)
    return width > 0 and change <= at < change + width


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def is_open(zone: zoneinfo.ZoneInfo, begin: str, end: str, at: int, change: int) -> bool:
    if comes_twice(zone, at) or follows_a_gap(zone, at, change):
        return False
    local = datetime.datetime.fromtimestamp(at, zone)
    now = local.hour * 60 + local.minute
    first, last = minutes(begin), minutes(end)
    return first <= now < last if first < last else now >= first or now < last


def main() -> int:
    questions, answers = [], []
    zones = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})  # no places
    for name in zones:
        zone = zoneinfo.ZoneInfo(name)
        for change in changes(zone) or [FIRST]:
            for begin, end in WINDOWS:
                instants = [change + probe for probe in PROBES]
                questions.append(" ".join([name, begin, end, *map(str, instants)]))
                answers.append("".join(str(int(is_open(zone, begin, end, at, change))) for at in instants))
    asked = subprocess.run([sys.argv[1]], input="\n".join(questions) + "\n", capture_output=True, text=True, check=True)
    told = asked.stdout.splitlines()
    wrong = [(q, a, t) for q, a, t in zip(questions, answers, told, strict=True) if a != t]
    for question, expected, found in wrong[:10]:
        name, begin, end, *instants = question.split()
        at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), 0)
        print(f"{name} {begin}-{end} at {instants[at]}: zoneinfo says {expected[at]}, we say {found}"[:200])
    print(f"{len(zones)} zones, {len(questions) // len(WINDOWS)} changes, {sum(map(len, answers)):,} verdicts, {len(wrong)} wrong")
    return 1 if wrong or len(zones) < 400 else 0


if __name__ == "__main__":
    sys.exit(main())
