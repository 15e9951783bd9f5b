# SPDX-License-Identifier: MIT
"""clock: the server's wall clock jumps, seconds to days, to and fro, and over the edges of summer time, while calls
are placed, lost and looked for. What was due in the time that is gone waits until the clock is right again; then
nobody was forgotten and nobody called twice.

A library of ours (wrong_clock.cpp) is loaded into the server alone; its monotonic clock stays true, as a machine's does
when its wall clock is set. The fake Twilio lives in real time."""
import datetime
import http.client
import mmap
import struct
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from world import World

JUMPS = 5   # of one campaign
CONTACTS = 60
RATE = 30
SIZES = [1, 7, 61, 3600, 86_400, 10 * 86_400]  # seconds
EDGES = [('Europe/Zurich', '2027-03-28T01:00:00+00:00'), ('Europe/Zurich', '2027-10-31T01:00:00+00:00'),
         ('America/New_York', '2027-03-14T07:00:00+00:00'), ('America/New_York', '2027-11-07T06:00:00+00:00'),
         ('Australia/Lord_Howe', '2027-04-03T15:00:00+00:00'), ('UTC', '2027-12-31T23:59:59+00:00'),
         ('UTC', '2038-01-19T03:14:07+00:00')]


class WrongClock:
    """The server's, as seconds beside the right time."""

    def __init__(self, world: World):
        self.world, self.most = world, 0.0
        file = world.disk / 'offset'
        file.write_bytes(bytes(8))
        library = world.run.binaries.carillon.parent / 'libwrong_clock.so'
        if not library.exists():
            raise Breach(f'{library} is not built')
        self.settings = {'LD_PRELOAD': library, 'WRONG_CLOCK_FILE': file,
                         'ASAN_OPTIONS': 'verify_asan_link_order=0'}
        with file.open('r+b') as opened:
            self.offset = mmap.mmap(opened.fileno(), 8)

    def set(self, offset: float) -> None:
        self.world.run.say(f'the clock is {offset:+.3f} s off')
        self.offset[:] = struct.pack('=q', round(offset * 1000))
        self.most = max(self.most, offset)


def clock_run(run: Run) -> None:
    with World(run) as world:
        clock = WrongClock(world)
        zone, offset = beginning(world)
        clock.set(offset)
        # Who waits for a lost callback waits eleven seconds more: the seeds of the small tier do not.
        world.start_fake(drop_response=0.03, callback_lost=0.05 if run.seed % 3 == 0 else 0)
        world.start_server(CARILLON_CALLS_PER_SECOND=RATE, TZ=zone, **clock.settings)
        campaign = world.start_campaign(CONTACTS, max_attempts=2, retry_delay_seconds=1)
        for _ in range(JUMPS):
            time.sleep(world.random.uniform(0.1, 0.6))
            offset += world.random.choice([-1, 1]) * world.random.choice(SIZES)
            clock.set(offset)
            check_time(world, offset)
        clock.set(clock.most)  # whatever was put off in one of these times is due in this one
        # As life goes on: what is placed now has the server look at its clock.
        world.upload(campaign, world.numbers(1))
        world.wait_until_done(campaign)
        world.stop()
        world.check('--clock-was-set', rate=RATE)


def beginning(world: World) -> tuple:
    """A time zone and an offset: half begin a moment before an edge, and live over it."""
    if world.random.random() < 0.5:
        return 'UTC', 0.0
    zone, edge = world.random.choice(EDGES)
    world.run.counts['edges'] += 1
    before = world.random.uniform(0.5, 2)
    return zone, datetime.datetime.fromisoformat(edge).timestamp() - before - time.time()


def check_time(world: World, offset: float) -> None:
    """That the jump was one: the server's answers carry its time."""
    connection = http.client.HTTPConnection('127.0.0.1', world.port, timeout=30)
    connection.request('GET', '/healthz')
    answer = connection.getresponse()
    told = datetime.datetime.strptime(answer.headers['Date'], '%a, %d %b %Y %H:%M:%S %Z')
    connection.close()
    error = told.replace(tzinfo=datetime.timezone.utc).timestamp() - time.time() - offset
    if abs(error) > 30:
        raise Breach(f'the server\'s clock did not jump: it is {error:.0f} s from where it should be')
    world.run.counts['jumps'] += 1


def clock(order: Order) -> Findings:
    return run_each(order, clock_run, JUMPS)


ATTACKS = [Attack('clock', 'jumps', 200, 10, clock)]
