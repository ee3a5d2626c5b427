"""Queues of due work, leases and traces."""

from datetime import timedelta

import pytest
import structlog

from gotuto import leases, trace, wakeups
from gotuto.actions import running
from gotuto.ids import new_id
from gotuto.leases import Fenced
from gotuto.outbox import publication
from gotuto.sagas import runs
from gotuto.wakeups import draining


@pytest.fixture
def queues(monkeypatch):
    """Queues of this test only, each with some pieces left."""
    monkeypatch.setattr(draining, "_queues", {})
    monkeypatch.setattr(draining, "_patient", set())

    def add(name, pieces, *, is_patient=False, done=None):
        def take_one():
            if not pieces:
                return 0
            piece = pieces.pop()
            if pieces:
                wakeups.notify(name)
            if isinstance(piece, Exception):
                raise piece
            if done is not None:
                done.append(name)
            return 1

        wakeups.register(name, take_one, is_patient=is_patient)

    return add


@pytest.fixture
def notified(monkeypatch):
    told = []
    monkeypatch.setattr(wakeups.notifier, "notify", told.append)
    return told


def test_everything_that_is_due_is_done_from_all_queues(queues):
    queues("sagas", [1, 2, 3])
    queues("events", [1])
    assert wakeups.drain() == 4
    assert set(wakeups.queues()) == {"sagas", "events"}
    assert wakeups.drain() == 0


def test_only_queues_are_drained_that_somebody_notified_of(queues):
    left = {"sagas": [1, 2], "events": [1], "mails": [1]}
    for name, pieces in left.items():
        queues(name, pieces)
    assert wakeups.drain({"sagas", "mails"}) == 3
    assert left == {"sagas": [], "events": [1], "mails": []}
    assert wakeups.drain({"of another release"}) == 1


def test_what_a_piece_of_work_leads_to_is_done_as_well(queues):
    made = []
    queues("events", made)
    wakeups.register("sagas", lambda: made.append(1) or wakeups.notify("events") or 1)
    assert wakeups.drain({"sagas"}) == 2


def test_a_queue_that_breaks_does_not_keep_the_others_waiting(queues, caplog):
    queues("broken", [RuntimeError("no")])
    queues("events", [1, 2])
    assert wakeups.drain() == 2
    assert "queue_failed" in caplog.text


def test_what_is_patient_waits_until_nothing_else_is_due(queues):
    done = []
    queues("documents", [1, 2], is_patient=True, done=done)
    queues("sagas", [1, 2, 3], done=done)
    assert wakeups.drain() == 5
    assert done == ["sagas"] * 3 + ["documents"] * 2


def test_what_is_patient_does_not_wait_for_ever(queues, notified):
    done = []
    queues("documents", [1, 2], is_patient=True, done=done)
    queues("sagas", [1, 2, 3], done=done)
    assert wakeups.drain(budget_seconds=-1) == 2
    assert (done, notified) == (["sagas", "documents"], ["help"])


def test_when_the_time_is_up_somebody_is_called_for_the_rest(queues, notified):
    queues("events", [1, 2, 3])
    assert wakeups.drain(budget_seconds=-1) == 1
    assert notified == ["help"]
    assert wakeups.drain(budget_seconds=60) == 2
    assert notified == ["help"]


def test_nobody_notified_for_work_that_is_found_anyway(queues, notified):
    queues("events", [1, 2])
    wakeups.drain()
    assert notified == []
    wakeups.notify("events")
    assert notified == ["events"]


def test_a_claim_holds_for_the_length_of_a_lease(settings):
    settings.GOTUTO_LEASE_SECONDS = 2.5
    assert leases.length() == timedelta(seconds=2.5)


@pytest.mark.parametrize(("attempts", "longest"), [(1, 0.5), (2, 1), (5, 8), (8, 60), (30_000, 60)])
def test_backoff_doubles_up_to_a_minute_and_spreads_a_herd(settings, attempts, longest):
    settings.GOTUTO_BACKOFF_SECONDS = 0.5
    waits = {leases.backoff(attempts).total_seconds() for _ in range(50)}
    assert longest / 2 <= min(waits) < max(waits) <= longest


def test_the_fence_lets_one_row_pass():
    leases.check_fence(1, "delivery 1")
    for rows in (0, 2):
        with pytest.raises(Fenced, match="delivery 1"):
            leases.check_fence(rows, "delivery 1")


def test_a_trace_covers_its_block_and_nothing_else():
    event, user = new_id(), new_id()
    assert trace.correlation_id() != trace.correlation_id()
    with trace.bound("outer", actor=user):
        with trace.bound("inner", causation=event):
            assert (trace.correlation_id(), trace.causation_id(), trace.actor()) == ("inner", event, None)
            trace.set_actor(new_id())
        assert (trace.correlation_id(), trace.causation_id(), trace.actor()) == ("outer", None, user)
        assert structlog.contextvars.get_contextvars()["correlation_id"] == "outer"
    assert (trace.causation_id(), trace.actor()) == (None, None)
    assert "correlation_id" not in structlog.contextvars.get_contextvars()


def test_each_queue_that_the_kernel_notifies_of_is_drained():
    assert {publication.QUEUE, runs.QUEUE, running.QUEUE} <= wakeups.queues().keys()
