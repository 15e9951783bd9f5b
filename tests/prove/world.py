# SPDX-License-Identifier: MIT
"""The world of one run: a fake Twilio, a Carillon on one database file, both real processes, and whoever uploads,
watches and checks. Nothing in it is fixed: ports are free ones, files are in the run's own folder.

The database is on /dev/shm where there is one: a killed process loses nothing that it wrote, so that what fsync costs
would only make the run longer. (What a lost fsync costs is the power-loss attack's business.)
"""
import contextlib
import fcntl
import http.client
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import typing

from attack import Breach, Run
from child import Child

ACCOUNT = 'AC' + '0123456789abcdef' * 2
FROM = '+12025550100'
PATIENCE = 90  # seconds for what should take few: the machine may be busy
# Seconds for which a call may be held up behind its pace by a slow commit or a busy machine: those behind it then leave
# together. The simulation, which has neither, allows nothing.
LONGEST_STALL = 1
# What a killed server forgets is asked for soon.
QUICK = {'CARILLON_RECONCILE_SCHEDULE': '1s,2s,4s', 'CARILLON_POLL_MARGIN': '1s', 'CARILLON_MAX_CONCURRENT_CALLS': '1000'}
QUICK_CALLS = {'timeout_seconds': 5, 'time_limit_seconds': 60, 'max_concurrent_calls': 1000}
FAST_PHONES = {'speed-up': 100, 'calls-per-second': 1000, 'ring-seconds-min': 0.5, 'ring-seconds-max': 6}


class World(contextlib.AbstractContextManager):
    def __init__(self, run: Run):
        self.run = run
        self.random = random.Random(run.seed)
        shared = pathlib.Path('/dev/shm')
        self.disk = pathlib.Path(tempfile.mkdtemp(prefix='carillon-prove-', dir=shared if shared.is_dir() else None))
        self.database = self.disk / 'carillon.db'
        self.ledger_file = run.folder / 'ledger.ndjson'
        self.server_log = run.folder / 'server.log'
        self.secret = f'secret-of-seed-{run.seed}-{self.random.getrandbits(128):032x}'
        self._ports = [Port(), Port()]
        self.port, self.fake_port = (port.number for port in self._ports)
        self.fake_url = ''
        self.fake: typing.Optional[Child] = None
        self.server: typing.Optional[Child] = None
        self.children: list = []
        self.uploaded: list = []  # numbers whose upload was answered with 200
        self.server_log.touch()

    def __exit__(self, failure_type, *_) -> None:
        for child in self.children:
            child.kill()
        for port in self._ports:
            port.give_back()
        if failure_type:  # the evidence
            shutil.copytree(self.disk, self.run.folder / 'disk', symlinks=True)
        shutil.rmtree(self.disk)

    # ---- The two processes ----

    def environment(self, settings: dict) -> dict:
        """Nothing of the person's own settings: an attack must not reach a real account."""
        kept = {name: value for name, value in os.environ.items() if name in ('PATH', 'HOME', 'LANG', 'TMPDIR')}
        ours = {'TWILIO_ACCOUNT_SID': ACCOUNT, 'TWILIO_AUTH_TOKEN': self.secret, 'TWILIO_API_BASE_URL': self.fake_url,
                'TWILIO_FROM_NUMBER': FROM, 'WONDERFUL_TWIML_URL': 'https://agent.example/twiml',
                'PORT': str(self.port), 'CARILLON_DB': str(self.database), 'CARILLON_CALLS_PER_SECOND': '100'}
        return kept | ours | QUICK | {name: str(value) for name, value in settings.items()}

    def start_fake(self, **flags) -> None:
        """Flags as `callback_lost=0.1`. A second one, after the first was stopped, takes its place and its ledger."""
        words = FAST_PHONES | {name.replace('_', '-'): value for name, value in flags.items()}
        command = [self.run.binaries.carillon, 'fake-twilio', '--port', self.fake_port, '--ledger', self.ledger_file,
                   '--seed', str(self.run.seed), '--no-magic-endings', '--from-number', FROM]
        for name, value in words.items():
            command += [f'--{name}', str(value)]
        self.fake = self._launch(command, {}, self.run.folder / 'fake.log')
        self.fake_url = self.fake.wait_until_it_listens()
        if not self.fake_url:
            raise Breach(f'the fake Twilio did not start: {self.fake.last_words()}')

    def _launch(self, command: list, settings: dict, log: pathlib.Path) -> Child:
        child = Child(command, self.environment(settings), log)
        self.children.append(child)
        return child

    def launch_server(self, before: tuple = (), **settings) -> Child:
        """Does not wait for it. `before`: what its command line begins with, such as strace."""
        command = [*before, self.run.binaries.carillon, 'serve']
        if before:  # a traced process cannot look for leaks by tracing itself
            settings = {'ASAN_OPTIONS': 'detect_leaks=0'} | settings
        self.server = self._launch(command, settings, self.server_log)
        return self.server

    def launch_rival(self, name: str, **settings) -> Child:
        """A server beside ours, with a log of its own."""
        return self._launch([self.run.binaries.carillon, 'serve'], settings, self.run.folder / f'{name}.log')

    def start_server(self, **settings) -> None:
        """Waits until it listens."""
        if not self.launch_server(**settings).wait_until_it_listens():
            raise Breach(f'the server did not start: {self.server.last_words()}')

    # ---- The API ----

    def ask(self, method: str, path: str, value=None, seconds: float = 30) -> tuple:
        """The status and the JSON body. Raises OSError or HTTPException when there is no server."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=seconds)
        try:
            body = None if value is None else json.dumps(value).encode()
            connection.request(method, path, body, {'Content-Type': 'application/json'} if body else {})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b'{}')
        finally:
            connection.close()

    def must(self, method: str, path: str, value=None) -> dict:
        status, answer = self.ask(method, path, value)
        if status not in (200, 201):
            raise Breach(f'{method} {path} was answered with {status}: {answer}')
        return answer

    def numbers(self, count: int) -> list:
        """Distinct ones that can be called."""
        return [f'+1415{number}' for number in self.random.sample(range(2_000_000, 9_000_000), count)
                ] if count else []

    def create_campaign(self, **settings) -> str:
        """Its path."""
        made = self.must('POST', '/v1/campaigns', {'name': f'seed {self.run.seed}', 'settings': QUICK_CALLS | settings})
        return f'/v1/campaigns/{made["id"]}'

    def upload(self, campaign: str, numbers: list) -> None:
        self.must('POST', f'{campaign}/contacts', [{'phone': number} for number in numbers])
        self.uploaded += numbers

    def start_campaign(self, count: int, **settings) -> str:
        campaign = self.create_campaign(**settings)
        self.upload(campaign, self.numbers(count))
        self.must('POST', f'{campaign}/start')
        return campaign

    # ---- Waiting and checking ----

    def wait_until(self, what: str, condition: typing.Callable[[], bool], seconds: float = PATIENCE) -> None:
        """While the server runs; a connection that it drops is no answer yet."""
        until = time.monotonic() + seconds
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if condition():
                    return
            if time.monotonic() > until:
                raise Breach(f'within {seconds} s it did not happen that {what}; '
                             f'the log ends: {self.server.last_words() if self.server else ""}')
            if self.server and not self.server.is_running():
                raise Breach(f'before it happened that {what}, the server ended with '
                             f'{self.server.process.returncode}: {self.server.last_words()}')
            time.sleep(0.05)

    def wait_until_done(self, campaign: str, seconds: float = PATIENCE) -> None:
        self.wait_until('every contact is done', lambda: self.ask('GET', campaign)[1]['status'] == 'completed', seconds)

    def wait_until_at_rest(self) -> None:
        """Until no call is open: then the fake may forget its calls."""
        open_calls = "SELECT count(*) FROM calls WHERE state NOT IN ('ended', 'unresolved')"
        self.wait_until('no call is open', lambda: self.query(open_calls) == [(0,)])

    def wait_until_touched(self, campaign: str, contacts: int) -> None:
        """Until so many were called, or are being called."""
        def is_so() -> bool:
            counts = self.ask('GET', campaign)[1]['counts']
            return counts['total'] - counts['pending'] >= contacts
        self.wait_until(f'{contacts} contacts are called', is_so)

    def stop(self) -> None:
        code = self.server.stop()
        if code != 0:
            raise Breach(f'asked to stop, the server ended with {code}: {self.server.last_words()}')

    def query(self, sql: str, *values) -> list:
        with contextlib.closing(sqlite3.connect(f'file:{self.database}?mode=ro', uri=True, timeout=30)) as connection:
            return connection.execute(sql, values).fetchall()

    def ledger(self) -> list:
        """Every fact. A line that is being written is left out."""
        lines = self.ledger_file.read_text().split('\n')[:-1]
        return [json.loads(line) for line in lines]

    def check(self, *flags, rate: float = 0) -> None:
        """That every promise was kept, now that nobody writes to the database any more."""
        if rate:
            flags += ('--calls-per-second', str(rate), '--longest-stall', str(LONGEST_STALL))
        secrets = self.run.folder / 'secrets'
        secrets.write_text(self.secret + '\n')
        command = [self.run.binaries.check_promises, '--db', self.database, '--ledger', self.ledger_file,
                   '--log', self.server_log, '--secret-file', secrets, *flags]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode not in (0, 1):
            raise Breach(f'check_promises ended with {done.returncode}: {done.stderr}')
        promises = json.loads(done.stdout) or {}
        for promise, found in promises.items():
            self.run.counts[f'{promise} facts'] += found['checked']
        self.count_ledger()
        breaches = [f'{promise}: {breach}' for promise, found in promises.items() for breach in found['breaches']]
        breaches += self.forgotten()
        if breaches:
            raise Breach('; '.join(breaches[:10]) + (f'; and {len(breaches) - 10} more' if len(breaches) > 10 else ''))

    def forgotten(self) -> list:
        """An upload that was answered with 200 is in the database, whole and once."""
        stored = {number for (number,) in self.query('SELECT phone FROM contacts')}
        return [f'the upload of {number} was answered with 200, and it is no contact'
                for number in self.uploaded if number not in stored]

    def count_ledger(self) -> None:
        for fact in self.ledger():
            if fact['what'] == 'fault':
                self.run.counts[f'fault {fact["kind"]}'] += 1
            elif fact['what'] == 'callback':
                self.run.counts['callbacks delivered'] += 200 <= fact.get('http_status', 0) < 300
            elif fact['what'] == 'request':
                self.run.counts['calls'] += 1
        self.run.counts['contacts'] += len(self.uploaded)


class Port:
    """One that nobody else takes between a kill and the next start, for calls under way report to it: below those that
    the system gives to clients, and marked as ours for other worlds, in whatever process they are."""

    def __init__(self):
        while True:
            self.number = random.SystemRandom().randrange(10_000, 32_000)
            self.mark = open(pathlib.Path(tempfile.gettempdir()) / f'carillon-prove-port-{self.number}', 'w')
            with contextlib.suppress(OSError), socket.socket() as probe:
                fcntl.flock(self.mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(('127.0.0.1', self.number))
                return
            self.mark.close()

    def give_back(self) -> None:
        os.unlink(self.mark.name)
        self.mark.close()
