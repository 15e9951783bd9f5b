# SPDX-License-Identifier: MIT
"""damaged: the server is started on database files with flipped bits, lost pages, torn ends, logs that are gone or not
their own, or on no database at all. It may refuse, with an exit code and a sentence that names the file; it never
crashes; and if it dials, nobody is called who was not uploaded, and nobody again who was called before."""
import collections
import pathlib
import random
import shutil
import sqlite3
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from world import PATIENCE, World

CONTACTS = 60
RATE = 40
PAGE = 4096
REFUSALS = {3: 'cannot be used', 4: 'damaged'}
A_MOMENT = 0.5  # seconds of dialing, if it comes to that


# ---- The damage: each changes the files of one database ----

def flip_bits(dice: random.Random, file: pathlib.Path) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(dice.choice([1, 1, 8, 64])):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def overwrite_page(dice: random.Random, file: pathlib.Path) -> None:
    content = bytearray(file.read_bytes())
    at = dice.randrange(0, len(content), PAGE)
    content[at:at + PAGE] = dice.choice([bytes(PAGE), dice.randbytes(PAGE)])
    file.write_bytes(content)


def swap_pages(dice: random.Random, file: pathlib.Path) -> None:
    content = bytearray(file.read_bytes())
    one, other = (PAGE * page for page in dice.sample(range(len(content) // PAGE), 2))
    content[one:one + PAGE], content[other:other + PAGE] = content[other:other + PAGE], content[one:one + PAGE]
    file.write_bytes(content)


def cut_off(dice: random.Random, file: pathlib.Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:dice.choice([dice.randrange(len(content)), len(content) // PAGE // 2 * PAGE])])


def append_garbage(dice: random.Random, file: pathlib.Path) -> None:
    file.write_bytes(file.read_bytes() + dice.randbytes(dice.choice([1, 100, PAGE, 3 * PAGE])))


def lose_the_log(_dice: random.Random, file: pathlib.Path) -> None:
    log_of(file).unlink(missing_ok=True)


def strange_log(dice: random.Random, file: pathlib.Path) -> None:
    """Well-formed, and of another database."""
    other = file.with_name('other.db')
    connection = sqlite3.connect(other)
    connection.execute('PRAGMA journal_mode = WAL')
    connection.execute('CREATE TABLE strangers (phone)')
    connection.execute('INSERT INTO strangers VALUES (?)', (dice.random(),))
    connection.commit()
    shutil.copy(log_of(other), log_of(file))
    connection.close()
    other.unlink()


def something_else(dice: random.Random, file: pathlib.Path) -> None:
    log_of(file).unlink(missing_ok=True)
    file.with_name(file.name + '-shm').unlink(missing_ok=True)
    file.unlink()
    if dice.random() < 0.5:
        file.write_bytes(dice.choice([b'phone,name\n+14155552671,Ada\n', dice.randbytes(20_000)]))
        return
    with sqlite3.connect(file) as connection:
        connection.execute('CREATE TABLE contacts (phone TEXT)')
        connection.execute("INSERT INTO contacts VALUES ('+14155552671')")
    connection.close()


DAMAGES = [flip_bits, flip_bits, flip_bits, overwrite_page, swap_pages, cut_off, append_garbage, lose_the_log,
           strange_log, something_else]


def log_of(file: pathlib.Path) -> pathlib.Path:
    return file.with_name(file.name + '-wal')


# ---- The attack ----

class Original:
    """A database in the middle of its campaign, and who was called from it."""

    def __init__(self, order: Order, seed: int, is_stopped: bool):
        run = Run(seed, order.binaries, order.work / f'original-{is_stopped}', order.verbose, collections.Counter())
        run.folder.mkdir()
        self.folder = run.folder
        with World(run) as world:
            world.start_fake()
            world.start_server(CARILLON_CALLS_PER_SECOND=RATE)
            campaign = world.start_campaign(CONTACTS)
            world.wait_until_touched(campaign, CONTACTS // 3)
            world.must('POST', f'{campaign}/pause')
            world.wait_until_at_rest()
            world.must('POST', f'{campaign}/resume')
            world.stop() if is_stopped else world.server.kill()
            self.uploaded = set(world.uploaded)
            self.called = [fact['to'] for fact in world.ledger() if fact['what'] == 'request']
            self.files = [pathlib.Path(shutil.copy(file, run.folder)) for file in world.disk.iterdir()]


def damaged_run(run: Run, originals: list) -> None:
    with World(run) as world:
        original = world.random.choice(originals)
        for file in original.files:
            shutil.copy(file, world.disk)
        kind = damage(world)
        world.start_fake()
        world.launch_server(CARILLON_CALLS_PER_SECOND=RATE)
        if world.server.wait_until_it_listens():
            run.counts[f'{kind}: started'] += 1
            time.sleep(A_MOMENT)
            if not world.server.is_running():
                raise Breach(f'{kind}: the server ended with {world.server.process.returncode}: '
                             f'{world.server.last_words()}')
            world.server.kill()
        else:
            check_refusal(world, kind)
        check_calls(world, original, kind)


def damage(world: World) -> str:
    """Of the file itself or of its log, where it has one. Returns what was done."""
    how = world.random.choice(DAMAGES)
    file = world.database
    if log_of(file).exists() and log_of(file).stat().st_size > 2 * PAGE and how not in DAMAGES[-3:]:
        file = world.random.choice([file, log_of(file)])
    how(world.random, file)
    kind = how.__name__.replace('_', ' ') + (' (log)' if file != world.database else '')
    world.run.say(kind)
    return kind


def check_refusal(world: World, kind: str) -> None:
    code, words = world.server.wait(PATIENCE), world.server.last_words()
    if code not in REFUSALS or world.database.name not in words:
        raise Breach(f'{kind}: the server ended with {code} and said: {words}')
    world.run.counts[f'{kind}: {REFUSALS[code]}'] += 1


def check_calls(world: World, original: Original, kind: str) -> None:
    called = [fact['to'] for fact in world.ledger() if fact['what'] == 'request']
    world.run.counts['calls'] += len(called)
    for number, times in collections.Counter(original.called + called).items():
        if number not in original.uploaded:
            raise Breach(f'{kind}: {number} was called and never uploaded')
        if times > 1:
            raise Breach(f'{kind}: {number} was called {times} times')


def damaged(order: Order) -> Findings:
    originals = [Original(order, order.seed, is_stopped) for is_stopped in (True, False)]
    findings = run_each(order, lambda run: damaged_run(run, originals))
    for original in originals:
        shutil.rmtree(original.folder)
    return findings


ATTACKS = [Attack('damaged', 'files', 2000, 100, damaged)]
