"""Due work, leases and traces."""

from datetime import timedelta

import pytest
import structlog

from gotuto import leases, trace, work
from gotuto.ids import new_id
from gotuto.leases import Fenced


@pytest.fixture
def sources(monkeypatch):
    """Sources of work of this test only, each with some pieces left."""
    monkeypatch.setattr(work, "_sources", {})

    def add(name, pieces):
        def take_one():
            if not pieces:
                return 0
            piece = pieces.pop()
            if pieces:
                work.ring(name)
            if isinstance(piece, Exception):
                raise piece
            return 1

        work.register(name, take_one)

    return add


@pytest.fixture
def rings(monkeypatch):
    heard = []
    monkeypatch.setattr(work.doorbell, "ring", heard.append)
    return heard


def test_everything_that_is_due_is_done_from_all_sources(sources):
    sources("sagas", [1, 2, 3])
    sources("events", [1])
    assert work.drain() == 4
    assert set(work.sources()) == {"sagas", "events"}
    assert work.drain() == 0


def test_only_those_are_asked_that_somebody_rang_for(sources):
    left = {"sagas": [1, 2], "events": [1], "mails": [1]}
    for name, pieces in left.items():
        sources(name, pieces)
    assert work.drain({"sagas", "mails"}) == 3
    assert left == {"sagas": [], "events": [1], "mails": []}
    assert work.drain({"of another release"}) == 1


def test_what_a_piece_of_work_leads_to_is_done_as_well(sources):
    made = []
    sources("events", made)
    work.register("sagas", lambda: made.append(1) or work.ring("events") or 1)
    assert work.drain({"sagas"}) == 2


def test_a_source_that_breaks_does_not_keep_the_others_waiting(sources, caplog):
    sources("broken", [RuntimeError("no")])
    sources("events", [1, 2])
    assert work.drain() == 2
    assert "work_failed" in caplog.text


def test_when_the_time_is_up_somebody_is_called_for_the_rest(sources, rings):
    sources("events", [1, 2, 3])
    assert work.drain(budget_seconds=-1) == 1
    assert rings == ["help"]
    assert work.drain(budget_seconds=60) == 2
    assert rings == ["help"]


def test_nobody_rings_for_work_that_is_found_anyway(sources, rings):
    sources("events", [1, 2])
    work.drain()
    assert rings == []
    work.ring("events")
    assert rings == ["events"]


def test_a_claim_holds_for_the_length_of_a_lease(settings):
    settings.GOTUTO_LEASE_SECONDS = 2.5
    assert leases.length() == timedelta(seconds=2.5)


@pytest.mark.parametrize(("attempts", "longest"), [(1, 0.5), (2, 1), (5, 8), (8, 60), (30_000, 60)])
def test_the_pause_doubles_up_to_a_minute_and_spreads_a_herd(settings, attempts, longest):
    settings.GOTUTO_BACKOFF_SECONDS = 0.5
    pauses = {leases.pause(attempts).total_seconds() for _ in range(50)}
    assert longest / 2 <= min(pauses) < max(pauses) <= longest


def test_the_fence_lets_one_row_pass():
    leases.fence(1, "delivery 1")
    for rows in (0, 2):
        with pytest.raises(Fenced, match="delivery 1"):
            leases.fence(rows, "delivery 1")


def test_a_trace_covers_its_block_and_nothing_else():
    event, user = new_id(), new_id()
    assert trace.correlation_id() != trace.correlation_id()
    with trace.following("outer", actor=user):
        with trace.following("inner", causation=event):
            assert (trace.correlation_id(), trace.causation_id(), trace.actor()) == ("inner", event, None)
            trace.set_actor(new_id())
        assert (trace.correlation_id(), trace.causation_id(), trace.actor()) == ("outer", None, user)
        assert structlog.contextvars.get_contextvars()["correlation_id"] == "outer"
    assert (trace.causation_id(), trace.actor()) == (None, None)
    assert "correlation_id" not in structlog.contextvars.get_contextvars()
