# SPDX-License-Identifier: MIT
"""webhooks: kill -9 while events go out to endpoints that answer, fail, hang up, hang and leave, and while somebody listens
who loses the connection. Each event of the database is told at least once, in order for each contact, with a valid
signature; who listens hears each exactly once."""
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from listener import Listener
from receiver import MOODS, Receiver
from world import World

KILLS = 4       # of one campaign
CONTACTS = 40   # of one campaign
RATE = 40
SETTINGS = {'CARILLON_CALLS_PER_SECOND': RATE, 'CARILLON_ALLOW_PRIVATE_HOOKS': 'true',
            'CARILLON_WEBHOOK_SCHEDULE': ','.join(f'{i}s' for i in range(1, 21))}
WAITING = """SELECT count(*) FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
              WHERE d.status = 'waiting' AND w.url LIKE '%/' || ?"""


def introduce(world: World, receiver: Receiver) -> None:
    for name in MOODS:
        made = world.must('POST', '/v1/webhooks', {'url': f'{receiver.url}/{name}'})
        receiver.secrets[name] = made['secret']


def kill_now_and_then(world: World) -> None:
    for _ in range(KILLS):
        if world.server.wait_until_it_listens():
            time.sleep(world.random.uniform(0.05, 0.6))
        world.server.kill()
        world.run.counts['kills'] += 1
        world.launch_server(**SETTINGS)
    if not world.server.wait_until_it_listens():
        raise Breach(f'the server did not come back: {world.server.last_words()}')


def wait_until_told(world: World, name: str) -> None:
    world.wait_until(f'{name} is told of everything', lambda: world.query(WAITING, name) == [(0,)], 60)


def breaches_of(events: dict, came: list, must_be_whole: bool) -> list:
    """`events`: contact by id."""
    breaches, last, told, messages = [], {}, set(), {}
    for event, contact, message, answer, _ in came:
        if messages.setdefault(event, message) != message:
            breaches.append(f'event {event} was told under two names')
        if event not in events:
            breaches.append(f'event {event} was told and is not in the database')
        if contact is not None:
            before = last.get(contact, event)
            if event < before:
                breaches.append(f'event {event} of contact {contact} was told after {before}')
            if event > before and before not in told:
                breaches.append(f'event {event} of contact {contact} overtook {before}, which had not arrived')
            last[contact] = event
        if answer in (200, 204):
            told.add(event)
    missing = sorted(set(events) - told) if must_be_whole else []
    return breaches + [f'event {event} was never told' for event in missing]


def check(world: World, receiver: Receiver, listener: Listener) -> list:
    log = world.query('SELECT id, kind, contact_id FROM events ORDER BY id')
    ended = world.query('SELECT (SELECT count(*) FROM calls WHERE ended_at IS NOT NULL), '
                        "(SELECT count(*) FROM contacts WHERE status NOT IN ('pending', 'in_progress'))")[0]
    count = tuple(sum(kind == wanted for _, kind, _ in log) for wanted in ('call.ended', 'contact.done'))
    breaches = list(receiver.wrong) + listener.complaints
    if ended != count:
        breaches.append(f'(calls ended, contacts done) are {ended}, the log tells {count}')
    events = {event: contact for event, _, contact in log}
    for name in MOODS:
        whole = name != 'leaving'
        breaches += [f'{name}: {breach}' for breach in breaches_of(events, receiver.came[name], whole)]
        world.run.counts[f'told {name}'] += len(receiver.came[name])
    if listener.heard != [(event, kind) for event, kind, _ in log]:
        breaches.append(f'who listened heard {len(listener.heard)} events, not the {len(log)} of the log in their order')
    world.run.counts['events'] += len(log)
    world.run.counts['connections of a listener'] += listener.connections
    return breaches


def has_left(world: World) -> bool:
    return any(not hook['enabled'] for hook in world.must('GET', '/v1/webhooks')['webhooks'])


def stop_in_time(world: World) -> None:
    """Who listens ends with the stop, and does not hold it up until its grace is over."""
    started = time.monotonic()
    world.stop()
    if time.monotonic() - started > 6:
        raise Breach(f'with a listener, the stop took {time.monotonic() - started:.1f} s')


def tell(run: Run) -> None:
    with World(run) as world, Receiver(run.seed) as receiver:
        world.start_fake()
        world.start_server(**SETTINGS)
        introduce(world, receiver)
        listener = Listener(world.port, run.seed)
        try:
            campaign = world.start_campaign(CONTACTS, max_attempts=2, retry_delay_seconds=1)
            kill_now_and_then(world)
            world.wait_until_done(campaign)
            wait_until_told(world, 'steady')  # while the hanging one still hangs
            wait_until_told(world, 'troubled')
            receiver.released.set()
            wait_until_told(world, 'hanging')
            world.wait_until('the one that left is disabled', lambda: has_left(world))
            log = world.query('SELECT count(*) FROM events')[0][0]
            world.wait_until('who listens has heard all', lambda: len(listener.heard) >= log, 20)
            stop_in_time(world)
        finally:
            listener.end()
        breaches = check(world, receiver, listener)
        if breaches:
            raise Breach('; '.join(breaches[:10]))


def webhooks(order: Order) -> Findings:
    return run_each(order, tell, runs_at_once=KILLS)


ATTACKS = [Attack('webhooks', 'kills', 200, 4, webhooks)]
