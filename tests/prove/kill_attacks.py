# SPDX-License-Identifier: MIT
"""kill: kill -9 at random moments, while calls go out, callbacks come in and contacts are uploaded; restart on the
same file, go on."""
import http.client
import threading
import time

from attack import Attack, Breach, Findings, Order, Run, run_each
from world import World

KILLS = 10      # of one campaign
CONTACTS = 100  # of one campaign
AT_FIRST = 30   # uploaded before the first kill, the others between
RATE = 40       # calls per second: the campaign lasts as long as the kills


class Uploader:
    """Uploads while the server is being killed. What was answered with 200 is never sent again: it must be there."""

    def __init__(self, world: World, campaign: str):
        self.world, self.campaign, self.left, self.thread = world, campaign, [], None

    def begin(self, numbers: list) -> None:
        self.end()
        self.thread = threading.Thread(target=self._upload, args=(numbers,))
        self.thread.start()

    def _upload(self, numbers: list) -> None:
        try:
            self.world.upload(self.campaign, numbers)
        except (OSError, http.client.HTTPException):  # killed meanwhile
            self.left.append(numbers)

    def end(self) -> None:
        if self.thread:
            self.thread.join()
            self.thread = None

    def send_what_is_left(self) -> None:
        self.end()
        for numbers in self.left:
            self.world.upload(self.campaign, numbers)
        self.world.run.counts['uploads cut off'] += len(self.left)


def kill_once(world: World, uploader: Uploader, numbers: list) -> None:
    """The server was launched a moment ago; it dies while it starts, or later."""
    if world.random.random() < 0.2:
        world.run.counts['kills at start-up'] += 1
        time.sleep(world.random.uniform(0, 0.06))
    elif world.server.wait_until_it_listens():
        uploader.begin(numbers)
        time.sleep(world.random.uniform(0, 0.3))
        numbers = []
    world.server.kill()
    world.run.counts['kills'] += 1
    if numbers:
        uploader.left.append(numbers)


def kill_campaign(run: Run) -> None:
    with World(run) as world:
        world.start_fake()
        world.start_server(CARILLON_CALLS_PER_SECOND=RATE)
        campaign = world.create_campaign(max_attempts=2, retry_delay_seconds=1)
        numbers = world.numbers(CONTACTS)
        share = (CONTACTS - AT_FIRST) // KILLS
        world.upload(campaign, numbers[:AT_FIRST])
        world.must('POST', f'{campaign}/start')
        uploader = Uploader(world, campaign)
        for first in range(AT_FIRST, CONTACTS, share):
            kill_once(world, uploader, numbers[first:first + share])
            world.launch_server(CARILLON_CALLS_PER_SECOND=RATE)
        if not world.server.wait_until_it_listens():
            raise Breach(f'the server did not come back: {world.server.last_words()}')
        uploader.send_what_is_left()
        world.wait_until_done(campaign)
        world.stop()
        world.check(rate=RATE)


def kill(order: Order) -> Findings:
    return run_each(order, kill_campaign, runs_at_once=KILLS)


ATTACKS = [Attack('kill', 'kills', 1000, 25, kill)]
