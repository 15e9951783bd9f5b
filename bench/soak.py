#!/usr/bin/env python3
"""Two hours at 50 calls a second against the fake Twilio, with uploads and reports going on: does anything grow?

    python3 bench/soak.py --binary build/prove/carillon [--minutes 120]

Every 10 s it uploads what the next 10 s need and reads a list and the readiness a hundred times; every minute the whole
export. Prints one line of JSON a figure: slope of VmRSS, largest WAL, readiness' p99 of the last third beside the first's,
and the differences between the results and the fake's ledger.
"""
import argparse
import csv
import io
import json
import pathlib
import signal
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / 'scripts'))
import demo  # noqa: E402  it knows how both servers are started and how the ledger is read

RATE = 50       # calls a second
INTERVAL = 10   # seconds between samples


def tell(figure, goal, measured, unit, met):
    print(json.dumps({'figure': f'soak: {figure}', 'goal': str(goal), 'measured': measured, 'unit': unit, 'ratio': None,
                      'met': met, 'note': ''}), flush=True)


def resident_mb(pid):
    for line in pathlib.Path(f'/proc/{pid}/status').read_text().splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) / 1024
    raise demo.DemoFailed(f'process {pid} says nothing of its memory')


def upload(api, path, first):
    """What one interval calls, each number once in the whole run."""
    count = RATE * INTERVAL
    # The fake does what some endings below 1000 name (docs/fake-twilio.md); here they would wait for hours.
    numbers = [f'+4179{200 + number // 9000:03d}{1000 + number % 9000:04d}' for number in range(first, first + count)]
    rows = ['phone,appointment'] + [f'{number},tomorrow' for number in numbers]
    report = json.loads(api.ask('POST', f'{path}/contacts', '\n'.join(rows).encode(), 'text/csv'))
    if report['accepted'] != count:
        raise demo.DemoFailed(f'of {count} contacts {report["accepted"]} were accepted: {report["errors"][:2]}')
    return first + count


def readiness_ms(api):
    taken = []
    for _ in range(100):
        start = time.monotonic()
        api.ask('GET', '/readyz')
        taken.append((time.monotonic() - start) * 1000)
    return taken


def soak(api, path, server, wal, minutes):
    """One (hours, resident MB, WAL MB, milliseconds of readiness) each interval."""
    samples, next_number, start = [], 0, time.monotonic()
    for turn in range(max(3, round(minutes * 60 / INTERVAL))):
        time.sleep(max(0.0, start + turn * INTERVAL - time.monotonic()))
        server.check()
        next_number = upload(api, path, next_number)
        if turn == 0:
            api.ask('POST', f'{path}/start')
        api.ask('GET', f'{path}/contacts?limit=200')
        if turn % 6 == 5:
            api.ask('GET', f'{path}/results.csv')
        samples.append(((time.monotonic() - start) / 3600, resident_mb(server.process.pid),
                        wal.stat().st_size / 2**20, readiness_ms(api)))
    return samples


def p99(samples):
    return statistics.quantiles([each for sample in samples for each in sample[3]], n=100)[98]


def report(samples):
    warm = samples[len(samples) // 6:]  # the caches fill first
    slope = statistics.linear_regression([each[0] for each in warm], [each[1] for each in warm]).slope
    tell('memory slope', '< 1', round(slope, 2), 'MB/h', slope < 1)
    tell('resident memory at the end', '', round(samples[-1][1], 1), 'MB', None)
    tell('largest WAL', '', round(max(each[2] for each in samples), 1), 'MB', None)
    third = len(samples) // 3
    first, last = p99(samples[:third]), p99(samples[-third:])
    tell('p99 of /readyz, last third', f'<= 1.5 x the first third ({first:.2f} ms)', round(last, 2), 'ms',
         last <= 1.5 * first)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n', maxsplit=1)[0])
    parser.add_argument('--binary', type=pathlib.Path, default=ROOT / 'build/prove/carillon')
    parser.add_argument('--minutes', type=float, default=120)
    arguments = parser.parse_args()
    demo.BINARY = str(arguments.binary.resolve())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the servers, too
    running = []
    with tempfile.TemporaryDirectory(prefix='carillon-soak-') as name:
        folder = pathlib.Path(name)
        try:
            api = demo.start_servers(folder, RATE, running)
            settings = {'default_country': 'CH', 'allowed_countries': ['CH'], 'calls_per_second': RATE}
            path = f'/v1/campaigns/{api.ask_json("POST", "/v1/campaigns", {"name": "Soak", "settings": settings})["id"]}'
            report(soak(api, path, running[-1], folder / 'demo.db-wal', arguments.minutes))
            demo.watch(api, path, running)
            contacts = list(csv.DictReader(io.StringIO(api.ask('GET', f'{path}/results.csv').decode())))
            rung, endings = demo.read_ledger(folder / 'fake-twilio.ndjson')
            if len(rung) < len(contacts) / 2:
                raise demo.DemoFailed(f'{len(rung)} of {len(contacts)} contacts were rung: nothing was measured')
            found = demo.differences(contacts, rung, endings)
            tell('contacts on which database and ledger differ', 0, len(found), f'of {len(contacts)}', not found)
            print('\n'.join(found[:5]), file=sys.stderr)
        finally:
            for server in reversed(running):
                server.stop()


if __name__ == '__main__':
    main()
