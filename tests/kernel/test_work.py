"""Due work and its doorbell, leases and traces: a bell that nobody hears costs time, never work."""

import threading
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
        def take():
            if not pieces:
                return False
            piece = pieces.pop()
            if isinstance(piece, Exception):
                raise piece
            return True

        work.register(name, take)

    return add


@pytest.fixture
def rings(monkeypatch):
    heard = []
    monkeypatch.setattr(work.doorbell, "ring", lambda: heard.append("ring"))
    return heard


def test_everything_that_is_due_is_done_from_all_sources(sources):
    sources("sagas", [1, 2, 3])
    sources("events", [1])
    assert work.drain() == 4
    assert set(work.sources()) == {"sagas", "events"}
    assert work.drain() == 0


def test_a_source_that_breaks_does_not_keep_the_others_waiting(sources, caplog):
    sources("broken", [RuntimeError("no")])
    sources("events", [1, 2])
    assert work.drain() == 2
    assert "work_failed" in caplog.text


def test_when_the_time_is_up_the_bell_rings_for_the_rest(sources, rings):
    sources("events", [1, 2, 3])
    assert work.drain(budget_seconds=-1) == 1
    assert rings == ["ring"]


def test_nobody_rings_for_work_that_is_found_anyway(sources, rings):
    work.register("events", lambda: bool(work.ring()))
    work.drain()
    assert rings == []
    work.ring()
    assert rings == ["ring"]


def test_the_task_drains(sources):
    pieces = [1]
    sources("events", pieces)
    work.drain_task()
    assert pieces == []


class Post:
    """A broker that notes what is sent; `busy` keeps the postman at the door."""

    def __init__(self, failures=()):
        self.sent, self.failures = 0, list(failures)
        self.busy, self.arrived, self.counted = threading.Event(), threading.Event(), threading.Semaphore(0)
        self.busy.set()

    def send(self):
        self.arrived.set()
        assert self.busy.wait(10)
        self.sent += 1
        self.counted.release()
        if self.failures:
            raise self.failures.pop()

    def wait_for(self, count):
        for _ in range(count):
            assert self.counted.acquire(timeout=10)


def test_many_rings_become_one():
    post = Post()
    bell = work.Doorbell(post.send)
    post.busy.clear()
    bell.ring()
    assert post.arrived.wait(10)
    for _ in range(20):
        bell.ring()
    post.busy.set()
    post.wait_for(2)
    bell.ring()
    post.wait_for(1)
    assert post.sent == 3


def test_a_broker_that_is_down_is_logged_and_does_not_stop_the_bell(monkeypatch, caplog):
    monkeypatch.setattr(work, "_PAUSE_AFTER_FAILURE", 0)
    post = Post([ConnectionError("nobody at home")])
    bell = work.Doorbell(post.send)
    bell.ring()
    post.wait_for(1)
    bell.ring()
    post.wait_for(1)
    assert "doorbell_failed" in caplog.text
    assert "nobody at home" in caplog.text


def test_a_process_starts_one_thread_and_a_forked_one_its_own(monkeypatch):
    post = Post()
    bell = work.Doorbell(post.send)
    bell.ring()
    post.wait_for(1)
    running = bell._wanted
    bell.ring()
    post.wait_for(1)
    assert bell._wanted is running
    monkeypatch.setattr(work.os, "getpid", lambda: -1)
    bell.ring()
    post.wait_for(1)
    assert bell._wanted is not running


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


def test_a_bell_that_nobody_has_heard_is_not_rung_again(monkeypatch):
    sent = []
    # A bell of its own: the other tests share the Valkey.
    monkeypatch.setattr(work, "_BELL", f"gotuto.bell.{new_id()}")
    monkeypatch.setattr(work, "_LOST_AFTER_MS", 60_000)
    monkeypatch.setattr(work.drain_task, "apply_async", lambda **options: sent.append(options))
    monkeypatch.setattr(work, "drain", lambda: None)

    work.send_bell()
    work.send_bell()
    assert len(sent) == 1

    work.drain_task()
    work.send_bell()
    assert len(sent) == 2


def test_work_is_done_though_the_bell_cannot_be_answered(monkeypatch, settings):
    from redis import Redis

    done = []
    monkeypatch.setattr(work, "_valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(work, "drain", lambda: done.append("drained"))

    work.drain_task()

    assert done == ["drained"]
