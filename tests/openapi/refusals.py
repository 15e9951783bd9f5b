# SPDX-License-Identifier: MIT
"""What is refused is refused as the document says: each operation with what is wrong about any request, with and without a key."""
from client import Client
from document import Untrue

NOBODY = '999999'
TWO_HOSTS = {'Host': 'elsewhere.example'}  # beside the one that is always sent
# What is described and not provoked here, and who shows it instead.
ELSEWHERE = {
    ('changeCampaign', 409),    # two at the same moment
    ('uploadContacts', 408),    # tests/http/server_limits_test.cpp: a body that comes too slowly
    ('addSuppressions', 408),
    ('resendDelivery', 409),    # tests/api/webhooks_test.cpp: an earlier one must go first
}

def expect(answer, name: str, *statuses: int) -> None:
    if answer.status not in statuses:
        raise Untrue(f'{name}: {answer.status} instead of {" or ".join(map(str, statuses))}: {answer.text[:300]}')


def strange_requests(api: Client) -> None:
    """To a server that has no key."""
    for name, operation in api.document.operations.items():
        body = operation.said.get('requestBody', {}).get('content', {})
        named = {'id': NOBODY, 'phone': '+12125550999', 'file': 'none.css'}
        if '{' in operation.path:
            kind, text = ('text/csv', 'phone\n') if 'text/csv' in body else ('application/json', '{}') if body else ('', '')
            expect(api.ask(name, path=named, kind=kind, body=text), name, 404)
        if api.document.has_parameter(operation, 'limit'):
            for query in ({'limit': 0}, {'limit': 1001}, {'cursor': 'nonsense'}, {'misspelt': 1}):
                expect(api.ask(name, path={'id': 1}, query=query), name, 400)
        if operation.path == '/v1/events':
            expect(api.ask(name, query={'misspelt': 1}), name, 400)


def from_elsewhere(api: Client) -> None:
    """As long as there is no key the API answers this machine alone; and a request with two hosts nobody answers."""
    for name, operation in api.document.operations.items():
        is_signed = any('twilio' in each for each in operation.said['security'])
        if operation.path != '/healthz' and not is_signed:
            expect(api.ask(name, headers={'X-Forwarded-For': '192.0.2.7'}), name, 403)
        expect(api.ask(name, headers=TWO_HOSTS), name, 400)
        if is_signed and operation.method == 'POST':
            expect(api.ask(name, kind='application/x-www-form-urlencoded', body=b'a' * 70_000), name, 413)


def conflicts(api: Client, story) -> None:
    """What cannot be done in the state in which the story has left things."""
    for name in ('startCampaign', 'pauseCampaign', 'resumeCampaign', 'cancelCampaign'):
        expect(api.ask(name, path={'id': story.canceled}), name, 409)
    expect(api.ask('redialCampaign', path={'id': story.draft}), 'redialCampaign', 409)
    api.must('changeCampaign', path={'id': story.draft}, kind='application/json', body={'settings': {'twiml_url': ''}})
    expect(api.ask('probeAgent', path={'id': story.draft}), 'probeAgent', 409)
    expect(api.ask('requeueContact', path={'id': story.reached}), 'requeueContact', 409)
    expect(api.ask('hangUpCall', path={'id': story.call}), 'hangUpCall', 409)
    expect(api.ask('changeCampaign', path={'id': story.draft}, kind='application/json', body={'name': 'too late'}, headers={'If-Match': '"0"'}),
           'changeCampaign', 412)
    used = {'Idempotency-Key': 'used before'}
    api.must('createCampaign', kind='application/json', body={'name': 'the first'}, headers=used)
    bodies = {'createCampaign': {'name': 'the second'}, 'cloneCampaign': {'name': 'x'}, 'redialCampaign': {'name': 'x'},
              'dial': {'to': '+15559876543'}, 'createWebhook': {'url': 'https://crm.example.com/'}}
    for name, body in bodies.items():
        expect(api.ask(name, path={'id': story.canceled}, kind='application/json', body=body, headers=used), name, 422)
    wanted = {'url': 'https://crm.example.com/', 'campaign_id': int(NOBODY)}
    expect(api.ask('createWebhook', kind='application/json', body=wanted), 'createWebhook', 404)
    del wanted['campaign_id']
    statuses = [api.ask('createWebhook', kind='application/json', body=wanted).status for _ in range(64)]
    if statuses[-1] != 409:
        raise Untrue('createWebhook: there are more than 64')


def strange_bodies(api: Client, ids: dict) -> None:
    for name, operation in api.document.operations.items():
        kinds = operation.said.get('requestBody', {}).get('content', {})
        if 'application/json' not in kinds:
            continue
        path = ids.get(name, {})
        expect(api.ask(name, path=path, kind='application/json', body='{"a": '), name, 400)
        if '415' in operation.said['responses']:
            expect(api.ask(name, path=path, kind='text/html', body='<p>'), name, 415)
        if '413' in operation.said['responses']:
            expect(api.ask(name, path=path, kind='application/json', body=b'[' + b' ' * 1_100_000), name, 413)


def keyed(strangers: Client, keys: dict) -> None:
    """To a server that has keys: `keys` has one client for each scope, and `slow`, which may ask once a second."""
    for name, operation in strangers.document.operations.items():
        scope = operation.said.get('x-required-scope')
        kind = next(iter(operation.said.get('requestBody', {}).get('content', {})), '')
        if scope is None:
            continue
        if not any(scope in roles for each in operation.said['security'] for roles in each.values()):
            raise Untrue(f'{name}: the scope {scope} is not among the roles of its security')
        expect(strangers.ask(name, kind=kind), name, 401)
        other = next(each for each in ('read', 'upload', 'dial') if each != scope)
        expect(keys[other].ask(name, kind=kind), name, 403)
        if not any(keys['slow'].ask(name, kind=kind, query={'misspelt': 1}).status == 429 for _ in range(20)):
            raise Untrue(f'{name}: a key that may ask once a second was never told to wait')


def untried(document, seen: set) -> list:
    """Refusals that are described, and that nobody has seen. What comes of a broken server (5xx) is not tried here."""
    found = []
    for name, operation in document.operations.items():
        for status in map(int, operation.said['responses']):
            if 400 <= status < 500 and ((name, status) in seen) == ((name, status) in ELSEWHERE):
                found.append(f'{name}: {status} is described, and was never seen')
    return found
