# SPDX-License-Identifier: MIT
"""The carrier as the enemy. carrier-answers: requests that are accepted and not answered, answered and not accepted,
answered in halves or late. callbacks: lost, late, early, doubled and out of order."""
from attack import Attack, Findings, Order, Run, run_each
from world import World

CONTACTS = 25  # of one campaign of carrier-answers
SIDE_BY_SIDE = 20  # after each fault the dialer rests: these campaigns mostly wait

MIX = {'drop_response': 0.05, 'reset_before_accept': 0.05, 'throttle_429': 0.05, 'error_5xx_before': 0.04,
       'error_5xx_after': 0.04, 'truncate_body': 0.04, 'slow_answer': 0.03, 'slow_answer_seconds': 1,
       'retry_after_seconds': 0.2}
ALWAYS = [{'drop_response': 1}, {'reset_before_accept': 1}, {'throttle_429': 1, 'retry_after_seconds': 0.2},
          {'error_5xx_before': 1}, {'error_5xx_after': 1}, {'truncate_body': 1},
          {'slow_answer': 1, 'slow_answer_seconds': 1}]
# We wait 30 s for an answer: too long for the small tier, whose seeds do not come here.
BEYOND_PATIENCE = {'slow_answer': 1, 'slow_answer_seconds': 35}
ROUND = 40  # seeds


def profile_of(seed: int) -> dict:
    """Of eight campaigns seven have one fault always, the eighth has the mix, which then is most of the calls: a
    campaign in which nothing works places only a few."""
    if seed % ROUND == 0:
        return BEYOND_PATIENCE
    return ALWAYS[seed % 16 // 2] if seed % 16 in range(0, 14, 2) else MIX


def carrier_answers_campaign(run: Run) -> None:
    profile = profile_of(run.seed)
    run.say(f'faults: {", ".join(profile)}')
    with World(run) as world:
        world.start_fake(**profile)
        world.start_server(CARILLON_CALLS_PER_SECOND=50)
        campaign = world.start_campaign(CONTACTS)
        if profile is not MIX:
            world.wait_until('three requests met the fault', lambda: faults_in(world) >= 3)
            mend_the_carrier(world, campaign)
        world.wait_until_done(campaign, 150)
        world.stop()
        world.check(rate=50)


def faults_in(world: World) -> int:
    return sum(fact['what'] == 'fault' for fact in world.ledger())


def mend_the_carrier(world: World, campaign: str) -> None:
    """Faults are a matter of the fake's command line, and a new fake knows no calls: so none may be open."""
    world.must('POST', f'{campaign}/pause')
    world.wait_until_at_rest()
    world.fake.stop()
    world.start_fake()
    world.must('POST', f'{campaign}/resume')


def carrier_answers(order: Order) -> Findings:
    return run_each(order, carrier_answers_campaign, CONTACTS, SIDE_BY_SIDE)


CALLBACK_MIX = {'callback_lost': 0.1, 'callback_late': 0.15, 'callback_early': 0.2, 'callback_doubled': 0.15,
                'callback_reordered': 0.2, 'callback_late_seconds': 1}
CALLBACKS_ALWAYS = [{'callback_late': 1, 'callback_late_seconds': 1}, {'callback_early': 1}, {'callback_doubled': 1},
                    {'callback_reordered': 1}]
CALLEES = 200
CALLBACKS = 625  # that many at the least are delivered of one campaign's
TALKATIVE = {'answer': 9, 'busy': 0.5, 'no_answer': 0.3, 'failed': 0.2, 'voicemail': 0}  # most callbacks a call


def callbacks_campaign(run: Run) -> None:
    profile = CALLBACKS_ALWAYS[run.seed % 8 // 2] if run.seed % 2 == 0 else CALLBACK_MIX
    run.say(f'faults: {", ".join(profile)}')
    with World(run) as world:
        world.start_fake(**TALKATIVE, **profile)
        world.start_server(CARILLON_CALLS_PER_SECOND=200)
        campaign = world.start_campaign(CALLEES)
        world.wait_until_done(campaign)
        world.wait_until('the last callback is delivered', lambda: deliveries_in(world) >= CALLBACKS)
        world.stop()
        world.check(rate=200)


def deliveries_in(world: World) -> int:
    return sum(fact['what'] == 'callback' and 200 <= fact.get('http_status', 0) < 300 for fact in world.ledger())


def callbacks(order: Order) -> Findings:
    return run_each(order, callbacks_campaign, CALLBACKS, side_by_side=8)


ATTACKS = [Attack('carrier-answers', 'contacts', 20_000, 500, carrier_answers),
           Attack('callbacks', 'callbacks', 200_000, 5_000, callbacks)]
