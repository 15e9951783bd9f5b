#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts the pieces of src/api/openapi together, as one JSON in a C++ file. What depends on the route table (summaries, scopes,
refusals) is added by src/api/openapi.cpp, in the server itself.

    make_openapi.py FOLDER OUTPUT.cpp

In the pieces, `$ref: Campaign` means the schema of that name, a parameter or response that is a word the component of that name, and
`{$example: Campaign}` the value of that name in examples.yaml.
"""
import json
import pathlib
import sys

try:
    import yaml
except ImportError:
    sys.exit(f'make_openapi.py: {sys.executable} has no PyYAML; scripts/install-dependencies installs it for /usr/bin/python3')


class Wrong(Exception):
    """Its text is a sentence for whoever wrote the piece."""


class Loader(yaml.SafeLoader):
    """YAML as JSON has it: no dates, and no member twice."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != 'tag:yaml.org,2002:timestamp']
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mapping_without_doubles(loader, node):
    pairs = loader.construct_pairs(node, deep=True)
    result = {}
    for name, value in pairs:
        if name in result:
            raise Wrong(f'{node.start_mark}: {name} is said twice')
        result[name] = value
    return result


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping_without_doubles)


def read(file: pathlib.Path) -> dict:
    with file.open(encoding='utf-8') as text:
        return yaml.load(text, Loader)


def read_all(folder: pathlib.Path) -> dict:
    everything = {}
    for file in sorted(folder.glob('*.yaml')):
        add_all(everything, read(file), file)
    return everything


def add_all(everything: dict, more: dict, origin) -> None:
    for name, value in more.items():
        if name in everything:
            raise Wrong(f'{origin}: {name} stands in another piece, too')
        everything[name] = value


def expanded(value, examples: dict):
    """With whole references, and with the named examples in their places."""
    if isinstance(value, list):
        return [expanded(each, examples) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ['$example']:
        if value['$example'] not in examples:
            raise Wrong(f"there is no example {value['$example']} in examples.yaml")
        return expanded(examples[value['$example']], examples)
    if '$ref' in value and '/' not in value['$ref']:
        return {**value, '$ref': '#/components/schemas/' + value['$ref']}
    return {name: expanded(each, examples) for name, each in value.items()}


def require_all(schemas: dict) -> dict:
    """An answer has all its members, null where they are absent, but for those that `x-optional` names."""
    for schema in schemas.values():
        optional = schema.pop('x-optional', [])
        if schema.get('type') == 'object':
            schema['required'] = [name for name in schema['properties'] if name not in optional]
    return schemas


def component(kind: str, value):
    return {'$ref': f'#/components/{kind}/{value}'} if isinstance(value, str) else value


def read_operations(folder: pathlib.Path) -> dict:
    operations = {}
    for file in sorted(folder.glob('*.yaml')):
        piece = read(file)
        for operation in piece['operations'].values():
            operation['tags'] = [piece['tag']]
            if 'parameters' in operation:
                operation['parameters'] = [component('parameters', each) for each in operation['parameters']]
            responses = operation['responses']
            operation['responses'] = {status: component('responses', each) for status, each in responses.items()}
        add_all(operations, piece['operations'], file)
    return operations


def make(folder: pathlib.Path) -> dict:
    document = read(folder / 'document.yaml')
    document['info']['description'] = (folder / 'guide.md').read_text(encoding='utf-8')
    schemas = {}
    for name in ('words', 'settings', 'requests'):
        add_all(schemas, read(folder / 'schemas' / f'{name}.yaml'), name)
    for name in ('answers', 'others', 'lists'):
        add_all(schemas, require_all(read(folder / 'schemas' / f'{name}.yaml')), name)
    responses = read(folder / 'answers.yaml')
    add_all(responses, read(folder / 'refusals.yaml'), 'refusals')
    document['components'].update(schemas=schemas, parameters=read(folder / 'parameters.yaml'), responses=responses)
    document['operations'] = read_operations(folder / 'routes')
    return expanded(document, read(folder / 'examples.yaml'))


def main() -> int:
    folder, output = map(pathlib.Path, sys.argv[1:])
    try:
        text = json.dumps(make(folder), ensure_ascii=False)
    except (Wrong, yaml.YAMLError) as wrong:
        print(f'{folder}: {wrong}', file=sys.stderr)
        return 1
    output.write_text(f'''// Made by cmake/make_openapi.py from src/api/openapi.
#include "api/openapi.hpp"

namespace carillon::api {{

std::string_view openapi_pieces() {{
    return R"openapi({text})openapi";
}}

}}  // namespace carillon::api
''', encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
