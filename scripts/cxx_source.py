# SPDX-License-Identifier: MIT
"""What the lints share: C++ source without comments and literals, and the files to look at."""
import pathlib
import re

_NOT_CODE = re.compile(
    r'//[^\n]*'
    r'|/\*.*?\*/'
    r'|(?:u8|[uUL])?R"(?P<mark>[^()\\ \n]*)\(.*?\)(?P=mark)"'
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|(?<![0-9a-zA-Z_])'(?:[^'\\\n]|\\.)*'",
    re.DOTALL)


def blank(source: str, keep_strings: bool = False) -> str:
    """The source with comments (and string literals, unless kept) emptied; every line stays where it is."""
    def emptied(match: re.Match) -> str:
        text = match.group()
        if text.startswith('/'):
            return ' ' + '\n' * text.count('\n')
        return text if keep_strings else '""' + '\n' * text.count('\n')
    return _NOT_CODE.sub(emptied, source)


def files_below(*folders: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for folder in folders for path in folder.rglob('*') if path.suffix in ('.cpp', '.hpp'))
