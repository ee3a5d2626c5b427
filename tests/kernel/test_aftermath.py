"""After an action the next page waits for what follows from it, as long as there is somebody who hears it."""

import threading
from uuid import uuid4

import pytest

from gotuto import trace
from gotuto.actions import aftermath
from gotuto.ids import new_id
from gotuto.wakeups import heartbeat, pubsub
from tests.kernel.toys import deliver, ring, states

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(monkeypatch):
    """A worker that is heard; it delivers when a test says so."""
    monkeypatch.setattr(heartbeat, "_told", {})
    for program in heartbeat.PROGRAMS:
        heartbeat.tell(program)
    yield
    pubsub.valkey().delete(*(heartbeat.key(program) for program in heartbeat.PROGRAMS))


def waits_for(request):
    with trace.bound(request):
        return aftermath.let_happen()


def test_the_page_after_an_action_waits_until_all_is_heard(worker, listeners, monkeypatch):
    monkeypatch.setattr(aftermath, "SECONDS", 60)
    listeners.connect("toys.first")
    request = uuid4().hex
    with trace.bound(request):
        ring(new_id(), "ding")
    waiting = threading.Thread(target=waits_for, args=(request,))
    waiting.start()
    deliver()
    waiting.join(30)
    assert not waiting.is_alive()
    assert listeners.heard == [("toys.first", "ding")]


def test_what_nobody_hears_in_time_is_seen_later(worker, listeners, monkeypatch):
    monkeypatch.setattr(aftermath, "SECONDS", 0.01)
    listeners.connect("toys.first")
    request = uuid4().hex
    with trace.bound(request):
        ring(new_id(), "ding")
    assert waits_for(request)
    assert states("toys.first") == ["pending"]


def test_nobody_is_waited_for_without_a_worker_or_a_request_of_ours(worker, monkeypatch):
    monkeypatch.setattr(aftermath, "SECONDS", 60)
    assert not waits_for("named by a proxy")
    pubsub.valkey().delete(heartbeat.key("worker"))
    assert not waits_for(uuid4().hex)
