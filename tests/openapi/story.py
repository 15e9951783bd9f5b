# SPDX-License-Identifier: MIT
"""Every operation with every example of its, in an order in which they make sense."""
import dataclasses
import json
import pathlib
import sys
import time

from client import Client
from document import Untrue
from running import TOKEN

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'prove'))
from twilio_callback import signature  # noqa: E402

LIVE = '+12125550200'   # picks up, and talks until it is hung up
ENDED = ('+12125550486', '+12125550487', '+12125550404')
PATIENCE = 60


@dataclasses.dataclass(frozen=True)
class Left:
    """How the story leaves things: ids."""
    canceled: int  # a campaign
    draft: int     # another
    reached: int   # a contact
    call: int      # that is over


def wait_until(what: str, condition):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise Untrue(f'it never happened that {what}')


def campaigns(api: Client) -> tuple:
    """A campaign that is about to call, and one that nobody starts."""
    made = [answer.json['id'] for answer in api.show('createCampaign')]
    for answer in api.show('createCampaign', only='least'):
        if answer.json['id'] != made[0]:
            raise Untrue('createCampaign: the same Idempotency-Key made another campaign')
    spring, other = made
    for answer in api.show('changeCampaign', path={'id': other}):
        if answer.json['settings_version'] < 2:
            raise Untrue('changeCampaign changed nothing')
    api.show('listCampaigns')
    first = api.must('listCampaigns', query={'limit': 1}).json
    api.must('listCampaigns', query={'limit': 1, 'cursor': first['next_cursor']})
    api.show('readCampaign', path={'id': spring})
    api.show('probeAgent', path={'id': spring})
    for answer in api.show('cloneCampaign', path={'id': spring}):
        api.must('cancelCampaign', path={'id': answer.json['id']})
    api.must('cloneCampaign', path={'id': spring})
    return spring, other


def contacts(api: Client, spring: int, other: int) -> None:
    api.show('uploadContacts', path={'id': spring})
    rows = ''.join(f'{number}\n' for number in (LIVE, *ENDED))
    report = api.must('uploadContacts', path={'id': spring}, kind='text/csv', body=f'phone\n{rows}nobody\n').json
    api.show('listImports', path={'id': spring})
    api.show('readImport', path={'id': report['import_id']})
    api.show('listRejectedRows', path={'id': report['import_id']})
    api.show('listContacts', path={'id': spring})
    contact = api.must('listContacts', path={'id': spring}).json['contacts'][0]['id']
    api.show('readContact', path={'id': contact})
    api.show('explainContact', path={'id': contact})
    api.show('explainCampaign', path={'id': spring})
    api.show('preflightCampaign', path={'id': spring})
    taken_back = api.must('uploadContacts', path={'id': other}, kind='text/csv', body='phone\n+12125550111\n').json
    api.show('undoImport', path={'id': taken_back['import_id']})


def webhooks(api: Client, spring: int, agent: str) -> int:
    """The id of one that is told."""
    operation = api.document.operations['createWebhook']
    for (kind, name), body in api.document.bodies(operation).items():
        body = {**body, 'campaign_id': spring} if 'campaign_id' in body else body
        made = api.must('createWebhook', kind=kind, body=body).json['id']
        api.sent.add(('createWebhook', kind, name))
    api.show('listWebhooks')
    api.show('readWebhook', path={'id': made})
    api.show('disableWebhook', path={'id': made})
    api.show('enableWebhook', path={'id': made})
    api.show('rotateWebhookSecret', path={'id': made})
    api.must('rotateWebhookSecret', path={'id': made})
    api.show('deleteWebhook', path={'id': made})
    return api.must('createWebhook', kind='application/json', body={'url': agent + '/webhook'}).json['id']


def calling(api: Client, spring: int) -> dict:
    """The call that was hung up."""
    api.show('startCampaign', path={'id': spring})

    def talking():
        """The only call that is open still: a pause would take back what waits in the carrier's queue."""
        counts = api.must('readCampaign', path={'id': spring}).json['counts']
        calls = api.must('listCalls', query={'campaign_id': spring, 'limit': 1000}).json['calls']
        live = [call for call in calls if call['to_number'] == LIVE and call['status'] == 'in_progress']
        return live if (counts['pending'], counts['in_progress']) == (0, 1) else []
    call = wait_until('somebody talks', talking)[0]
    api.show('pauseCampaign', path={'id': spring})
    api.show('resumeCampaign', path={'id': spring})
    api.show('readCall', path={'id': call['id']})
    by_sid = api.show('readCall', path={'id': call['call_sid']})[0].json
    if by_sid['id'] != call['id'] or not by_sid['callbacks']:
        raise Untrue('readCall: a CallSid leads to another call')
    api.show('hangUpCall', path={'id': call['id']})
    wait_until('the campaign is completed', lambda: api.must('readCampaign', path={'id': spring}).json['status'] == 'completed')
    api.show('listCalls', query={'campaign_id': spring, 'contact_id': call['contact_id'], 'status': 'completed', 'limit': 2})
    return call


def afterwards(api: Client, spring: int) -> int:
    """The id of a campaign that was canceled."""
    said = api.document.response(api.document.operations['exportResults'], 200)['content']['text/csv']['example']
    told = api.show('exportResults', path={'id': spring})[0].text
    if told.splitlines()[0] != said.splitlines()[0]:
        raise Untrue(f'exportResults has other columns: {told.splitlines()[0]}')
    redial = api.show('redialCampaign', path={'id': spring})[0].json
    if redial['import']['accepted'] == 0:
        raise Untrue('redialCampaign copied nobody')
    contact = api.must('listContacts', path={'id': spring}, query={'status': 'busy'}).json['contacts'][0]
    api.show('requeueContact', path={'id': contact['id']})
    api.show('optOutContact', path={'id': contact['id']})
    api.must('optOutContact', path={'id': contact['id']})
    api.show('cancelCampaign', path={'id': redial['campaign']['id']})
    return redial['campaign']['id']


def suppressions(api: Client) -> None:
    api.show('addSuppressions')
    api.show('listSuppressions')
    api.show('removeSuppression')


def dialing(api: Client) -> None:
    for answer in api.show('dial'):
        api.must('readCall', path={'id': answer.json['callSid']})
    said = api.document.response(api.document.operations['dial'], 400)['content']['application/json']['examples']
    missing = api.ask('dial', kind='application/json', body={})
    if missing.json != said['missing']['value']:
        raise Untrue(f'dial: the answer to a missing number is {missing.text}')
    api.must('addSuppressions', kind='application/json', body={'phone': '+12125550122'})
    expected = {400: 'nobody', 403: '+12125550122', 500: '+15005550001'}
    for status, number in expected.items():
        answer = api.ask('dial', kind='application/json', body={'to': number})
        if answer.status != status:
            raise Untrue(f'dial {number}: {answer.status} instead of {status}: {answer.text}')
    live = api.must('dial', kind='application/json', body={'to': LIVE}).json['callSid']
    if api.ask('dial', kind='application/json', body={'to': LIVE}).status != 409:
        raise Untrue('dial: a number was called twice at once')
    wait_until('a call can be hung up', lambda: api.ask('hangUpCall', path={'id': live}).status == 200)


def from_the_carrier(api: Client) -> None:
    """Signed as Twilio signs, over the URL that it was given."""
    for name in ('takeStatusCallback', 'takeStatusCallbackByGet', 'takeVerdict', 'takeVerdictByGet'):
        operation = api.document.operations[name]
        query = api.document.parameters(operation, 'query')
        bodies = api.document.bodies(operation) or {('', ''): {}}
        for (kind, example), fields in bodies.items():
            url = api.origin + api.target(operation, {}, query)
            signed = {'X-Twilio-Signature': signature(TOKEN, url, list(fields.items()))}
            api.must(name, query=query, kind=kind, body=fields or None, headers=signed)
            api.sent.add((name, kind, example))
            if api.ask(name, query=query, kind=kind, body=fields or None).status != 403:
                raise Untrue(f'{name} was taken without a signature')


def deliveries(api: Client, webhook: int) -> None:
    def delivered():
        return api.must('listDeliveries', path={'id': webhook}, query={'status': 'delivered'}).json['deliveries']
    first = wait_until('a webhook was told', delivered)[0]
    api.show('listDeliveries', path={'id': webhook})
    api.show('resendDelivery', path={'id': first['id']})


def events(api: Client, spring: int) -> None:
    """All that happened to a campaign, until it was completed."""
    operation = api.document.operations['followEvents']
    query = {**api.document.parameters(operation, 'query'), 'campaign_id': spring}
    headers = {name: str(value) for name, value in api.document.parameters(operation, 'header').items()}
    connection = api.connection()
    seen = set()
    try:
        connection.request('GET', api.target(operation, {}, query), headers=headers)
        answer = connection.getresponse()
        if answer.status != 200 or answer.getheader('Content-Type') != 'text/event-stream':
            raise Untrue(f'followEvents: {answer.status} {answer.getheader("Content-Type")}')
        while not {'contact.done', 'campaign.completed'} <= seen:
            line = answer.readline().decode()
            if line.startswith('data: '):
                seen.add(check_event(api, line[6:]))
    finally:
        connection.close()
    api.seen.add(('followEvents', 200))
    api.sent.add(('followEvents', '', ''))


def check_event(api: Client, text: str) -> str:
    event = json.loads(text)
    if faults := api.document.faults(event, {'$ref': '#/components/schemas/Event'}):
        raise Untrue(f'event: {faults}\n{text}')
    return event['type']


def description(api: Client) -> None:
    for name in ('reportAlive', 'reportReady', 'reportMetrics', 'readDescription', 'readDocs', 'readDocsFile'):
        answer = api.show(name)[0]
        if 'etag' in answer.headers:
            known = api.ask(name, headers={'If-None-Match': answer.headers['etag']})
            if (known.status, known.text) != (304, ''):
                raise Untrue(f'{name}: who has it already is answered with {known.status}')


def tell(api: Client, agent: str) -> Left:
    description(api)
    spring, other = campaigns(api)
    contacts(api, spring, other)
    webhook = webhooks(api, spring, agent)
    call = calling(api, spring)
    canceled = afterwards(api, spring)
    suppressions(api)
    dialing(api)
    from_the_carrier(api)
    deliveries(api, webhook)
    events(api, spring)
    return Left(canceled=canceled, draft=other, reached=call['contact_id'], call=call['id'])
