#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Finds what GCC 12 compiles into a double free around `co_await` (docs/decisions/0003-name-before-co-await.md).

In one full expression with a `co_await` there must be
  - no braces, around it or beside it, unless they make a type with a constructor (found in src/, or named below);
  - no lambda that captures by value.
And a coroutine lambda must capture nothing: its captures may be gone when it resumes. (Tests may capture references:
there the fixture outlives everything.)

    scripts/check_coawait.py [FILE|FOLDER …]      prints each offence as file:line: sentence; exits 1 when there is one
"""
import dataclasses
import pathlib
import re
import sys

from cxx_source import blank, files_below

TOKEN = re.compile(r'[A-Za-z_]\w*|\d[\w.\']*|->|::|&&|\[\[|\]\]|""|[^\s\w]')
# Numbers, instants and strings: trivial, or with constructors.
SAFE_TYPES = {'string', 'string_view', 'Milliseconds', 'Seconds', 'Instant', 'milliseconds', 'seconds', 'int64_t',
              'uint64_t', 'size_t', 'int', 'double', 'uint16_t', 'steady_timer'}
BLOCK_AFTER = {')', ';', '{', '}', ':', 'else', 'do', 'try', 'const', 'noexcept', 'override', 'final', 'mutable', ''}
SCOPES = {'namespace', 'class', 'struct', 'union', 'enum', 'extern', 'concept'}
COROUTINE = {'co_await', 'co_return', 'co_yield'}


@dataclasses.dataclass
class Braces:
    line: int
    type: str
    has_await_inside: bool = False


@dataclasses.dataclass
class Expression:
    """One full expression: what is destroyed together at its end."""
    words: list = dataclasses.field(default_factory=list)
    braces: list = dataclasses.field(default_factory=list)
    lambdas: list = dataclasses.field(default_factory=list)
    awaits: bool = False

    def outer_words(self) -> list:
        """Those that stand in no parentheses; of these the closing ones are kept."""
        outer, depth = [], 0
        for word in self.words:
            depth += {'(': 1, ')': -1}.get(word, 0)
            if depth == 0:
                outer.append(word)
        return outer


class Reader:
    def __init__(self, source: str, safe_types: set, is_test: bool = False):
        code = re.sub(r'^[ \t]*#(?:[^\n\\]|\\.)*(?:\\\n[^\n]*)*', '', blank(source), flags=re.MULTILINE)
        self.tokens = []
        for number, line in enumerate(code.split('\n'), 1):
            self.tokens += [(match.group(), number) for match in TOKEN.finditer(line)]
        self.safe_types = safe_types
        self.is_test = is_test
        self.at = 0
        self.offences = []

    def text(self, offset: int = 0) -> str:
        index = self.at + offset
        return self.tokens[index][0] if 0 <= index < len(self.tokens) else ''

    def line(self) -> int:
        return self.tokens[min(self.at, len(self.tokens) - 1)][1]

    def read_block(self) -> bool:
        """Reads statements up to the brace that closes the block; true when it is a coroutine's body."""
        expression, open_braces, is_coroutine = Expression(), [], False
        while self.at < len(self.tokens):
            token = self.text()
            if token in COROUTINE:
                is_coroutine = True
            if token == 'co_await':
                expression.awaits = True
                for braces in open_braces:
                    braces.has_await_inside = True
            if token == ';' or (token == '}' and not open_braces):
                self.judge(expression)
                expression = Expression()
                if token == '}':
                    return is_coroutine
            elif token == '}':
                open_braces.pop()
            elif token == '[' and self.starts_lambda():
                self.read_lambda(expression)
                continue
            elif token == '{' and not open_braces and self.starts_block(expression):
                self.judge(expression)
                self.at += 1
                is_coroutine = self.read_block() or is_coroutine
                expression = Expression()
            elif token == '{':
                open_braces.append(Braces(self.line(), self.type_before()))
                expression.braces.append(open_braces[-1])
            expression.words.append(token)
            self.at += 1
        return is_coroutine

    def starts_block(self, expression: Expression) -> bool:
        if self.text(-1) in BLOCK_AFTER or SCOPES & set(expression.words):
            return True
        words = expression.outer_words()  # `auto f() -> Task {` is a function, `x = p->q{` is not
        return '->' in words and ')' in words and not {'=', 'return', 'co_return', 'co_await'} & set(words)

    def type_before(self) -> str:
        """The name of the type that the braces at hand make, or nothing for bare braces."""
        name = self.before_angles(-1)
        before = self.before_angles(name - 1)
        if is_name(self.text(name)) and is_name(self.text(before)):
            return self.text(before)  # `Type name{…}`: the braces of a declaration
        return self.text(name) if is_name(self.text(name)) else ''

    def before_angles(self, back: int) -> int:
        """The offset `back`, or, when a template's arguments end there, the offset of what precedes them."""
        depth = 0
        while self.text(back) == '>' or (depth and self.text(back)):
            depth += {'>': 1, '<': -1}.get(self.text(back), 0)
            back -= 1
        return back

    def matching(self, opening: str, closing: str) -> int:
        """Offset of the token that closes the one at hand."""
        depth, offset = 0, 0
        while self.at + offset < len(self.tokens):
            depth += {opening: 1, closing: -1}.get(self.text(offset), 0)
            if depth == 0:
                return offset
            offset += 1
        return offset

    def starts_lambda(self) -> bool:
        after = self.text(self.matching('[', ']') + 1)
        is_subscript = re.match(r'[\w)\]]', self.text(-1)) and self.text(-1) not in ('return', 'co_return', 'co_await')
        return not is_subscript and after in ('(', '{', '<', 'mutable', '->')

    def read_lambda(self, expression: Expression) -> None:
        line, end = self.line(), self.matching('[', ']')
        captures = [self.text(offset) for offset in range(1, end)]
        self.at += end + 1
        while self.text() and self.text() != '{':
            self.at += self.matching('(', ')') + 1 if self.text() == '(' else 1
        self.at += 1
        if self.read_block() and captures and not (self.is_test and not owns(captures)):
            self.offences.append((line, 'a coroutine lambda must not capture: make it a function with parameters'))
        self.at += 1
        if owns(captures):
            expression.lambdas.append(line)

    def judge(self, expression: Expression) -> None:
        if not expression.awaits:
            return
        for braces in expression.braces:
            if braces.type in self.safe_types:
                continue
            what = braces.type or 'bare'
            where = 'around' if braces.has_await_inside else 'beside'
            self.offences.append((braces.line, f'braces ({what}) {where} co_await: name the object first'))
        for line in expression.lambdas:
            self.offences.append((line, 'a lambda with captures by value beside co_await: name it first'))


def is_name(token: str) -> bool:
    return bool(re.match(r'[A-Za-z_]', token)) and token not in ('return', 'co_return', 'co_await', 'co_yield', 'else')


def owns(captures: list) -> bool:
    """Whether a capture list holds more than references and `this`."""
    parts, depth = [[]], 0
    for token in captures:
        depth += {'(': 1, '{': 1, ')': -1, '}': -1}.get(token, 0)
        if token == ',' and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return any(part and part[0] != '&' and part != ['this'] for part in parts)


def constructed_types(sources: list) -> set:
    """Types with a constructor of their own, and the aliases of such."""
    names = set(SAFE_TYPES)
    for source in sources:
        for name in re.findall(r'\b(?:class|struct)\s+(\w+)[^;{]*\{', source):
            if re.search(rf'(?<![~\w:.>]){name}\((?!\))', source):
                names.add(name)
    aliases = [pair for source in sources for pair in re.findall(r'\busing\s+(\w+)\s*=\s*(?:\w+::)*(\w+)', source)]
    return names | {alias for alias, target in aliases if target in names}


def main(arguments: list) -> int:
    root = pathlib.Path(__file__).parents[1]
    named = [pathlib.Path(argument) for argument in arguments] or [root / 'src', root / 'tests']
    files = [path for path in named if path.is_file()] + files_below(*(path for path in named if path.is_dir()))
    safe_types = constructed_types([blank(path.read_text(encoding='utf-8')) for path in files_below(root / 'src')])
    count = 0
    for path in files:
        reader = Reader(path.read_text(encoding='utf-8'), safe_types, is_test='tests' in path.parts)
        reader.read_block()
        for line, sentence in sorted(set(reader.offences)):
            print(f'{path}:{line}: {sentence}')
            count += 1
    if count == 0:
        print(f'co_await: {len(files)} files, nothing beside it that GCC 12 destroys twice')
    return 1 if count or not files else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
