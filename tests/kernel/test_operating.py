"""What operators do with events and their deliveries on the command line."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from gotuto.db import execute
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.outbox import models as outbox
from tests.kernel.toys import Listeners, deliver, deliveries, ring, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def cracked(listeners: Listeners):
    """A handler that refuses until the bell is mended; returns the list of cracks."""
    cracks = ["crack"]

    def react(event):
        if cracks:
            raise Conflict("the bell is cracked")

    listeners.connect("toys.first", react)
    return cracks


def sequence():
    return outbox.Event.objects.latest("sequence").sequence


def test_without_trouble_there_is_nothing_to_see(tell, bell, listeners):
    listeners.connect("toys.first")
    ring(bell, "c")
    deliver()
    assert tell("events", "list") == "Nothing is dead or stuck.\n"
    assert "toys.first" in tell("events", "list", "--all")


@pytest.mark.usefixtures("cracked")
def test_dead_deliveries_are_listed_with_their_error(tell, bell):
    ring(bell, "c")
    deliver()
    header, line = tell("events", "list").splitlines()
    assert header.split() == [
        "sequence", "event", "handler", "state", "attempts", "due_at", "correlation_id", "last_error",
    ]  # fmt: skip
    assert line.split()[1:5] == ["tests.bell_rang", "toys.first", "dead", "1"]
    assert line.endswith("  conflict")


def test_deliveries_that_fail_or_are_late_are_listed(tell, bell, listeners, settings):
    settings.GOTUTO_BACKOFF_SECONDS = 60
    ring_failures = iter([RuntimeError("x " * 200)])

    def react(event):
        raise next(ring_failures)

    listeners.connect("toys.failing", react)
    listeners.connect("toys.late")
    ring(bell, "c")
    execute("UPDATE gotuto_outbox_delivery SET due_at = due_at - interval '1 hour' WHERE handler = 'toys.late'")
    ring(new_id(), "d")
    outbox.Delivery.objects.filter(handler="toys.failing", aggregate_id=bell).update(last_error="x " * 200)
    lines = tell("events", "list").splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("…")


def test_deliveries_for_handlers_of_another_release_are_listed(tell, bell, listeners):
    listeners.connect("toys.gone")
    ring(bell, "c")
    assert "knows all handlers" in tell("events", "list", "--unknown")
    listeners.disconnect("toys.gone")
    assert "toys.gone" in tell("events", "list", "--unknown")


@pytest.mark.usefixtures("cracked")
def test_an_event_is_shown_with_its_facts_and_what_became_of_it(tell, bell):
    ring(bell, "c")
    deliver()
    shown = tell("events", "show", sequence())
    assert "tests.bell_rang" in shown
    assert str(bell) in shown
    assert shown.rstrip().endswith("  conflict")
    told = json.loads(tell("events", "show", sequence(), "--json"))
    assert told["data"]["note"] == "c"
    assert told["deliveries"][0]["state"] == "dead"
    assert json.loads(tell("events", "list", "--json"))[0]["handler"] == "toys.first"


def test_an_event_that_nobody_heard_is_shown_without_deliveries(tell, bell):
    ring(bell, "c")
    assert "toys" not in tell("events", "show", sequence())


def test_dead_deliveries_are_tried_again_once_the_cause_is_mended(tell, bell, cracked):
    ring(bell, "c")
    deliver()
    cracked.clear()
    assert tell("events", "retry") == "1 deliveries are due again.\n"
    deliver()
    assert states("toys.first") == ["done"]
    assert tell("events", "retry", "--handler", "toys.first") == "0 deliveries are due again.\n"


def test_only_the_dead_of_one_handler_are_tried_again(tell, bell, cracked, listeners):
    listeners.connect("toys.second", lambda event: deny())
    ring(bell, "c")
    deliver()
    tell("events", "retry", "--handler", "toys.first")
    assert (states("toys.first"), states("toys.second")) == (["pending"], ["dead"])


def deny():
    raise Conflict("no")


def test_an_event_is_handed_to_one_handler_once_more(tell, bell, listeners):
    listeners.connect("toys.first")
    listeners.connect("toys.second")
    ring(bell, "c")
    deliver()
    tell("events", "replay", sequence(), "--handler", "toys.first")
    (row,) = deliveries("toys.first")
    assert (row.state, row.attempts, row.finished_at) == ("pending", 0, None)
    deliver()
    assert sorted(listeners.heard) == [("toys.first", "c"), ("toys.first", "c"), ("toys.second", "c")]


def test_an_event_is_handed_to_a_handler_that_never_heard_it(tell, bell, listeners):
    ring(bell, "c")
    listeners.connect("toys.new")
    tell("events", "replay", sequence(), "--handler", "toys.new")
    deliver()
    assert listeners.heard == [("toys.new", "c")]


def test_a_new_handler_hears_what_it_has_missed_since_a_time(tell, bell, listeners):
    ring(bell, "before")
    execute("UPDATE gotuto_outbox_event SET recorded_at = %s", [datetime(2026, 1, 1, tzinfo=UTC)])
    ring(bell, "c", "d")
    listeners.connect("toys.new")
    ring(bell, "e")
    assert tell("events", "backfill", "toys.new", "--since", "2026-01-02") == "2 deliveries written for toys.new.\n"
    deliver()
    assert sorted(note for _, note in listeners.heard) == ["c", "d", "e"]
    assert "0 deliveries" in tell("events", "backfill", "toys.new", "--since", "2026-01-02T00:00+01:00")
    assert "1 deliveries" in tell("events", "backfill", "toys.new", "--since", "2025-12-31")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("events", "show", 0), "There is no event 0"),
        (("events", "replay", 0, "--handler", "toys.first"), "There is no event 0"),
        (("events", "retry", "--handler", "toys.unknown"), "No handler is called 'toys.unknown'"),
        (("events", "backfill", "toys.unknown", "--since", "2026-01-01"), "No handler is called"),
        (("saga", "show", "019b0000-0000-7000-8000-000000000000"), "There is no saga"),
        (("saga", "retry", "019b0000-0000-7000-8000-000000000000"), "There is no saga"),
        (("saga", "stop", "A-999999", "--reason", "no"), "There is no saga A-999999"),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(tell, words, answer):
    with pytest.raises(CommandError, match=answer):
        tell(*words)


def test_a_handler_is_not_given_an_event_that_it_does_not_hear(tell, bell):
    ring(bell, "c")
    with pytest.raises(CommandError, match=r"order\.on_payment_received does not hear tests\.bell_rang"):
        tell("events", "replay", sequence(), "--handler", "order.on_payment_received")
