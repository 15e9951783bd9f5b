# SPDX-License-Identifier: MIT
"""restore: a backup of the running server, then more calls, then its death; the backup is put back and the server goes
on. Whom it called in the time that the backup does not know it learns from the carrier, and calls nobody again."""
import subprocess
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from world import PATIENCE, World

CONTACTS = 80
RATE = 40


def restore_run(run: Run) -> None:
    with World(run) as world:
        world.start_fake(drop_response=0.02, callback_late=0.1, callback_late_seconds=1)
        world.start_server(CARILLON_CALLS_PER_SECOND=RATE)
        campaign = world.start_campaign(CONTACTS, max_attempts=2, retry_delay_seconds=1)
        touched = world.random.randrange(CONTACTS // 2)
        world.wait_until_touched(campaign, touched)
        forgotten_from = unix_ms()
        backup = world.disk / 'backup.db'
        known = calls_in(world)
        carillon(world, 'backup', backup)
        world.wait_until_touched(campaign, world.random.randrange(touched, CONTACTS))
        time.sleep(world.random.uniform(0, 0.2))
        world.server.kill()
        called = calls_in(world)
        carillon(world, 'restore', backup)
        forgotten_until = unix_ms()  # what it acknowledged last stands in the ledger by now
        world.start_server(CARILLON_CALLS_PER_SECOND=RATE, CARILLON_RESTORE_WAIT='1s')
        world.wait_until_done(campaign)
        world.stop()
        run.counts['calls since the backup'] += called - known
        world.check('--forgotten', str(forgotten_from), str(forgotten_until))


def calls_in(world: World) -> int:
    return sum(fact['what'] == 'request' for fact in world.ledger())


def unix_ms() -> int:
    return time.time_ns() // 1_000_000


def carillon(world: World, *words) -> None:
    command = [str(word) for word in (world.run.binaries.carillon, *words)]
    done = subprocess.run(command, env=world.environment({}), cwd=world.run.folder, capture_output=True, text=True,
                          timeout=PATIENCE)
    if done.returncode != 0:
        raise Breach(f'carillon {words[0]} ended with {done.returncode}: {done.stdout} {done.stderr}')


def restore(order: Order) -> Findings:
    return run_each(order, restore_run)


ATTACKS = [Attack('restore', 'restores', 50, 2, restore)]
