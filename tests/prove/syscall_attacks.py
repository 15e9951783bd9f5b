# SPDX-License-Identifier: MIT
"""syscall-kill: the server dies at its N-th system call that writes, for every N of three contacts' whole life: of the
database's birth, of upload, calls, callbacks and orderly stop, and of a stop that finds the log full.

Every point is a seed. The tables reach a little beyond what a clean run does, and the full tier sees that they do: a
point that is past the end lets the server live."""
import http.client
import math

from attack import Attack, Breach, Findings, Order, Run, run_each
from tracer import injecting
from world import PATIENCE, World

CONTACTS = 3
# The calls by which this server writes, found with strace, and how many of them one thread makes at the most.
POINTS = {
    'birth': {'pwrite64': 420, 'fdatasync': 34, 'ftruncate': 4, 'unlink': 6, 'write': 10},
    'life': {'pwrite64': 380, 'fdatasync': 40, 'ftruncate': 6, 'unlink': 5, 'write': 30, 'sendmsg': 44},
    'stop': {'pwrite64': 60, 'fdatasync': 10, 'ftruncate': 5, 'unlink': 5, 'write': 12},
}
TABLE = [(phase, call, n) for phase, calls in POINTS.items() for call, last in calls.items() for n in range(1, last + 1)]
STRIDE = next(step for step in range(len(TABLE) * 5 // 13, len(TABLE)) if math.gcd(step, len(TABLE)) == 1)


def point_of(seed: int) -> tuple:
    """Neighbours in seed are far apart in the table, so that a few seeds are spread over it."""
    return TABLE[seed * STRIDE % len(TABLE)]


def syscall_kill_run(run: Run) -> None:
    phase, call, number = point_of(run.seed)
    run.say(f'{phase}, {call} number {number}')
    with World(run) as world:
        world.start_fake()
        numbers = world.numbers(CONTACTS)
        prepare(world, phase, numbers)
        world.launch_server(injecting(call, 'signal=KILL', number))
        (life if phase == 'life' else come_and_go)(world, numbers)
        if world.server.wait(PATIENCE) == -9:
            run.counts[f'{phase}: kills at {call}'] += 1
        else:
            run.counts[past_the_end(phase, call, number)] += 1
        finish(world, numbers)


def past_the_end(phase: str, call: str, number: int) -> str:
    return f'{phase}: {call} has an end' if number == POINTS[phase][call] else 'points past the end'


def prepare(world: World, phase: str, numbers: list) -> None:
    if phase == 'birth':
        return
    world.start_server()
    if phase == 'life':
        world.stop()
    else:  # its log stays full
        world.upload(world.create_campaign(), numbers)
        world.server.kill()


def come_and_go(world: World, _numbers: list) -> None:
    if world.server.wait_until_it_listens():
        world.server.stop()


def life(world: World, numbers: list) -> None:
    """Whatever of it the server lives to see."""
    try:
        if world.server.wait_until_it_listens():
            go_on(world, numbers)
            world.wait_until_done('/v1/campaigns/1')
            world.server.stop()
    except (OSError, http.client.HTTPException):
        pass  # killed
    except Breach:
        if world.server.wait(PATIENCE) != -9:
            raise


def go_on(world: World, numbers: list) -> None:
    """From wherever it was cut off. Uploading twice changes nothing."""
    if not world.must('GET', '/v1/campaigns')['campaigns']:
        world.create_campaign()
    world.upload('/v1/campaigns/1', numbers)
    if world.must('GET', '/v1/campaigns/1')['status'] == 'draft':
        world.must('POST', '/v1/campaigns/1/start')


def finish(world: World, numbers: list) -> None:
    world.start_server()
    go_on(world, numbers)
    world.wait_until_done('/v1/campaigns/1')
    world.stop()
    world.check()


def syscall_kill(order: Order) -> Findings:
    findings = run_each(order, syscall_kill_run, side_by_side=8)
    if order.runs >= len(TABLE):
        findings.breaches += [f'seed {order.seed}: the table is too short: {call} number {last} still happened ({phase})'
                              for phase, calls in POINTS.items() for call, last in calls.items()
                              if not findings.counts[past_the_end(phase, call, last)]]
    return findings


ATTACKS = [Attack('syscall-kill', 'kill points', len(TABLE), 30, syscall_kill)]
