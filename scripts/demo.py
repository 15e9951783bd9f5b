#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a whole campaign against a fake Twilio, shows it as it goes, and checks what came of it against the fake's own
ledger: the calls by ending, and that every contact was rung exactly once. Nobody is rung, no account is needed.

Started by scripts/demo, which builds the binary first. Python's standard library alone.
"""
import argparse
import collections
import contextlib
import csv
import io
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = ROOT / 'build' / 'carillon'
ACCOUNT = 'AC' + 'd' * 32
FROM = '+12025550100'
SETTINGS = {'default_country': 'US', 'allowed_countries': ['US', 'GB', 'DE', 'FR']}  # Australia is not called
SUPPRESSED = '+13125550137'  # asked us not to call
AGENT = 'https://agent.example/twiml?name={{name|there}}&appointment={{appointment}}'
SPEED_UP = 20        # how much faster people answer and talk than in life
SHOWN_ROWS = 30      # rejected rows that are listed
LONGEST_WAIT = 600   # seconds without progress before we give up


class DemoFailed(Exception):
    """Its text is a sentence for the person at the terminal."""


class Server:
    """A child process of ours that says where it listens; ended by its own id."""

    def __init__(self, folder: pathlib.Path, arguments: list, environment: dict):
        self.name = arguments[0]
        self.log = folder / f'{self.name}.log'
        with self.log.open('wb') as log:
            # Its own session: Ctrl-C in the terminal reaches us alone, and we stop it in order.
            self.process = subprocess.Popen([BINARY, *arguments], cwd=folder, env=environment, text=True,
                                            stdout=subprocess.PIPE, stderr=log, start_new_session=True)

    def wait_until_it_listens(self) -> str:
        line = self.process.stdout.readline()
        if 'listening on ' not in line:
            raise DemoFailed(f'{self.name} did not start:\n{self.last_words()}')
        return line.split('listening on ', 1)[1].strip()

    def check(self) -> None:
        if self.process.poll() is not None:
            raise DemoFailed(f'{self.name} ended with {self.process.returncode}:\n{self.last_words()}')

    def last_words(self) -> str:
        return '\n'.join(self.log.read_text(errors='replace').splitlines()[-20:]) or '(it said nothing)'

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Api:
    def __init__(self, origin: str):
        self.origin = origin

    def ask(self, method: str, path: str, body: bytes = b'', content_type: str = 'application/json') -> bytes:
        request = urllib.request.Request(self.origin + path, data=body or None, method=method)
        if body:
            request.add_header('Content-Type', content_type)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise DemoFailed(f'{method} {path} was answered with {error.code}: {error.read().decode()}') from error

    def ask_json(self, method: str, path: str, value=None) -> dict:
        return json.loads(self.ask(method, path, b'' if value is None else json.dumps(value).encode()))


class Progress:
    """One line that is written over in a terminal; elsewhere a line now and then."""

    def __init__(self):
        self.is_terminal = sys.stdout.isatty()
        self.started = time.monotonic()
        self.last_line = 0.0
        self.samples = collections.deque([(self.started, 0)])

    def show(self, counts: dict, is_last: bool = False) -> None:
        now = time.monotonic()
        if not self.is_terminal and not is_last and now - self.last_line < 5:
            return
        self.last_line = now
        total, done = counts['total'], done_of(counts)
        left = '' if is_last or done == 0 else f'  {round((now - self.started) * (total - done) / done)} s left'
        line = (f'{done}/{total}  {counts["in_progress"]} ringing  {counts["completed"]} answered  '
                f'{counts["busy"]} busy  {counts["no_answer"]} no answer  {counts["failed"]} failed  '
                f'{self.rate(now, total - counts["pending"]):.0f}/s{left}')
        if self.is_terminal:
            line = line[:shutil.get_terminal_size().columns - 1]  # a line that wraps cannot be written over
            print(f'\r\x1b[K{line}', end='\n' if is_last else '', flush=True)
        else:
            print(line, flush=True)

    def rate(self, now: float, placed: int) -> float:
        """Over the last five seconds."""
        self.samples.append((now, placed))
        while len(self.samples) > 2 and now - self.samples[0][0] > 5:
            self.samples.popleft()
        (since, before), span = self.samples[0], now - self.samples[0][0]
        return (placed - before) / span if span > 0 and since < now else 0.0


def done_of(counts: dict) -> int:
    return counts['total'] - counts['pending'] - counts['in_progress']


def environment_for(base_url: str, token: str, rate: float) -> dict:
    """Nothing of the person's own TWILIO_* or CARILLON_* settings: the demo must not reach a real account."""
    kept = {name: value for name, value in os.environ.items() if name in ('PATH', 'HOME', 'LANG', 'TMPDIR')}
    return kept | {'TWILIO_ACCOUNT_SID': ACCOUNT, 'TWILIO_AUTH_TOKEN': token, 'TWILIO_API_BASE_URL': base_url,
                   'TWILIO_FROM_NUMBER': FROM, 'WONDERFUL_TWIML_URL': AGENT, 'PORT': '0', 'CARILLON_DB': 'demo.db',
                   'CARILLON_CALLS_PER_SECOND': str(rate), 'CARILLON_MAX_CONCURRENT_CALLS': '500'}


def start_servers(folder: pathlib.Path, rate: float, running: list) -> Api:
    token = secrets.token_hex(16)
    fake = Server(folder, ['fake-twilio', '--speed-up', str(SPEED_UP), '--calls-per-second', str(2 * rate),
                           '--ledger', 'fake-twilio.ndjson', '--from-number', FROM],
                  environment_for('', token, rate))
    running.append(fake)
    twilio = fake.wait_until_it_listens()
    server = Server(folder, ['serve'], environment_for(twilio, token, rate))
    running.append(server)
    origin = server.wait_until_it_listens()
    print(f'fake Twilio on {twilio}, carillon on {origin}')
    return Api(origin)


def upload(api: Api, contacts: pathlib.Path) -> tuple:
    campaign = api.ask_json('POST', '/v1/campaigns', {'name': 'Demo', 'settings': SETTINGS})
    path = f'/v1/campaigns/{campaign["id"]}'
    api.ask_json('POST', '/v1/suppressions', [{'phone': SUPPRESSED, 'reason': 'asked us not to call'}])
    report = json.loads(api.ask('POST', f'{path}/contacts', contacts.read_bytes(), 'text/csv'))
    print(f'{contacts.name}: {report["received"]} rows, {report["accepted"]} contacts, {report["duplicates"]} '
          f'duplicates, {report["rejected"]} rejected')
    return path, report


def show_preflight(api: Api, path: str) -> None:
    """What the start would do, before it is done."""
    ahead = api.ask_json('POST', f'{path}/preflight')
    who, calls = ahead['contacts'], ahead['calls']
    print(f'preflight: {who["now"]} can be called now, {who["later"]} later, {who["never"]} never; '
          f'{calls["least"]} to {calls["most"]} calls, {ahead["seconds"]["least"]} s at least')


def contacts_to_explain(contacts: list) -> list:
    """One of each of three time zones who was called, and one for each reason not to call."""
    shown = {}
    for contact in contacts:
        key = contact['reason'].split(':')[0] if contact['status'] == 'blocked' else contact['time_zone']
        if key:
            shown.setdefault((contact['status'] == 'blocked', key), contact)
    called = [contact for (is_blocked, _), contact in shown.items() if not is_blocked]
    return called[:3] + [contact for (is_blocked, _), contact in shown.items() if is_blocked]


def explain(api: Api, path: str) -> None:
    """Carillon's own words on why somebody was called, or was not."""
    contacts, cursor = [], ''
    while cursor is not None:
        page = api.ask_json('GET', f'{path}/contacts?limit=200{cursor and "&cursor=" + cursor}')
        contacts += page['contacts']
        cursor = page['next_cursor']
    print('\nWhy, in its own words (GET /v1/contacts/{id}/explain, and the evidence that each call keeps):')
    for contact in contacts_to_explain([{**each, 'reason': each['reason'] or ''} for each in contacts]):
        calls = api.ask_json('GET', f'/v1/contacts/{contact["id"]}')['calls']
        if calls:
            evidence = calls[-1]['evidence']
            clocks = ', '.join(f'{time[11:16]} in {zone}' for zone, time in evidence['local_times'].items())
            print(f'  {contact["phone"]:<15} was called when it was {clocks} (zone found by: {evidence["zone_found_by"]}; '
                  f'{evidence["rules"]["calling_hours"]})')
        else:
            why = api.ask_json('GET', f'/v1/contacts/{contact["id"]}/explain')
            print(f'  {contact["phone"]:<15} {why["summary"]}')


def watch(api: Api, path: str, running: list) -> dict:
    """Until the campaign is completed; its counts then."""
    progress, last_done, last_change = Progress(), -1, time.monotonic()
    while True:
        for server in running:
            server.check()
        campaign = api.ask_json('GET', path)
        is_over = campaign['status'] != 'running'
        progress.show(campaign['counts'], is_over)
        if campaign['status'] == 'completed':
            return campaign['counts']
        if is_over:
            raise DemoFailed(f'the campaign is {campaign["status"]}: {campaign.get("reason")}')
        if done_of(campaign['counts']) != last_done:
            last_done, last_change = done_of(campaign['counts']), time.monotonic()
        if time.monotonic() - last_change > LONGEST_WAIT:
            raise DemoFailed(f'no call ended within {LONGEST_WAIT} s; logs and database are in {running[0].log.parent}')
        time.sleep(0.25)


def read_ledger(file: pathlib.Path) -> tuple:
    """From the fake's own record: how often each number was rung, and how its call ended, in our words."""
    rung, endings = collections.Counter(), {}
    for line in file.read_text().splitlines():
        fact = json.loads(line)
        if fact['what'] == 'request':
            rung[fact['to']] += 1
        elif fact['what'] == 'refused' and fact['to'] not in endings:
            endings[fact['to']] = 'failed'
        elif fact['what'] == 'ended':
            endings[fact['to']] = {'no-answer': 'no_answer', 'canceled': 'failed'}.get(fact['status'], fact['status'])
    return rung, endings


def differences(contacts: list, rung: collections.Counter, endings: dict) -> list:
    """Sentences; none when our database and the ledger tell the same story, contact by contact."""
    found = [f'{number} was rung {times} times' for number, times in rung.items() if times > 1]
    ours = {contact['phone']: contact['status'] for contact in contacts if contact['status'] != 'blocked'}
    for number, status in ours.items():
        if endings.get(number) != status:
            found.append(f'{number}: the database says {status}, the ledger {endings.get(number, "nothing")}')
    return found + [f'{number} was rung and must not be' for number in rung if number not in ours]


def print_rejected(report: dict) -> None:
    if not report['errors']:
        return
    print('\nRejected rows (the good ones went on):')
    for row in report['errors'][:SHOWN_ROWS]:
        value = f' (got "{row["value"]}")' if row['value'] else ''
        print(f'  line {row["line"]:>4}  {row["message"]}{value}')
    if report['rejected'] > SHOWN_ROWS:
        print(f'  … and {report["rejected"] - SHOWN_ROWS} more: GET {report["rejected_rows"]}')


def print_blocked(contacts: list) -> None:
    blocked = [contact for contact in contacts if contact['status'] == 'blocked']
    print('\nContacts that must not be called:' if blocked else '')
    for contact in blocked[:SHOWN_ROWS]:
        print(f'  {contact["phone"]:<15} {contact["reason"]}')


def print_summary(contacts: list, endings: dict) -> None:
    ours = collections.Counter(contact['status'] for contact in contacts if contact['status'] != 'blocked')
    theirs = collections.Counter(endings.values())
    print('\nHow the calls ended:\n  ending       carillon    ledger')
    for status in sorted(ours | theirs, key=lambda each: -ours[each]):
        print(f'  {status:<12} {ours[status]:>8} {theirs[status]:>9}')
    print(f'  {"all":<12} {ours.total():>8} {theirs.total():>9}')


def run(arguments: argparse.Namespace, folder: pathlib.Path, running: list) -> int:
    started = time.monotonic()
    api = start_servers(folder, arguments.rate, running)
    path, report = upload(api, arguments.contacts)
    show_preflight(api, path)
    api.ask('POST', f'{path}/start')
    watch(api, path, running)
    contacts = list(csv.DictReader(io.StringIO(api.ask('GET', f'{path}/results.csv').decode())))

    rung, endings = read_ledger(folder / 'fake-twilio.ndjson')
    print_summary(contacts, endings)
    print_blocked(contacts)
    print_rejected(report)
    explain(api, path)
    found = differences(contacts, rung, endings)
    if found:
        print(f'\n{len(found)} differences between the database and the fake Twilio\'s ledger:')
        print('\n'.join(f'  {sentence}' for sentence in found[:SHOWN_ROWS]))
        return 1
    print(f'\nOK: the database and the fake Twilio\'s ledger agree on every one of {len(contacts)} contacts: {len(rung)} were '
          f'rung, once each, {len(contacts) - len(rung)} not at all. {time.monotonic() - started:.0f} s in all.')
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog='scripts/demo', formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__.split('\n\n')[0],
        epilog='Exit codes: 0 all agrees, 1 it does not or something broke, 2 wrong command line, 130 interrupted.')
    parser.add_argument('--contacts', type=pathlib.Path, default=ROOT / 'examples' / 'contacts.csv', metavar='FILE',
                        help='the CSV file to upload; it needs the columns phone and appointment '
                             '(default: examples/contacts.csv)')
    parser.add_argument('--rate', type=float, default=25, metavar='N', help='calls per second (default: 25)')
    arguments = parser.parse_args()
    if not 0.1 <= arguments.rate <= 500:
        parser.error('--rate: a number from 0.1 to 500 is expected')
    if not arguments.contacts.is_file():
        parser.error(f'--contacts: there is no file {arguments.contacts}')
    return arguments


def main() -> int:
    arguments = parse_arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='carillon-demo-'))
    running: list = []

    def interrupt(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupt)
    try:
        code = run(arguments, folder, running)
    except KeyboardInterrupt:
        print('\ninterrupted')
        code = 130
    except (DemoFailed, OSError) as failure:
        print(f'\nscripts/demo: {failure}', file=sys.stderr)
        code = 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for server in reversed(running):
            server.stop()
    print(f'\nDatabase, ledger and logs are kept in {folder}. Look inside:\n'
          f"  sqlite3 -box {folder / 'demo.db'} 'select * from report_campaigns'")
    return code


if __name__ == '__main__':
    sys.exit(main())
