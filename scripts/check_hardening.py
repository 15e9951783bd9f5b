#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that what users run was built hardened: reads the binary itself (readelf), and where a binary cannot tell, how each of
its files was compiled.

    scripts/check_hardening.py BUILD      prints each thing that is off; exits 1 when there is one
"""
import json
import pathlib
import platform
import re
import subprocess
import sys

# What readelf must show, and what it means. `-W -h -l -d -n --dyn-syms`.
SHOWN = [
    (r'Type:\s+DYN', 'PIE: it lies at another address each time'),
    (r'Flags:.*\bPIE\b', 'PIE: it lies at another address each time'),
    (r'GNU_RELRO', 'RELRO: the table of library functions cannot be written'),
    (r'Flags:.*\bNOW\b|BIND_NOW', 'BIND_NOW: all of that table is filled in before it starts'),
    (r'GNU_STACK\s+\S+\s+\S+\s+\S+\s+\S+\s+\S+\s+RW\s', 'a stack that cannot be executed'),
    (r'__stack_chk_fail', '-fstack-protector-strong: a canary above each array on the stack'),
    (r'__(?!stack_)\w+_chk\b', '_FORTIFY_SOURCE: copies are held against the size of where they go'),
]
# These leave no trace that readelf shows: a program is marked for -fcf-protection only if the C library's start files
# are, and Debian 12's are not.
COMPILED_WITH = ['-fstack-clash-protection', '-Wformat-security', '-D_GLIBCXX_ASSERTIONS']
COMPILED_WITH_ON = {'x86_64': ['-fcf-protection=full'], 'aarch64': ['-mbranch-protection=standard']}


def offences_of_binary(text: str) -> list:
    return list(dict.fromkeys(f'off: {what}' for pattern, what in SHOWN if not re.search(pattern, text)))


def flags_wanted() -> list:
    return COMPILED_WITH + COMPILED_WITH_ON.get(platform.machine(), [])


def offences_of_compiling(commands: list, source: pathlib.Path) -> list:
    own = [each for each in commands if pathlib.Path(each['file']).is_relative_to(source / 'src')]
    if not own:
        return [f'no file of {source}/src is compiled here']
    return [f'{pathlib.Path(each["file"]).relative_to(source)}: compiled without {flag}'
            for each in own for flag in flags_wanted() if flag not in each['command'].split()]


def main() -> int:
    build = pathlib.Path(sys.argv[1])
    binary = build / 'carillon'
    read = subprocess.run(['readelf', '-W', '-h', '-l', '-d', '-n', '--dyn-syms', binary], capture_output=True, text=True, check=False)
    if read.returncode != 0:
        print(f'{binary}: {read.stderr.strip()}')
        return 1
    commands = json.loads((build / 'compile_commands.json').read_text())
    source = pathlib.Path(__file__).resolve().parents[1]
    offences = offences_of_binary(read.stdout) + offences_of_compiling(commands, source)
    for offence in offences[:20]:
        print(f'{binary}: {offence}')
    if not offences:
        print(f'hardening: {binary} has all of it')
    return 1 if offences else 0


if __name__ == '__main__':
    sys.exit(main())
