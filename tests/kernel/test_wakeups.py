"""Wake-up notifications: a subscriber is told at once, a message wakes somebody else, and a lost one costs no work."""

import threading

import pytest
from redis import Redis

from gotuto.ids import new_id
from gotuto.wakeups import draining, notifying, pubsub
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


def test_many_notifications_become_one():
    post = Post()
    notifier = notifying.Notifier(post.send)
    post.busy.clear()
    notifier.notify("first")
    assert post.arrived.wait(10)
    for name in ("sagas", "events", "sagas"):
        notifier.notify(name)
    post.busy.set()
    post.wait_for(2)
    notifier.notify("last")
    post.wait_for(1)
    assert post.sent == [{"first"}, {"sagas", "events"}, {"last"}]


def test_a_broker_that_is_down_is_logged_and_does_not_stop_the_notifier(monkeypatch, caplog):
    monkeypatch.setattr(notifying, "_PAUSE_AFTER_FAILURE", 0)
    post = Post([ConnectionError("nobody at home")])
    notifier = notifying.Notifier(post.send)
    for _ in range(2):
        notifier.notify("sagas")
        post.wait_for(1)
    assert "notification_failed" in caplog.text
    assert "nobody at home" in caplog.text


def test_a_process_starts_one_thread_and_a_forked_one_its_own(monkeypatch):
    post = Post()
    notifier = notifying.Notifier(post.send)
    notifier.notify("sagas")
    post.wait_for(1)
    running = notifier._waiting
    notifier.notify("sagas")
    post.wait_for(1)
    assert notifier._waiting is running
    monkeypatch.setattr(notifying.os, "getpid", lambda: -1)
    notifier.notify("sagas")
    post.wait_for(1)
    assert notifier._waiting is not running


@pytest.fixture
def messages(monkeypatch):
    """What is sent to Celery by a notifier of this test only: the others share the Valkey."""
    monkeypatch.setattr(pubsub, "PENDING_KEY", f"gotuto.wakeup.{new_id()}")
    monkeypatch.setattr(pubsub, "_LOST_AFTER_MS", 60_000)
    monkeypatch.setattr(pubsub, "_SILENCE_SECONDS", 0.05)
    sent = []
    monkeypatch.setattr(pubsub.current_app, "send_task", lambda name, **options: sent.append(name))
    return sent


@pytest.fixture
def pieces(monkeypatch):
    """Work that is due, in a queue of this test only."""
    due = ["a"]
    monkeypatch.setattr(draining, "_queues", {"sagas": lambda: due.clear() or 1 if due else 0})
    return due


def test_while_a_message_is_on_its_way_no_other_is_sent(messages, pieces):
    pubsub.send({"sagas"})
    pubsub.send({"sagas"})
    assert messages == ["gotuto.drain"]

    draining.drain_task()
    pubsub.send({"sagas"})
    assert messages == ["gotuto.drain"] * 2


class Subscriber(threading.Thread):
    """A worker that is awake; `told` is what it has been told."""

    def __init__(self):
        super().__init__()
        self.told = []

    def run(self):
        for names in pubsub.subscribe():
            self.told.append(names)


@pytest.fixture
def subscriber(messages, monkeypatch):
    monkeypatch.setattr(pubsub, "_SILENCE_SECONDS", 5.0)
    subscriber = Subscriber()
    subscriber.start()
    wait_until(pubsub.has_subscribers, seconds=10)
    yield subscriber
    subscriber.join()


def fall_silent(subscriber, monkeypatch):
    monkeypatch.setattr(pubsub, "_SILENCE_SECONDS", 0.01)
    pubsub.send({"last"})
    subscriber.join()


def test_a_subscriber_is_told_and_no_message_is_sent(subscriber, messages, monkeypatch):
    pubsub.send({"sagas", "events"})
    fall_silent(subscriber, monkeypatch)
    *earlier, end = subscriber.told
    assert set().union(*earlier) == {"sagas", "events", "last"}
    assert end == set()
    assert messages == []


def test_one_subscriber_is_enough(subscriber, monkeypatch):
    assert list(pubsub.subscribe()) == []
    fall_silent(subscriber, monkeypatch)


def test_a_worker_that_cannot_keep_up_wakes_another_one(subscriber, messages, monkeypatch):
    pubsub.send({pubsub.WAKE_ANOTHER})
    fall_silent(subscriber, monkeypatch)
    assert messages == ["gotuto.drain"]


def test_nobody_subscribes_for_ever(messages, monkeypatch):
    monkeypatch.setattr(pubsub, "_LONGEST_SECONDS", -1)
    assert list(pubsub.subscribe()) == [set()]
    pubsub.send({"sagas"})
    assert messages == ["gotuto.drain"]


def test_work_that_came_while_the_worker_unsubscribed_is_done(messages, pieces, monkeypatch):
    asked = []
    monkeypatch.setattr(pubsub, "subscribe", lambda: iter([{"sagas"}, set()]))
    monkeypatch.setattr(
        draining, "_queues", {name: lambda name=name: asked.append(name) or 1 for name in ("sagas", "events")}
    )
    draining.drain_task()
    assert asked == ["sagas", "events", "sagas", "sagas", "events"]


def test_work_is_done_though_there_is_no_valkey(pieces, monkeypatch, caplog):
    monkeypatch.setattr(pubsub, "valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    draining.drain_task()
    assert pieces == []
    assert {"notification_not_acknowledged", "subscription_failed"} <= set(
        caplog.text.replace("'", " ").replace('"', " ").split()
    )
