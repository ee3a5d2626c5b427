"""The doorbell: whoever is awake hears it, a message wakes somebody else, and a bell that nobody hears costs no work."""

import threading

import pytest
from redis import Redis

from gotuto import doorbell, work
from gotuto.ids import new_id
from tests.runtime.processes import wait_until


class Post:
    """A broker that notes what is sent; `busy` keeps the postman at the door."""

    def __init__(self, failures=()):
        self.sent, self.failures = [], list(failures)
        self.busy, self.arrived, self.counted = threading.Event(), threading.Event(), threading.Semaphore(0)
        self.busy.set()

    def send(self, names):
        self.arrived.set()
        assert self.busy.wait(10)
        self.sent.append(names)
        self.counted.release()
        if self.failures:
            raise self.failures.pop()

    def wait_for(self, count):
        for _ in range(count):
            assert self.counted.acquire(timeout=10)


def test_many_rings_become_one():
    post = Post()
    bell = doorbell.Doorbell(post.send)
    post.busy.clear()
    bell.ring("first")
    assert post.arrived.wait(10)
    for name in ("sagas", "events", "sagas"):
        bell.ring(name)
    post.busy.set()
    post.wait_for(2)
    bell.ring("last")
    post.wait_for(1)
    assert post.sent == [{"first"}, {"sagas", "events"}, {"last"}]


def test_a_broker_that_is_down_is_logged_and_does_not_stop_the_bell(monkeypatch, caplog):
    monkeypatch.setattr(doorbell, "_PAUSE_AFTER_FAILURE", 0)
    post = Post([ConnectionError("nobody at home")])
    bell = doorbell.Doorbell(post.send)
    for _ in range(2):
        bell.ring("sagas")
        post.wait_for(1)
    assert "doorbell_failed" in caplog.text
    assert "nobody at home" in caplog.text


def test_a_process_starts_one_thread_and_a_forked_one_its_own(monkeypatch):
    post = Post()
    bell = doorbell.Doorbell(post.send)
    bell.ring("sagas")
    post.wait_for(1)
    running = bell._rung
    bell.ring("sagas")
    post.wait_for(1)
    assert bell._rung is running
    monkeypatch.setattr(doorbell.os, "getpid", lambda: -1)
    bell.ring("sagas")
    post.wait_for(1)
    assert bell._rung is not running


@pytest.fixture
def messages(monkeypatch):
    """What is sent to Celery by a bell of this test only: the others share the Valkey."""
    monkeypatch.setattr(doorbell, "_UNDERWAY", f"gotuto.bell.{new_id()}")
    monkeypatch.setattr(doorbell, "_LOST_AFTER_MS", 60_000)
    monkeypatch.setattr(doorbell, "_SILENCE_SECONDS", 0.05)
    sent = []
    monkeypatch.setattr(doorbell.current_app, "send_task", lambda name, **options: sent.append(name))
    return sent


@pytest.fixture
def pieces(monkeypatch):
    """Work that is due, in a source of this test only."""
    due = ["a"]
    monkeypatch.setattr(work, "_sources", {"sagas": lambda: due.clear() or 1 if due else 0})
    return due


def test_a_bell_that_nobody_has_heard_is_not_rung_again(messages, pieces):
    doorbell.send({"sagas"})
    doorbell.send({"sagas"})
    assert messages == ["gotuto.drain"]

    work.drain_task()
    doorbell.send({"sagas"})
    assert messages == ["gotuto.drain"] * 2


class Listener(threading.Thread):
    """A worker that is awake; `heard` is what it has been told."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def run(self):
        for names in doorbell.listen():
            self.heard.append(names)


@pytest.fixture
def listener(messages, monkeypatch):
    monkeypatch.setattr(doorbell, "_SILENCE_SECONDS", 5.0)
    listener = Listener()
    listener.start()
    wait_until(doorbell._is_anybody_listening, seconds=10)
    yield listener
    listener.join()


def fall_silent(listener, monkeypatch):
    monkeypatch.setattr(doorbell, "_SILENCE_SECONDS", 0.01)
    doorbell.send({"last"})
    listener.join()


def test_who_listens_hears_the_bell_and_no_message_is_sent(listener, messages, monkeypatch):
    doorbell.send({"sagas", "events"})
    fall_silent(listener, monkeypatch)
    *rung, end = listener.heard
    assert set().union(*rung) == {"sagas", "events", "last"}
    assert end == set()
    assert messages == []


def test_one_who_listens_is_enough(listener, monkeypatch):
    assert list(doorbell.listen()) == []
    fall_silent(listener, monkeypatch)


def test_a_call_for_help_wakes_another_one(listener, messages, monkeypatch):
    doorbell.send({doorbell.HELP})
    fall_silent(listener, monkeypatch)
    assert messages == ["gotuto.drain"]


def test_nobody_listens_for_ever(messages, monkeypatch):
    monkeypatch.setattr(doorbell, "_LONGEST_SECONDS", -1)
    assert list(doorbell.listen()) == [set()]
    doorbell.send({"sagas"})
    assert messages == ["gotuto.drain"]


def test_work_that_came_while_nobody_listened_any_more_is_done(messages, pieces, monkeypatch):
    asked = []
    monkeypatch.setattr(doorbell, "listen", lambda: iter([{"sagas"}, set()]))
    monkeypatch.setattr(
        work, "_sources", {name: lambda name=name: asked.append(name) or 1 for name in ("sagas", "events")}
    )
    work.drain_task()
    assert asked == ["sagas", "events", "sagas", "sagas", "events"]


def test_work_is_done_though_there_is_no_valkey(pieces, monkeypatch, caplog):
    monkeypatch.setattr(doorbell, "_valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    work.drain_task()
    assert pieces == []
    assert {"bell_not_answered", "bell_not_heard"} <= set(caplog.text.replace("'", " ").replace('"', " ").split())
