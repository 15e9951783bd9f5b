# SPDX-License-Identifier: MIT
"""forged: callbacks that are not Twilio's, against calls that are open and would believe them. Each is refused, none
changes anything in the database; nor does a genuine one that comes again."""
import hashlib
import http.client
import urllib.parse

from attack import Attack, Breach, Findings, Order, Run, run_each
from twilio_callback import Callback, signature
from world import ACCOUNT, FROM, World

CALLS = 20
AT_ONCE = 1250   # callbacks of one run
LOOK_EVERY = 125  # of them the tables are compared
TABLES = ('campaigns', 'campaign_counts', 'contacts', 'calls', 'callbacks', 'suppressions', 'imports')
REFUSALS = {403}
BROKEN_HTTP = {400, 403, 413, 414, 431}
BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'


class Postman:
    """One connection, kept alive until the server or a broken request ends it."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)

    def post(self, method: str, target: str, headers: list, body: bytes) -> int:
        self.connection.putrequest(method, target)
        self.connection.putheader('Content-Type', 'application/x-www-form-urlencoded')
        self.connection.putheader('Content-Length', str(len(body)))
        for name, value in headers:
            self.connection.putheader(name, value)
        try:
            self.connection.endheaders(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all of it was read: the answer is there
        answer = self.connection.getresponse()
        answer.read()
        if answer.will_close:
            self.connection.close()
        return answer.status


class Forger:
    """Each of its ways takes a genuine callback and returns (method, target, headers, body, expected statuses)."""

    def __init__(self, world: World):
        self.random, self.key = world.random, world.secret
        self.ways = [self.unsigned, self.empty_signature, self.wrong_key, self.flipped_body, self.flipped_signature,
                     self.wrong_url, self.wrong_call, self.wrong_account, self.added_pair, self.dropped_pair,
                     self.signed_twice, self.joined_signatures, self.other_method, self.body_hash, self.overlong_body,
                     self.overlong_header]

    def post(self, callback: Callback, headers: list, body: bytes = b'', expected=frozenset(REFUSALS)) -> tuple:
        return 'POST', callback.target, headers, body or callback.body(), expected

    def unsigned(self, genuine: Callback) -> tuple:
        return self.post(genuine, [])

    def empty_signature(self, genuine: Callback) -> tuple:
        return self.post(genuine, [('X-Twilio-Signature', '')])

    def wrong_key(self, genuine: Callback) -> tuple:
        keys = ['', ' ', self.key[:-1], self.key + '0', self.key.upper(), ACCOUNT, f'{self.random.getrandbits(128):032x}']
        return self.post(genuine, genuine.headers(self.random.choice(keys)))

    def flipped_body(self, genuine: Callback) -> tuple:
        """One bit; not one by which only the spelling of a byte changes (%2b for %2B)."""
        body = bytearray(genuine.body())
        while meaning_of(bytes(body)) == meaning_of(genuine.body()):
            body[self.random.randrange(len(body))] ^= 1 << self.random.randrange(8)
        return self.post(genuine, genuine.headers(self.key), bytes(body))

    def flipped_signature(self, genuine: Callback) -> tuple:
        good = genuine.signature(self.key)
        at = self.random.randrange(len(good) - 1)
        other = self.random.choice(BASE64.replace(good[at], ''))
        return self.post(genuine, [('X-Twilio-Signature', good[:at] + other + good[at + 1:])])

    def wrong_url(self, genuine: Callback) -> tuple:
        urls = [f'https://127.0.0.1{genuine.target}', f'http://localhost{genuine.target}', genuine.origin,
                genuine.target, f'{genuine.origin}{genuine.target}&', f'{genuine.origin}/dial', '']
        forged = signature(self.key, self.random.choice(urls), list(genuine.pairs))
        return self.post(genuine, [('X-Twilio-Signature', forged)])

    def wrong_call(self, genuine: Callback) -> tuple:
        """A signature that we gave for one call, taken to another."""
        headers = genuine.headers(self.key)
        token = f'{self.random.getrandbits(128):032x}'
        return 'POST', f'/twilio-status?call={token}', headers, genuine.body(), REFUSALS

    def wrong_account(self, genuine: Callback) -> tuple:
        stranger = genuine.but(AccountSid='AC' + f'{self.random.getrandbits(128):032x}')
        return self.post(stranger, stranger.headers(f'{self.random.getrandbits(128):032x}'))

    def added_pair(self, genuine: Callback) -> tuple:
        extra = self.random.choice([b'&CallStatus=completed', b'&CallDuration=1', b'&SequenceNumber=99', b'&x='])
        return self.post(genuine, genuine.headers(self.key), genuine.body() + extra + b'1')

    def dropped_pair(self, genuine: Callback) -> tuple:
        fewer = list(genuine.pairs)
        fewer.pop(self.random.randrange(len(fewer)))
        return self.post(genuine, genuine.headers(self.key), urllib.parse.urlencode(fewer).encode())

    def signed_twice(self, genuine: Callback) -> tuple:
        wrong = [genuine.headers(f'{self.random.getrandbits(128):032x}')[0] for _ in range(2)]
        return self.post(genuine, wrong, expected=BROKEN_HTTP)

    def joined_signatures(self, genuine: Callback) -> tuple:
        both = [genuine.signature(self.key), genuine.signature('another key')]
        self.random.shuffle(both)
        return self.post(genuine, [('X-Twilio-Signature', ','.join(both))])

    def other_method(self, genuine: Callback) -> tuple:
        """Signed as a form, sent as a query: and the query is part of what is signed."""
        target = f'{genuine.target}&{genuine.body().decode()}'
        return 'GET', target, genuine.headers(self.key), b'', REFUSALS

    def body_hash(self, genuine: Callback) -> tuple:
        """With bodySHA256 in the query the body is vouched for by its hash: but the URL is not signed here."""
        target = f'{genuine.target}&bodySHA256={hashlib.sha256(genuine.body()).hexdigest()}'
        return 'POST', target, genuine.headers(self.key), genuine.body(), REFUSALS

    def overlong_body(self, genuine: Callback) -> tuple:
        long = genuine.but(Padding='x' * self.random.randrange(70_000, 200_000))
        return self.post(long, long.headers(self.key), expected=BROKEN_HTTP)

    def overlong_header(self, genuine: Callback) -> tuple:
        long = genuine.signature(self.key) + 'A' * self.random.randrange(9_000, 30_000)
        return self.post(genuine, [('X-Twilio-Signature', long)], expected=BROKEN_HTTP)


def meaning_of(body: bytes) -> list:
    return urllib.parse.parse_qsl(body.decode('latin-1'), keep_blank_values=True, encoding='latin-1')


def forged_run(run: Run) -> None:
    with World(run) as world:
        # Calls that are open and hear nothing: what they believe, they have from the forger.
        world.start_fake(callback_lost=1, speed_up=1, ring_seconds_min=3600, ring_seconds_max=3600)
        world.start_server(CARILLON_POLL_MARGIN='1h')
        world.start_campaign(CALLS, timeout_seconds=600)
        world.wait_until('all calls are placed', lambda: world.query(
            "SELECT count(*) FROM calls WHERE state = 'accepted'") == [(CALLS,)])
        genuine = [callback_for(world, *row) for row in world.query('SELECT token, call_sid, to_number FROM calls')]
        postman = Postman(world.port)
        for callback in genuine:
            deliver(world, postman, 'genuine', callback, [*genuine_post(world, callback)])
        attack_with_forgeries(world, postman, genuine)
        world.stop()
        world.check('--unsettled')


def callback_for(world: World, token: str, sid: str, to: str) -> Callback:
    pairs = (('CallSid', sid), ('AccountSid', ACCOUNT), ('From', FROM), ('To', to), ('CallStatus', 'ringing'),
             ('Direction', 'outbound-api'), ('SequenceNumber', '1'), ('CallbackSource', 'call-progress-events'),
             ('Timestamp', 'Sun, 22 Nov 2026 11:07:37 +0000'), ('ApiVersion', '2010-04-01'))
    return Callback(f'http://127.0.0.1:{world.port}', f'/twilio-status?call={token}', pairs)


def genuine_post(world: World, callback: Callback) -> tuple:
    return 'POST', callback.target, callback.headers(world.secret), callback.body(), {200}


def deliver(world: World, postman: Postman, way: str, callback: Callback, request: list) -> None:
    *sent, expected = request
    status = postman.post(*sent)
    world.run.counts[way] += 1
    if status not in expected:
        raise Breach(f'a callback ({way}) was answered with {status}: {sent}; made from {callback}')


def attack_with_forgeries(world: World, postman: Postman, genuine: list) -> None:
    """A tenth of them are genuine ones that come again; the forger would end the call."""
    forger, before = Forger(world), tables_of(world)
    for number in range(1, AT_ONCE + 1):
        callback = world.random.choice(genuine)
        if world.random.random() < 0.1:
            deliver(world, postman, 'replayed', callback, [*genuine_post(world, callback)])
        else:
            wanted = callback.but(CallStatus='completed', CallDuration='7', SequenceNumber='3')
            way = world.random.choice(forger.ways)
            deliver(world, postman, way.__name__, wanted, [*way(wanted)])
        if number % LOOK_EVERY == 0 and tables_of(world) != before:
            raise Breach(f'callbacks {number - LOOK_EVERY} to {number} changed the database: '
                         f'{changes(before, tables_of(world))}')


def tables_of(world: World) -> dict:
    return {table: world.query(f'SELECT * FROM {table} ORDER BY 1') for table in TABLES}


def changes(before: dict, after: dict) -> str:
    return '; '.join(f'{table}: {[row for row in after[table] if row not in before[table]][:3]}'
                     for table in TABLES if after[table] != before[table])


def forged(order: Order) -> Findings:
    return run_each(order, forged_run, AT_ONCE, side_by_side=2)


ATTACKS = [Attack('forged', 'callbacks', 200_000, 5_000, forged)]
