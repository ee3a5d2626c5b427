"""Claims: who holds a delivery or a saga keeps others away for a while, and who comes late leaves no trace."""

import pytest
from django.db import transaction

from gotuto import testing
from gotuto.ids import new_id
from gotuto.outbox import models
from gotuto.sagas import engine
from tests.kernel import toys, workshop
from tests.kernel.toys import NOON, EchoHeard, breaks, deliver, deliveries, echo_heard, elsewhere, ring, states
from tests.kernel.workshop import NoWood, run, start, story, trouble

pytestmark = pytest.mark.django_db


def test_a_handler_that_takes_its_worker_with_it_becomes_a_dead_letter(bell, listeners, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    settings.GOTUTO_MAX_ATTEMPTS = 2
    listeners.connect("toys.deadly")
    ring(bell, "c")
    # Claimed, and never heard of again.
    assert [toys.claim().attempts for _ in range(2)] == [1, 2]
    deliver()
    (dead,) = deliveries("toys.deadly")
    assert dead.state == "dead"
    assert "worker died" in dead.last_error
    assert listeners.heard == []


def test_a_worker_that_holds_the_delivery_keeps_others_away(bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c", "d")
    assert toys.claim() is not None
    assert toys.claim() is None


def test_a_worker_that_comes_late_leaves_no_trace(bell, listeners, settings, caplog):
    settings.GOTUTO_LEASE_SECONDS = 0
    listeners.connect("toys.first", lambda event: echo_heard.publish(EchoHeard(bell_id=bell, occurred_at=NOON)))
    ring(bell, "c")
    late = toys.claim()
    in_time = toys.claim()
    testing.deliver(late, now=NOON)
    assert models.Event.objects.count() == 1
    assert "fenced" in caplog.text
    testing.deliver(in_time, now=NOON)
    assert list(models.Event.objects.order_by("sequence").values_list("name", flat=True)) == [
        "tests.bell_rang",
        "tests.echo_heard",
    ]
    assert states("toys.first") == ["done"]
    testing.deliver(late, now=NOON)
    assert models.Event.objects.count() == 2


def test_a_late_failure_does_not_disturb_what_is_done(bell, listeners, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    listeners.connect("toys.first")
    ring(bell, "c")
    late = toys.claim()
    deliver()
    listeners.disconnect("toys.first")
    listeners.connect("toys.first", breaks("c"))
    testing.deliver(late, now=NOON)
    assert states("toys.first") == ["done"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_two_deliveries(bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c")
    with transaction.atomic():
        held = toys.claim()
        listeners.connect("toys.second")
        elsewhere(lambda: ring(new_id(), "d"))
        others = elsewhere(testing.claim_deliveries)
        assert elsewhere(toys.claim) is None
    assert {held.handler, *(other.handler for other in others)} == {"toys.first", "toys.second"}


@pytest.mark.usefixtures("commits")
def test_a_step_that_takes_its_worker_with_it_is_parked(chair, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    settings.GOTUTO_MAX_ATTEMPTS = 2
    start(chair)
    # Claimed, and never heard of again.
    assert [workshop.claim().attempts for _ in range(2)] == [1, 2]
    workshop.work()
    parked = run(chair)
    assert parked.needs_attention
    assert "worker died" in parked.last_error
    assert story(chair) == []


@pytest.mark.usefixtures("commits")
def test_a_worker_that_leads_the_saga_keeps_others_away(chair):
    start(chair)
    assert workshop.claim() is not None
    assert workshop.claim() is None


@pytest.mark.usefixtures("commits")
def test_a_worker_that_comes_late_to_a_saga_leaves_no_trace(chair, settings, caplog):
    settings.GOTUTO_LEASE_SECONDS = 0
    start(chair)
    late, in_time = workshop.claim(), workshop.claim()
    testing.run_saga(late)
    assert story(chair) == []
    assert "fenced" in caplog.text
    testing.run_saga(in_time)
    testing.run_saga(late)
    assert story(chair) == ["cut", "glue", "paint"]


@pytest.mark.usefixtures("commits")
def test_a_late_refusal_does_not_turn_the_saga_round(chair, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    start(chair)
    late, in_time = workshop.claim(), workshop.claim()
    trouble["cut"].append(NoWood("no wood"))
    testing.run_saga(late)
    assert run(chair).state == "running"
    testing.run_saga(in_time)
    assert run(chair).state == "done"


@pytest.mark.usefixtures("commits")
def test_a_late_failure_of_a_saga_is_no_attempt_of_it(chair, settings):
    settings.GOTUTO_LEASE_SECONDS = 0
    start(chair)
    late, in_time = workshop.claim(), workshop.claim()
    trouble["cut"].append(RuntimeError("too late"))
    testing.run_saga(late)
    assert (run(chair).last_error, run(chair).fenced, workshop.failures(chair)) == ("", 1, [])
    testing.run_saga(in_time)
    assert run(chair).state == "done"


@pytest.mark.usefixtures("commits")
def test_one_subject_can_be_led_ahead_of_the_others(chair):
    first = new_id()
    start(first)
    start(chair)
    assert engine.run_of(workshop.chair_making.name, chair)
    assert (run(chair).state, run(first).state) == ("done", "running")
    assert not engine.run_of(workshop.chair_making.name, chair)
