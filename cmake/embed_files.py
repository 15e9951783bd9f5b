#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the files of the page at /docs into one C++ file.

    embed_files.py OUTPUT.cpp NAME=FILE[,FILE …] …      several files become one text
"""
import hashlib
import pathlib
import sys

TYPES = {'.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.txt': 'text/plain; charset=utf-8'}


def row(argument: str) -> str:
    name, files = argument.split('=', 1)
    text = '\n'.join(pathlib.Path(file).read_text(encoding='utf-8') for file in files.split(','))
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()[:16]
    # With its length: a compiler counts no further than some hundred thousand characters.
    return f'    {{"{name}", "{TYPES[pathlib.Path(name).suffix]}", {{R"asset~({text})asset~", {len(data)}}}, "{digest}"}},\n'


def main() -> None:
    output, *arguments = sys.argv[1:]
    rows = ''.join(map(row, arguments))
    pathlib.Path(output).write_text(f'''// Made by cmake/embed_files.py.
#include "api/docs_assets.hpp"

namespace carillon::api {{
namespace {{

const Asset assets[] = {{
{rows}}};

}}  // namespace

std::span<const Asset> docs_assets() {{
    return assets;
}}

}}  // namespace carillon::api
''', encoding='utf-8')


if __name__ == '__main__':
    main()
