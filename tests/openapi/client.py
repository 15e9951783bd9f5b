# SPDX-License-Identifier: MIT
"""Sends what the document describes, and holds each answer to what the document says of it."""
import dataclasses
import http.client
import json
import urllib.parse

from document import Document, Operation, Untrue

PATIENCE = 60  # seconds for one answer


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    text: str

    @property
    def type(self) -> str:
        return self.headers.get('content-type', '').split(';')[0]

    @property
    def json(self):
        return json.loads(self.text)


class Client:
    def __init__(self, origin: str, document: Document, key: str = ''):
        self.origin, self.document, self.key = origin, document, key
        self.seen = set()      # (operation, status)
        self.sent = set()      # (operation, type, name of the example)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.origin).netloc, timeout=PATIENCE)

    def raw(self, method: str, target: str, body: bytes = b'', headers: dict = {}) -> Answer:
        keyed = {'Authorization': f'Bearer {self.key}'} if self.key else {}
        connection = self.connection()
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in [*keyed.items(), *headers.items()]:
                connection.putheader(name, value)
            if method != 'GET':
                connection.putheader('Content-Length', str(len(body)))
            connection.endheaders()
            try:
                connection.send(body)
            except OSError:
                pass  # refused before all of it was sent: the answer says why
            answer = connection.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
        finally:
            connection.close()

    def target(self, operation: Operation, path: dict, query: dict) -> str:
        target = operation.path
        for name, value in {**self.document.parameters(operation, 'path'), **path}.items():
            target = target.replace('{' + name + '}', urllib.parse.quote(str(value), safe=''))
        return target + ('?' + urllib.parse.urlencode(query) if query else '')

    def ask(self, name: str, *, path: dict = {}, query: dict = {}, kind: str = '', body=None, headers: dict = {}) -> Answer:
        """One request; its answer is as the document says, or this raises."""
        operation = self.document.operations[name]
        headers = {**headers, **({'Content-Type': kind} if kind else {})}
        answer = self.raw(operation.method, self.target(operation, path, query), encoded(kind, body), headers)
        self.check(operation, answer)
        return answer

    def must(self, name: str, **request) -> Answer:
        answer = self.ask(name, **request)
        if not 200 <= answer.status < 300:
            raise Untrue(f'{name} was answered with {answer.status}: {answer.text}')
        return answer

    def check(self, operation: Operation, answer: Answer) -> None:
        said = self.document.response(operation, answer.status)
        self.seen.add((operation.name, answer.status))
        where = f'{operation.name} {answer.status}'
        for header in said.get('headers', {}):
            if header.lower() not in answer.headers:
                raise Untrue(f'{where}: there is no header {header}')
        content = said.get('content', {})
        if not content and answer.text:
            raise Untrue(f'{where}: a body was not described: {answer.text[:200]}')
        if not content:
            return
        if answer.type not in content:
            raise Untrue(f'{where}: {answer.type} is not described: {answer.text[:200]}')
        value = answer.json if answer.type.endswith('json') else answer.text
        if faults := self.document.faults(value, content[answer.type]['schema']):
            raise Untrue(f'{where}: ' + '; '.join(faults) + f'\n{answer.text[:2000]}')

    def show(self, name: str, *, path: dict = {}, query: dict | None = None, headers: dict = {}, only: str = '') -> list:
        """Sends the examples of an operation, each request body once; all must succeed. Without bodies one request.
        Where `query` is not given, the parameters' own examples are sent."""
        operation = self.document.operations[name]
        query = self.document.parameters(operation, 'query') if query is None else query
        headers = {**self.document.parameters(operation, 'header'), **headers}
        answers = []
        for (kind, example), body in (self.document.bodies(operation) or {('', ''): None}).items():
            if only and example != only:
                continue
            own = {each: f'{value} {name} {kind} {example}'.strip() if each == 'Idempotency-Key' else str(value)
                   for each, value in headers.items()}  # a key is good for one request
            answers.append(self.must(name, path=path, query=query, kind=kind, body=body, headers=own))
            self.sent.add((name, kind, example))
        return answers


def encoded(kind: str, body) -> bytes:
    if body is None:
        return b''
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    if kind == 'application/x-www-form-urlencoded':
        return urllib.parse.urlencode(body).encode()
    return json.dumps(body).encode()
