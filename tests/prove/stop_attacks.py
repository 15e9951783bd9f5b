# SPDX-License-Identifier: MIT
"""sigterm: asked to stop under load, it stops in order and soon, and leaves nothing half done; asked twice, at once.
second-server: of several servers started on one file at the same instant, by whatever names, exactly one runs."""
import os
import pathlib
import signal
import time
import typing

from attack import Attack, Breach, Findings, Order, Run, run_each
from child import Child
from world import PATIENCE, World

LONGEST_STOP = 20    # seconds
LONGEST_EXIT = 5     # seconds after a second signal
HALF_DONE = "SELECT id, state FROM calls WHERE state IN ('claimed', 'submitting', 'unknown')"


def sigterm_run(run: Run) -> None:
    with World(run) as world:
        world.start_fake(slow_answer=0.1, slow_answer_seconds=2)
        world.start_server()
        campaign = world.start_campaign(80)
        time.sleep(world.random.uniform(0, 0.5))
        stop_in_order(world)
        world.start_server()
        time.sleep(world.random.uniform(0, 0.3))
        stop_at_once(world)
        world.start_server()
        world.wait_until_done(campaign)
        world.stop()
        world.check(rate=100)


def stop_in_order(world: World) -> None:
    began = time.monotonic()
    code = world.server.stop(LONGEST_STOP)
    if code != 0:
        raise Breach(f'SIGTERM ended the server with {code}: {world.server.last_words()}')
    world.run.counts['stops that waited for an answer'] += time.monotonic() - began > 1
    half_done = world.query(HALF_DONE)
    if half_done:
        raise Breach(f'an orderly stop left calls half done: {half_done}')


def stop_at_once(world: World) -> None:
    world.server.signal(signal.SIGTERM)
    time.sleep(0.1)
    began = time.monotonic()
    world.server.signal(signal.SIGTERM)
    code = world.server.wait(LONGEST_STOP)
    # By then it may have ended, or have nothing left but to end: a signal that nobody awaits any more is a kill.
    if code not in (0, 128 + signal.SIGTERM, -signal.SIGTERM):
        raise Breach(f'the second SIGTERM ended the server with {code}: {world.server.last_words()}')
    if time.monotonic() - began > LONGEST_EXIT:
        raise Breach(f'after a second SIGTERM it took {time.monotonic() - began:.1f} s to end')
    world.run.counts['second signals that cut it short'] += code == 128 + signal.SIGTERM


def sigterm(order: Order) -> Findings:
    return run_each(order, sigterm_run, side_by_side=8)


def second_server_run(run: Run) -> None:
    with World(run) as world:
        world.start_fake()
        world.start_server()
        campaign = world.start_campaign(60)
        time.sleep(world.random.uniform(0, 0.2))
        world.server.kill()
        names = draw_names(world)
        rivals = [world.launch_rival(f'rival-{i}', CARILLON_DB=name, PORT=0) for i, name in enumerate(names)]
        running = [rival for rival in rivals if rival.wait_until_it_listens()]
        check_rivals(world, dict(zip(rivals, names)), running)
        time.sleep(world.random.uniform(0, 0.2))
        for rival in running:
            rival.kill()
        go_on_alone(world, campaign)


def draw_names(world: World) -> list:
    """The one file by its name, through symbolic links, and by hard links: by no hard link at least once."""
    makers = [world.random.choice([None, os.symlink])]
    makers += world.random.choices([None, os.symlink, os.link], k=world.random.randint(1, 3))
    world.random.shuffle(makers)
    return [name_of(world, number, make) for number, make in enumerate(makers)]


def name_of(world: World, number: int, make: typing.Optional[typing.Callable]) -> pathlib.Path:
    if make is None:
        return world.database
    link = world.disk / f'link-{number}.db'
    make(world.database, link)
    world.run.counts['symbolic links' if make is os.symlink else 'hard links'] += 1
    return link


def is_hard_link(world: World, name: pathlib.Path) -> bool:
    return name != world.database and not name.is_symlink()


def check_rivals(world: World, rivals: dict, running: list) -> None:
    """`rivals`: each with the name that it was given."""
    world.run.counts['servers'] += len(rivals)
    world.run.counts['servers that ran'] += len(running)
    if len(running) != 1:
        raise Breach(f'{len(running)} of {len(rivals)} servers run on one file')
    if is_hard_link(world, rivals[running[0]]):
        raise Breach('a server runs by a name beside which the log does not lie')
    for rival in rivals:
        if rival not in running:
            check_refusal(rival)


def check_refusal(rival: Child) -> None:
    code, words = rival.wait(PATIENCE), rival.last_words()
    if code != 3 or '.db' not in words:
        raise Breach(f'a second server ended with {code} and said: {words}')


def go_on_alone(world: World, campaign: str) -> None:
    """The next may start at once, by the right name, whatever other names there are."""
    links = [name for name in sorted(world.disk.glob('link-*.db')) if is_hard_link(world, name)]
    if links and world.random.random() < 0.5:
        check_refusal(world.launch_rival('late', CARILLON_DB=links[0], PORT=0))
        world.run.counts['starts beside hard links'] += 1
    else:
        for link in world.disk.glob('link-*.db'):
            link.unlink()
    world.start_server()
    world.wait_until_done(campaign)
    world.stop()
    misplaced = [str(log) for log in world.disk.glob('link-*.db-*')]
    if misplaced:
        raise Breach(f'beside another name than the right one there is {misplaced}')
    world.check(rate=100)


def second_server(order: Order) -> Findings:
    return run_each(order, second_server_run, side_by_side=6)


ATTACKS = [Attack('sigterm', 'stops', 200, 5, sigterm),
           Attack('second-server', 'tries', 200, 5, second_server)]
