"""What operators see and mend from the command line: deliveries that died, sagas that are stuck."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from gotuto.db import execute
from gotuto.errors import Conflict
from gotuto.ids import new_id
from gotuto.outbox import models as outbox
from tests.kernel import varnishing, workshop
from tests.kernel.toys import Listeners, deliver, deliveries, ring, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]


@pytest.fixture
def tell(capsys):
    """Run a command; what it printed."""

    def run(*words):
        capsys.readouterr()
        call_command(*(str(word) for word in words))
        return capsys.readouterr().out

    return run


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


@pytest.fixture
def parked(settings):
    """A chair whose glue failed once too often."""
    settings.GOTUTO_MAX_ATTEMPTS = 1
    settings.SAGA_COMMIT_EVERY_STEP = True
    workshop.trouble.clear()
    workshop.trouble["glue"].append(RuntimeError("sticky"))
    chair = new_id()
    workshop.start(chair)
    workshop.work()
    return chair


def test_a_saga_that_needs_attention_is_listed(tell, parked):
    header, line = tell("saga", "list").splitlines()
    assert header.split()[:7] == ["id", "name", "version", "subject_id", "number", "state", "step"]
    assert line.split()[1:7] == ["workshop.chair", "1", str(parked), f"CHAIR-{parked.hex}", "running", "glue"]
    assert line.endswith("RuntimeError: sticky")
    assert json.loads(tell("saga", "list", "--json"))[0]["needs_attention"] is True


def test_a_saga_that_goes_well_is_not_in_the_way(tell):
    chair = new_id()
    workshop.trouble.clear()
    workshop.start(chair)
    workshop.work()
    assert tell("saga", "list") == "No saga needs attention.\n"
    (_, line) = tell("saga", "list", "--all").splitlines()
    assert line.split()[5:7] == ["done", "end"]
    assert tell("saga", "list", "--open") == "No sagas.\n"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        (("--open", "--name", "workshop.chair"), True),
        (("--open", "--name", "workshop.table"), False),
        (("--all", "--version", 1), True),
        (("--all", "--version", 2), False),
        (("--all", "--older-than", 60), True),
        (("--all", "--older-than", 6e6), False),
        (("--error", "STICKY"), True),
        (("--error", "dry"), False),
    ],
)
def test_sagas_are_found_by_name_version_age_and_error(tell, parked, words, is_found):
    assert (str(parked) in tell("saga", "list", *words)) is is_found


def test_a_saga_is_shown_with_the_history_of_its_steps_and_its_failed_attempts(tell, parked):
    shown = tell("saga", "show", parked)
    assert "workshop.chair" in shown
    *_, cut, failed = shown.splitlines()
    assert cut.split()[2:] == ["cut", "done"]
    assert failed.split()[2:] == ["glue", "failed,", "attempt", "1", "RuntimeError:", "sticky"]
    told = json.loads(tell("saga", "show", workshop.run(parked).id, "--json"))
    assert [(entry["outcome"], entry["note"]) for entry in told["timeline"]] == [
        ("done", ""),
        ("failed, attempt 1", "RuntimeError: sticky"),
    ]


def test_an_undo_that_failed_is_told_of_the_step_that_it_undoes(tell, parked):
    workshop.trouble["uncut"].append(RuntimeError("stuck"))
    tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    assert tell("saga", "show", parked).splitlines()[-1].split()[2:] == ["cut", "failed,", "attempt", "1",
                                                                        "RuntimeError:", "stuck"]  # fmt: skip


def test_a_saga_is_found_by_what_people_call_its_subject(tell, parked):
    assert str(workshop.run(parked).id) in tell("saga", "show", f"CHAIR-{parked.hex}")


def test_a_saga_is_stopped_with_a_reason_and_undone(tell, parked):
    assert "is going to be undone" in tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    assert workshop.story(parked) == ["cut", "uncut", "thrown away: Nobody wants it."]
    shown = tell("saga", "show", parked)
    assert "cancellation requested" in shown
    assert "sagas.stopped: Nobody wants it." in shown
    with pytest.raises(CommandError, match="has ended: undone"):
        tell("saga", "stop", parked, "--reason", "again")


def test_a_saga_that_is_being_undone_is_not_stopped_once_more(tell, parked):
    workshop.trouble["uncut"].append(RuntimeError("stuck"))
    tell("saga", "stop", parked, "--reason", "Nobody wants it.")
    workshop.work()
    with pytest.raises(CommandError, match="is being undone already"):
        tell("saga", "stop", parked, "--reason", "again")


def test_where_several_sagas_work_for_one_subject_one_must_be_named(tell, parked):
    other = varnishing.start(parked)
    with pytest.raises(CommandError, match=r"Several sagas work for it: .*workshop\.varnish"):
        tell("saga", "retry", parked)
    assert "is due again" in tell("saga", "retry", other)


def test_a_saga_without_failures_or_of_another_release_is_shown(tell):
    chair = new_id()
    workshop.start(chair)
    execute("UPDATE gotuto_sagas_sagarun SET version = 9")
    lines = tell("saga", "show", chair).splitlines()
    assert ["step", "0"] in [line.split() for line in lines]


def test_a_parked_saga_goes_on_from_where_it_stood(tell, parked):
    assert "is due again" in tell("saga", "retry", parked)
    workshop.work()
    assert workshop.run(parked).state == "done"
    assert workshop.story(parked) == ["cut", "glue", "paint"]
    with pytest.raises(CommandError, match="has ended: done"):
        tell("saga", "retry", parked)
