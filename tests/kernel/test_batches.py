"""Batches: several deliveries or sagas in one claim, and none of them waits longer or dies because of another."""

import pytest

from gotuto import batches, testing, wakeups
from gotuto.db import execute, unit
from gotuto.ids import new_id
from gotuto.outbox import delivery, models
from gotuto.sagas import engine, runs
from gotuto.sagas.definition import Refusal
from gotuto.sagas.models import SagaRun
from tests.kernel import toys, workshop
from tests.kernel.workshop import chair_making, trouble

pytestmark = pytest.mark.django_db


class Deliveries:
    """Deliveries to one handler, as a queue of work."""

    name, table = delivery.QUEUE, models.Delivery
    claim_some, do_some = staticmethod(testing.claim_deliveries), staticmethod(delivery.deliver_due)
    give_back = staticmethod(delivery.deliveries.give_back)

    def __init__(self, listeners):
        listeners.connect("toys.first", lambda event: workshop.act("cut", event, now=toys.NOON))

    def add(self):
        toys.ring(new_id(), "c")


class Sagas:
    """Sagas as a queue of work."""

    name, table = runs.QUEUE, SagaRun
    claim_some, do_some = staticmethod(runs.claim_some), staticmethod(engine.run_due)
    give_back = staticmethod(runs.sagas.give_back)

    def __init__(self, listeners):
        pass

    def add(self):
        workshop.start(new_id())


@pytest.fixture(params=[Deliveries, Sagas])
def queue(request, listeners, settings):
    """Work of one kind; what `trouble` says happens in each piece instead of the first step."""
    settings.GOTUTO_BACKOFF_SECONDS = 60
    trouble.clear()
    return request.param(listeners)


@pytest.fixture
def notified(monkeypatch):
    """What queues notify of."""
    names = []
    monkeypatch.setattr(wakeups.notifier, "notify", names.append)
    return names


def add(queue, count):
    """Pieces of work; their ids, the oldest first."""
    before = set(queue.table.objects.values_list("pk", flat=True))
    for _ in range(count):
        queue.add()
    return [pk for pk in queue.table.objects.order_by("pk").values_list("pk", flat=True) if pk not in before]


def move(queue, ids, interval):
    table = queue.table._meta.db_table
    execute(f"UPDATE {table} SET due_at = due_at + %s::interval WHERE id = ANY(%s)", [interval, ids])


def outcomes(queue):
    return list(queue.table.objects.order_by("pk").values_list("state", "attempts"))


def test_those_that_wait_longest_are_next(queue):
    (latest,) = add(queue, 1)
    others = add(queue, batches.SIZE)
    move(queue, others, "-1 hour")
    assert [claim.id for claim in queue.claim_some()] == others
    assert [claim.id for claim in queue.claim_some()] == [latest]


def test_a_claim_notifies_as_long_as_something_may_be_left(queue, notified):
    add(queue, batches.SIZE + 1)
    notified.clear()
    assert len(queue.claim_some()) == batches.SIZE
    assert notified == [queue.name]
    assert len(queue.claim_some()) == 1
    assert queue.claim_some() == []
    assert notified == [queue.name]


def test_what_kills_its_worker_takes_others_along_once(queue, notified):
    ids = add(queue, 3)
    assert [claim.id for claim in queue.claim_some()] == ids
    # The worker never came back.
    move(queue, ids, "-1 hour")
    fresh = add(queue, 2)
    notified.clear()
    assert [[(claim.id, claim.attempts) for claim in queue.claim_some()] for _ in range(5)] == [
        [(ids[0], 2)],
        [(ids[1], 2)],
        [(ids[2], 2)],
        [(fresh[0], 1), (fresh[1], 1)],
        [],
    ]
    assert notified == [queue.name] * 3


def test_those_ahead_of_one_that_failed_before_come_without_it(queue, notified):
    ahead = add(queue, 2)
    (tried,) = add(queue, 1)
    add(queue, 2)
    queue.table.objects.filter(pk=tried).update(attempts=1)
    notified.clear()
    assert [claim.id for claim in queue.claim_some()] == ahead
    assert notified == [queue.name]
    assert [claim.id for claim in queue.claim_some()] == [tried]


def test_what_is_not_reached_while_the_lease_is_young_is_given_back(queue, settings, notified):
    settings.GOTUTO_LEASE_SECONDS = 0
    add(queue, 3)
    notified.clear()
    queue.do_some()
    assert [attempts for _, attempts in outcomes(queue)] == [1, 0, 0]
    assert notified == [queue.name]
    while queue.do_some():
        pass
    assert outcomes(queue) == [("done", 1)] * 3


def test_what_is_given_back_keeps_its_place(queue):
    add(queue, batches.SIZE + 1)
    claims = queue.claim_some()
    queue.give_back(claims[1:])
    kept = [claim.id for claim in claims[1:]]
    # One more comes, whose id may be before theirs: it was made in the same millisecond.
    assert [claim.id for claim in queue.claim_some() if claim.id in kept] == kept


def test_what_cannot_even_be_put_down_does_not_keep_the_others_waiting(queue, monkeypatch, caplog):
    monkeypatch.setattr(delivery, "_retry", lambda claim, *, error: 1 / 0)
    monkeypatch.setattr(runs, "fail", lambda held, *, error, suspend: 1 / 0)
    trouble["cut"].append(RuntimeError("no"))
    (broken, *_) = add(queue, 3)
    assert queue.do_some() == 3
    assert [state for state, _ in outcomes(queue)].count("done") == 2
    assert "claim_abandoned" in caplog.text
    assert str(broken) in caplog.text


def test_a_saga_that_was_stopped_meanwhile_is_given_back_as_one_that_nobody_tried():
    trouble.clear()
    saga = workshop.start(new_id())
    held = runs.claim_some()
    with unit():
        chair_making.stop(saga.subject_id, refusal=Refusal("workshop.changed_mind", "no"))
    runs.sagas.give_back(held)
    assert workshop.run(saga.subject_id).attempts == 0
    workshop.work()
    assert workshop.run(saga.subject_id).state == "undone"


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_took_meanwhile_is_not_given_back(queue, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    add(queue, 1)
    late = queue.claim_some()
    settings.GOTUTO_LEASE_SECONDS = 60
    in_time = toys.elsewhere(queue.claim_some)
    queue.give_back(late)
    assert [claim.attempts for claim in in_time] == [2]
    assert queue.claim_some() == []
