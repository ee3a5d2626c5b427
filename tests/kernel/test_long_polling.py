"""Long polling: a bounded number wait for a while, without a database connection in hand."""

import threading

import pytest

from gotuto import long_polling
from gotuto.http.waiting import wanted_seconds
from gotuto.ids import new_id
from gotuto.long_polling import LongPoll


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("wait=5", 5), ("respond-async, wait=10", 10), ('Wait = "7"', 7), ("wait=0", 0), ("wait=9999999", 30), ("wait=31", 30),
     ("", None), ("respond-async", None), ("await=5", None), ("wait=soon", None), ("wait=-1", None)],
)  # fmt: skip
def test_prefer_says_how_long_to_wait(header, seconds):
    assert wanted_seconds(header) == seconds


class Office:
    """What has settled, and whether anybody asked."""

    def __init__(self):
        self.settled, self.asked, self.failures = set(), threading.Event(), []

    def __call__(self, ids):
        self.asked.set()
        if self.failures:
            raise self.failures.pop()
        return self.settled & set(ids)


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(long_polling, "_POLL_SECONDS", 0.001)
    return Office()


@pytest.fixture
def start_waiting(office):
    """Somebody who waits in a thread of their own; returns the thread."""
    threads = []

    def start(poll, subject):
        thread = threading.Thread(target=poll.wait, args=(subject,), kwargs={"seconds": 20})
        thread.start()
        threads.append(thread)
        return thread

    yield start
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_what_has_settled_is_not_waited_for(office):
    subject = new_id()
    office.settled.add(subject)
    assert LongPoll(office, max_waiters=1).wait(subject, seconds=20)


def test_who_waits_in_vain_is_told_when_the_time_is_up(office):
    assert LongPoll(office, max_waiters=1).wait(new_id(), seconds=0.01)


def test_two_wait_for_the_same_and_one_for_another(office, start_waiting):
    poll, subject, other = LongPoll(office, max_waiters=3), new_id(), new_id()
    threads = [start_waiting(poll, subject), start_waiting(poll, subject)]
    patient = start_waiting(poll, other)
    assert office.asked.wait(10)
    office.settled.add(subject)
    for thread in threads:
        thread.join(20)
    assert patient.is_alive()
    office.settled.add(other)


def test_more_than_may_wait_are_sent_on_at_once(office, start_waiting):
    poll, subject = LongPoll(office, max_waiters=1), new_id()
    start_waiting(poll, subject)
    assert office.asked.wait(10)
    assert not poll.wait(new_id(), seconds=20)
    office.settled.add(subject)


def test_a_question_that_fails_is_asked_again(office):
    subject = new_id()
    office.settled.add(subject)
    office.failures.append(ConnectionError("no database"))
    assert LongPoll(office, max_waiters=1).wait(subject, seconds=20)
    assert office.failures == []


def test_who_waits_is_let_go_when_the_process_is_told_to_stop(office, start_waiting, monkeypatch):
    ending = threading.Event()
    monkeypatch.setattr(long_polling, "ENDING", ending)
    poll = LongPoll(office, max_waiters=2)
    waiting = start_waiting(poll, new_id())
    assert office.asked.wait(10)
    assert waiting.is_alive()
    ending.set()
    waiting.join(10)
    assert not waiting.is_alive()
    assert poll.wait(new_id(), seconds=20)


def test_the_poller_goes_home_when_nobody_waits_and_comes_back(office):
    poll, subject = LongPoll(office, max_waiters=1), new_id()
    office.settled.add(subject)
    poll.wait(subject, seconds=20)
    poller = poll._poller
    if poller is not None:
        poller.join(20)
    assert poll._poller is None
    assert poll.wait(subject, seconds=20)
