# SPDX-License-Identifier: MIT
"""disk: no space, input/output errors, writes that end in their middle, a stranger who locks the database for longer
than the server's patience. While it lasts nobody new is called, webhooks are answered with 503 and /readyz is red;
when it is over the server goes on by itself, and every promise was kept.

Nothing here needs root. The full disk is a limit on file sizes, put on the running server and taken off again: the
write that meets it is short, the next fails. Errors of the disk come from strace, for a stretch of system calls."""
import resource
import sqlite3
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from tracer import injecting
from world import PATIENCE, World

CONTACTS = 60
RATE = 40


def disk_run(run: Run) -> None:
    kind = KINDS[run.seed % len(KINDS)]
    run.say(kind.__name__)
    with World(run) as world:
        world.start_fake()
        kind(world)
        world.wait_until('/readyz is green again', lambda: readiness(world) == 200)
        world.wait_until_done('/v1/campaigns/1')
        world.stop()
        run.counts[kind.__name__.replace('_', ' ')] += 1
        run.counts['callbacks answered with 503'] += sum(
            fact['what'] == 'callback' and fact.get('http_status') == 503 for fact in world.ledger())
        world.check(rate=RATE)


def readiness(world: World) -> int:
    return world.ask('GET', '/readyz')[0]


# ---- Trouble that begins and ends when we say so ----

def begin_campaign(world: World) -> None:
    world.start_server(CARILLON_CALLS_PER_SECOND=RATE)
    world.start_campaign(CONTACTS)
    time.sleep(world.random.uniform(0.1, 0.8))


def wait_for_trouble(world: World) -> None:
    """Until the server has noticed, and a while longer. What was recorded before may still be posted, however late; who
    could not be recorded must not be called."""
    world.wait_until('/readyz is red', lambda: readiness(world) == 503)
    time.sleep(world.random.uniform(0.2, 1.5))
    called = [fact for fact in world.ledger() if fact['what'] == 'request']
    recorded = {token for (token,) in world.query("SELECT token FROM calls WHERE state <> 'claimed'")}
    unrecorded = [fact for fact in called if fact['call'] not in recorded]
    if unrecorded:
        raise Breach(f'{len(unrecorded)} calls were placed that could not be recorded, the first: {unrecorded[0]}')


def full_disk(world: World) -> None:
    begin_campaign(world)
    largest = max(file.stat().st_size for file in world.disk.iterdir())
    limit_files(world, largest + world.random.randrange(3 * 4096))
    wait_for_trouble(world)
    limit_files(world, resource.RLIM_INFINITY)


def limit_files(world: World, size: int) -> None:
    resource.prlimit(world.server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def locked_by_a_stranger(world: World) -> None:
    begin_campaign(world)
    stranger = sqlite3.connect(world.database, timeout=30, isolation_level=None)
    try:
        stranger.execute('BEGIN IMMEDIATE')
        wait_for_trouble(world)
        stranger.execute('ROLLBACK')
    finally:
        stranger.close()


# ---- Trouble for a stretch of system calls ----

def under(world: World, calls: str, what: str, longest: int, most: int = 29) -> None:
    """A whole campaign, in the middle of which some calls fail, `most` of them in a row."""
    world.start_server()
    campaign = world.create_campaign()
    world.upload(campaign, world.numbers(CONTACTS))
    world.stop()
    first = world.random.randrange(1, longest)
    last = first + world.random.randrange(most) + 1
    world.run.say(f'{what} at {calls} {first} to {last}')
    world.launch_server(injecting(calls, what, f'{first}..{last}'), CARILLON_CALLS_PER_SECOND=RATE)
    if not world.server.wait_until_it_listens():
        refuse_to_start(world)
    answer, _ = world.ask('POST', f'{campaign}/start')
    if answer != 200:  # the trouble was there already
        world.run.counts['starts refused'] += 1
        world.wait_until('the campaign can be started', lambda: world.ask('POST', f'{campaign}/start')[0] == 200)


def refuse_to_start(world: World) -> None:
    code = world.server.wait(PATIENCE)
    if code != 3:
        raise Breach(f'with a broken disk the server ended with {code} at its start: {world.server.last_words()}')
    world.run.counts['broken at the start'] += 1
    world.start_server(CARILLON_CALLS_PER_SECOND=RATE)


def no_space(world: World) -> None:
    under(world, 'pwrite64', 'error=ENOSPC', 900)


def write_errors(world: World) -> None:
    under(world, 'pwrite64', 'error=EIO', 900)


def sync_errors(world: World) -> None:
    # Where one call alone is left to be checked, each failure costs the 5 s until it is tried again.
    under(world, 'fdatasync', 'error=EIO', 120, most=12)


KINDS = [full_disk, no_space, locked_by_a_stranger, write_errors, sync_errors]


def disk(order: Order) -> Findings:
    return run_each(order, disk_run, side_by_side=10)


ATTACKS = [Attack('disk', 'runs', 200, 10, disk)]
