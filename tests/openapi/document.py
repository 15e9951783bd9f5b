# SPDX-License-Identifier: MIT
"""The OpenAPI document as the tests need it: its operations, their examples, and whether an answer is as it says."""
import copy
import dataclasses
import re
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(f'{sys.executable} has no jsonschema; scripts/install-dependencies installs it for /usr/bin/python3')

METHODS = ('get', 'post', 'patch', 'delete')
INSTANT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)')
FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks('date-time')(lambda value: not isinstance(value, str) or bool(INSTANT.fullmatch(value)))
FORMATS.checks('date')(lambda value: not isinstance(value, str) or bool(re.fullmatch(r'\d{4}-\d\d-\d\d', value)))


class Untrue(Exception):
    """Its text says what the document says otherwise than the server."""


@dataclasses.dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    said: dict


def closed(schema):
    """An object that has members that nobody described is no answer that was described."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: closed(value) for name, value in schema.items()}
    if isinstance(schema.get('properties'), dict) and schema.get('type') == 'object':
        result.setdefault('additionalProperties', False)
    return result


def values_of(node: dict, name: str) -> dict:
    """`example` and `examples` of a media type or a parameter, by their names."""
    found = {each: value['value'] for each, value in node.get('examples', {}).items()}
    if 'example' in node:
        found[name] = node['example']
    return found


class Document:
    def __init__(self, json: dict):
        self.json = json
        self.schemas = closed(copy.deepcopy(json['components']['schemas']))
        self.operations = {}
        for path, methods in json['paths'].items():
            for method, said in methods.items():
                assert method in METHODS, method
                self.operations[said['operationId']] = Operation(said['operationId'], method.upper(), path, said)

    def resolved(self, node: dict) -> dict:
        while '$ref' in node:
            kind, name = node['$ref'].split('/')[-2:]
            node = self.json['components'][kind][name]
        return node

    def faults(self, value, schema: dict) -> list:
        root = {**closed(schema), 'components': {'schemas': self.schemas}}
        found = jsonschema.Draft202012Validator(root, format_checker=FORMATS).iter_errors(value)
        return [f'{"/".join(map(str, each.absolute_path))}: {each.message[:300]}' for each in found]

    def parameters(self, operation: Operation, place: str) -> dict:
        """Their examples by name; of several the first."""
        found = {}
        for node in map(self.resolved, operation.said.get('parameters', [])):
            values = list(values_of(node, node['name']).values())
            if node['in'] == place and values:
                found[node['name']] = values[0]
        return found

    def has_parameter(self, operation: Operation, name: str) -> bool:
        return any(self.resolved(node)['name'] == name for node in operation.said.get('parameters', []))

    def bodies(self, operation: Operation) -> dict:
        """Of its request, by (type, name)."""
        content = operation.said.get('requestBody', {}).get('content', {})
        return {(kind, name): value for kind, node in content.items() for name, value in values_of(node, 'example').items()}

    def response(self, operation: Operation, status: int) -> dict:
        said = operation.said['responses'].get(str(status))
        if said is None:
            raise Untrue(f'{operation.name}: an answer {status} is not described')
        return self.resolved(said)

    def examples(self):
        """Every example of the document, as (where it stands, its value, its schema)."""
        yield from self._examples_below(self.json, '#')
        for name, schema in self.json['components']['schemas'].items():
            yield from self._values_in(schema, f'#/components/schemas/{name}')

    def _examples_below(self, node, place: str):
        if isinstance(node, list):
            for index, each in enumerate(node):
                yield from self._examples_below(each, f'{place}/{index}')
        if not isinstance(node, dict):
            return
        if isinstance(node.get('schema'), dict):
            for name, value in values_of(node, 'example').items():
                yield f'{place} {name}', value, node['schema']
            return
        for name, each in node.items():
            if name != 'schemas':
                yield from self._examples_below(each, f'{place}/{name}')

    def _values_in(self, schema, place: str):
        """The `examples` and the `default` of a schema and of those within it."""
        if isinstance(schema, list):
            for index, each in enumerate(schema):
                yield from self._values_in(each, f'{place}/{index}')
        if not isinstance(schema, dict):
            return
        for index, value in enumerate(schema.get('examples', [])):
            yield f'{place}/examples/{index}', value, schema
        if 'default' in schema:
            yield f'{place}/default', schema['default'], schema
        for name, each in schema.items():
            if name not in ('examples', 'default', 'enum', 'required'):
                yield from self._values_in(each, f'{place}/{name}')
