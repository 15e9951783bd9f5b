#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the API's description to the server that serves it: every example is valid, every request example is sent to the real binary
(with a fake Twilio behind it), every answer is as its schema says, and so are refusals. The walk-through is run as it stands.

    check_examples.py BINARY
"""
import json
import pathlib
import re
import subprocess
import sys
import urllib.request

import page
import refusals
import story
from client import Client
from document import Document, Untrue
from running import carillon, product

EVERYTHING = 'a key that may do everything'.replace(' ', '-')
COMMANDS = re.compile(r'```sh\n(.*?)```', re.DOTALL)


def read_document(origin: str) -> Document:
    with urllib.request.urlopen(origin + '/openapi.json', timeout=60) as answer:
        return Document(json.load(answer))


def check_values(document: Document) -> int:
    count = 0
    for place, value, schema in document.examples():
        count += 1
        if faults := document.faults(value, schema):
            raise Untrue(f'{place}: ' + '; '.join(faults))
    return count


def follow_the_guide(document: Document, origin: str, folder: pathlib.Path) -> int:
    """As somebody would who copies it line by line."""
    commands = COMMANDS.findall(document.json['info']['description'])
    for command in commands:
        text = command.replace('http://localhost:3000', origin)
        done = subprocess.run(['bash', '-euo', 'pipefail', '-c', text], cwd=folder, capture_output=True, text=True, timeout=60)
        if done.returncode != 0 or 'urn:carillon:problem' in done.stdout:
            raise Untrue(f'the walk-through fails at\n{command}{done.stdout}{done.stderr}')
    api = Client(origin, document)
    story.wait_until('the campaign is completed', lambda: api.must('readCampaign').json['status'] == 'completed')
    counts = api.must('readCampaign').json['counts']
    if counts['total'] != 2 or len((folder / 'results.csv').read_text().splitlines()) != 3:
        raise Untrue(f'the walk-through called others than Ada and Grace: {counts}')
    return len(commands)


def check_without_keys(binary) -> Client:
    with product(binary) as (origin, folder, agent):
        document = read_document(origin)
        print(f'{check_values(document)} examples are as their schemas say')
        print(f'{follow_the_guide(document, origin, folder)} commands of the walk-through do what it says')
        print(f'{page.check(origin, document)} files make the page, all from here')
        api = Client(origin, document)
        left = story.tell(api, agent)
        refusals.from_elsewhere(api)
        refusals.conflicts(api, left)
        refusals.strange_requests(api)
        by_campaign = {name: {'id': 1} for name, operation in document.operations.items() if '/campaigns/{id}' in operation.path}
        refusals.strange_bodies(api, {**by_campaign, 'optOutContact': {'id': 1}})
        return api


def check_with_keys(binary) -> Client:
    with carillon(binary, 'serve', CARILLON_API_KEY=EVERYTHING, TWILIO_API_BASE_URL='http://127.0.0.1:9',
                  STATUS_CALLBACK_URL='https://dialer.example.com/twilio-status') as (origin, _):
        document = read_document(origin)
        api = Client(origin, document, EVERYTHING)
        api.show('createKey')
        api.show('listKeys')
        keys = {}
        for scope, rate in {'read': 1000, 'upload': 1000, 'dial': 1000, 'slow': 1}.items():
            wanted = {'name': scope, 'scopes': ['read' if scope == 'slow' else scope], 'requests_per_second': rate}
            made = api.must('createKey', kind='application/json', body=wanted).json
            keys[scope] = Client(origin, document, made['key'])
        strangers = Client(origin, document)
        refusals.keyed(strangers, keys)
        api.seen |= strangers.seen.union(*(client.seen for client in keys.values()))
        refusals.expect(api.ask('createKey', kind='application/json', body={'name': 'read', 'scopes': ['read']}), 'createKey', 409)
        refusals.expect(api.ask('reportReady'), 'reportReady', 503)
        api.show('revokeKey')
        api.show('listAudit')
        return api


def missing(document: Document, *clients: Client) -> list:
    """What of the document nobody has tried."""
    seen = set.union(*(client.seen for client in clients))
    sent = set.union(*(client.sent for client in clients))
    found = [f'{name} never succeeded' for name in document.operations
             if not any((name, status) in seen for status in (200, 201))]
    for name, operation in document.operations.items():
        found += [f'{name}: the example {example} ({kind}) was never sent' for kind, example in document.bodies(operation)
                  if (name, kind, example) not in sent]
    return found + refusals.untried(document, seen)


def main() -> int:
    binary = pathlib.Path(sys.argv[1]).resolve()
    try:
        local, with_keys = check_without_keys(binary), check_with_keys(binary)
        if found := missing(local.document, local, with_keys):
            raise Untrue('\n'.join(found))
    except Untrue as untrue:
        print(f'openapi: {untrue}', file=sys.stderr)
        return 1
    answers = len(local.seen | with_keys.seen)
    print(f'OK: {len(local.document.operations)} operations, {answers} kinds of answers, each as the document says')
    return 0


if __name__ == '__main__':
    sys.exit(main())
