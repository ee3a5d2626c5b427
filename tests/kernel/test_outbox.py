"""The outbox: each handler hears each event, in order, at least once, and nothing that breaks stops the rest."""

import pytest

from gotuto import trace, wakeups
from gotuto.db import execute, unit_of_work
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.outbox import models
from tests.kernel.toys import (
    NOON,
    BellRang,
    EchoHeard,
    bell_rang,
    breaks,
    deliver,
    deliveries,
    echo_heard,
    ring,
    states,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def time_passes():
    execute("UPDATE gotuto_outbox_delivery SET due_at = clock_timestamp()")


def events():
    return list(models.Event.objects.order_by("sequence"))


def test_an_event_is_written_with_one_delivery_for_each_handler(bell, listeners):
    listeners.connect("toys.first")
    listeners.connect("toys.second")
    ring(bell, "c")
    (event,) = events()
    assert (event.name, event.schema, event.aggregate_id, event.occurred_at) == ("tests.bell_rang", 1, bell, NOON)
    assert event.data == {"bell_id": str(bell), "note": "c", "occurred_at": "2026-03-02T12:00:00Z"}
    assert set(event.deliveries.values_list("handler", "state")) == {
        ("toys.first", "pending"),
        ("toys.second", "pending"),
    }


def test_an_event_that_nobody_hears_is_still_on_record(bell):
    ring(bell, "c")
    assert len(events()) == 1
    assert deliver() == 0


def test_an_event_of_a_refused_change_never_happened(bell, listeners):
    listeners.connect("toys.first")

    @unit_of_work
    def refuse():
        bell_rang.publish(BellRang(bell_id=bell, note="c", occurred_at=NOON))
        raise Conflict("no")

    with pytest.raises(Conflict):
        refuse()
    assert events() == []


def test_each_handler_hears_the_event_once(bell, listeners):
    listeners.connect("toys.first")
    listeners.connect("toys.second")
    ring(bell, "c")
    assert deliver() == 2
    assert sorted(listeners.heard) == [("toys.first", "c"), ("toys.second", "c")]
    assert states("toys.first") == ["done"]
    assert deliveries("toys.first")[0].finished_at is not None


def test_events_of_one_unit_are_written_in_the_order_of_publication(bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c", "d", "e")
    deliver()
    assert [note for _, note in listeners.heard] == ["c", "d", "e"]


def test_a_handler_knows_who_asked_and_what_led_to_it(bell, listeners):
    def echo(event):
        echo_heard.publish(EchoHeard(bell_id=event.bell_id, occurred_at=NOON))

    listeners.connect("toys.echo", echo)
    caller = new_id()
    with trace.bound("request-1", actor=caller):
        ring(bell, "c")
    deliver()
    first, second = events()
    envelope = listeners.envelopes[0]
    assert (envelope.event_id, envelope.sequence) == (first.event_id, first.sequence)
    assert (envelope.correlation_id, envelope.causation_id, envelope.actor) == ("request-1", None, caller)
    assert (second.correlation_id, second.causation_id, second.actor) == ("request-1", first.event_id, caller)
    assert trace.actor() is None


def test_a_failure_holds_back_only_the_later_ones_of_the_same_handler_and_aggregate(bell, listeners, settings):
    settings.GOTUTO_BACKOFF_SECONDS = 60
    other = new_id()
    listeners.connect("toys.picky", breaks("c"))
    listeners.connect("toys.patient")
    ring(bell, "c", "d")
    ring(other, "e")
    deliver()
    assert listeners.heard.count(("toys.picky", "d")) == 0
    assert ("toys.picky", "e") in listeners.heard
    assert states("toys.patient") == ["done", "done", "done"]
    (failed, waiting, _) = deliveries("toys.picky")
    assert (failed.state, failed.attempts, failed.last_error) == ("pending", 1, "RuntimeError: out of tune")
    assert (waiting.state, waiting.attempts) == ("pending", 0)


def test_what_failed_is_tried_again_and_lets_the_later_ones_follow(bell, listeners, settings):
    settings.GOTUTO_BACKOFF_SECONDS = 60
    failures = [RuntimeError("once")]

    def react(event):
        if event.note == "c" and failures:
            raise failures.pop()

    listeners.connect("toys.first", react)
    ring(bell, "c", "d")
    assert deliver() == 1
    time_passes()
    deliver()
    assert [note for _, note in listeners.heard] == ["c", "c", "d"]
    assert states("toys.first") == ["done", "done"]
    assert deliveries("toys.first")[0].last_error == ""


@pytest.mark.usefixtures("at_once")
def test_after_its_attempts_a_delivery_is_dead_and_the_later_ones_pass(bell, listeners, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 3
    listeners.connect("toys.first", breaks("c"))
    ring(bell, "c", "d")
    deliver()
    dead, passed = deliveries("toys.first")
    assert (dead.state, dead.attempts, dead.last_error) == ("dead", 3, "RuntimeError: out of tune")
    assert passed.state == "done"


def test_a_refusal_is_final(bell, listeners):
    listeners.connect("toys.first", breaks("c", error=Conflict("the bell is cracked")))
    ring(bell, "c", "d")
    deliver()
    dead, passed = deliveries("toys.first")
    assert (dead.state, dead.attempts, dead.last_error) == ("dead", 1, "conflict")
    assert passed.state == "done"


@pytest.mark.usefixtures("at_once")
def test_an_error_that_the_database_cannot_store_as_it_is_does_not_escape(bell, listeners, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 1
    listeners.connect("toys.first", breaks("c", error=RuntimeError("a\0b \ud800" + "!" * 9_000)))
    ring(bell, "c")
    deliver()
    (dead,) = deliveries("toys.first")
    assert dead.last_error.startswith("RuntimeError: ab ?!!")
    assert len(dead.last_error) == 4_000


def test_the_effect_of_a_failed_attempt_is_undone(bell, listeners, settings):
    settings.GOTUTO_BACKOFF_SECONDS = 60

    def half(event):
        echo_heard.publish(EchoHeard(bell_id=event.bell_id, occurred_at=NOON))
        raise RuntimeError("half way")

    listeners.connect("toys.first", half)
    ring(bell, "c")
    deliver()
    assert [event.name for event in events()] == ["tests.bell_rang"]


def test_a_delivery_for_a_handler_of_another_release_waits(bell, listeners):
    listeners.connect("toys.gone")
    ring(bell, "c")
    listeners.disconnect("toys.gone")
    assert deliver() == 0
    assert states("toys.gone") == ["pending"]
    listeners.connect("toys.gone")
    assert deliver() == 1


@pytest.mark.usefixtures("at_once")
def test_an_event_that_this_release_cannot_read_dies_with_the_reason(bell, listeners, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 2
    listeners.connect("toys.first")
    ring(bell, "c")
    models.Event.objects.update(schema=9)
    deliver()
    (dead,) = deliveries("toys.first")
    assert (dead.state, dead.last_error) == (
        "dead",
        "UnknownEvent: tests.bell_rang has schema 9; this release knows up to 1.",
    )


@pytest.mark.django_db(transaction=True)
def test_the_next_event_of_an_aggregate_follows_in_the_same_drain(bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c", "d", "e")
    assert wakeups.drain() == 3
    assert [note for _, note in listeners.heard] == ["c", "d", "e"]


def test_rows_say_what_they_are(bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c")
    (event,), (row,) = events(), deliveries("toys.first")
    assert str(event) == f"tests.bell_rang {event.sequence}"
    assert str(row) == f"{event.sequence} → toys.first"
