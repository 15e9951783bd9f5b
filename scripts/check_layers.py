#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks who may lean on whom in src/, and that some words stay in one place.

    scripts/check_layers.py [ROOT]      prints each offence as file:line: sentence; exits 1 when there is one
"""
import pathlib
import re
import sys

from cxx_source import blank, files_below

# A room and the rooms whose headers it may include. The nouns (files directly in src/) lie below everyone.
MAY_INCLUDE = {
    'nouns': {'nouns'},
    'http': {'http', 'nouns'},
    'twilio': {'twilio', 'nouns', 'http'},
    'store': {'store', 'nouns'},
    'rules': {'rules', 'nouns'},
    'dialer': {'dialer', 'rules', 'nouns', 'store', 'twilio'},
    'events': {'events', 'nouns', 'store'},
    'api': {'api', 'nouns', 'http', 'store', 'dialer', 'events', 'twilio'},
    'simulator': {'simulator', 'nouns', 'http', 'twilio'},
    'cli': {'cli', 'nouns', 'http', 'twilio', 'store', 'rules', 'dialer', 'events', 'api', 'simulator'},
    'main': {'cli'},
}
# The rules implement this face, and need nothing else of the store.
ALSO = {('rules', 'store/decisions.hpp')}
# What a rule must not be able to do: read, write, wait, or ask what time it is.
NOT_IN_RULES = {'condition_variable', 'cstdio', 'ctime', 'filesystem', 'fstream', 'future', 'iostream', 'mutex',
                'random', 'thread'}
# A word, where it may stand, and why.
PLACES = [
    (re.compile(r'\b(SELECT|INSERT INTO|INSERT OR|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b'), ('store/',),
     'SQL belongs in src/store'),
    (re.compile(r'#\s*include\s*<(SQLiteCpp/|sqlite3)|\bsqlite3_\w|\bSQLite::'), ('store/',),
     'SQLite belongs in src/store'),
    (re.compile(r'\bgetenv\b'), ('config.cpp', 'cli/client/options.cpp'),
     'the environment is read in src/config.cpp, and where a client looks for its key'),
    (re.compile(r'\bspdlog\b'), ('journal_line.cpp',), 'spdlog belongs in src/journal_line.cpp'),
    (re.compile(r'\bdetached\b'), (), 'nobody hears of the exception of a detached coroutine'),
]
LONGEST_FILE = 300
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def room_of(path: pathlib.PurePath) -> str:
    """`path` is relative to src/."""
    if path.parts[:2] == ('dialer', 'rules'):
        return 'rules'
    if len(path.parts) > 1:
        return path.parts[0]
    return 'main' if path.name == 'main.cpp' else 'nouns'


def target_of(source: pathlib.Path, file: pathlib.Path, name: str) -> pathlib.PurePath:
    beside = file.parent / name
    return beside.relative_to(source) if beside.exists() else pathlib.PurePath(name)


def include_offence(source: pathlib.Path, file: pathlib.Path, bracket: str, name: str) -> str:
    room = room_of(file.relative_to(source))
    if bracket == '<':
        if room == 'rules' and ('.' in name or '/' in name or name in NOT_IN_RULES):
            return f'dialer/rules is pure and stands on the standard library alone: not <{name}>'
        return ''
    target = target_of(source, file, name)
    if room_of(target) in MAY_INCLUDE.get(room, set()) or (room, str(target)) in ALSO:
        return ''
    return f'{room} must not include "{name}"'


def offences_of(source: pathlib.Path, file: pathlib.Path):
    inside = file.relative_to(source).as_posix()
    text = file.read_text(encoding='utf-8')
    lines = text.splitlines()
    if not lines or lines[0] != '// SPDX-License-Identifier: MIT':
        yield 1, 'the first line must be the licence: // SPDX-License-Identifier: MIT'
    if len(lines) > LONGEST_FILE:
        yield len(lines), f'more than {LONGEST_FILE} lines: it has more than one job'
    for number, line in enumerate(blank(text, keep_strings=True).splitlines(), 1):
        include = INCLUDE.match(line)
        offence = include_offence(source, file, *include.groups()) if include else ''
        if offence:
            yield number, offence
        for pattern, places, why in PLACES:
            if pattern.search(line) and not inside.startswith(places or ('\0',)):
                yield number, why


def main(root: pathlib.Path) -> int:
    source = root / 'src'
    files = files_below(source)
    offences = [f'{file.relative_to(root)}:{number}: {sentence}'
                for file in files for number, sentence in offences_of(source, file)]
    print('\n'.join(offences) if offences else f'layers: {len(files)} files, each in its place')
    return 1 if offences or not files else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1])))
