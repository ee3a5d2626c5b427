"""The circuit breaker of a destination: a row that all processes share and that the claim itself looks at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gotuto import wakeups
from gotuto.outbound import inspection, retrying
from gotuto.outbound.errors import DestinationNotFound
from gotuto.outbound.models import Breaker
from tests.kernel.toys import elsewhere
from tests.outbound.desk import ask, claimed, label, now_is, send, time_passes


@pytest.fixture
def tripped(carrier, at_once, db):
    """A carrier that has failed five times on end."""
    carrier.mood = "busy"
    label(attempts=0)
    for _ in range(5):
        send()
    carrier.mood = "willing"
    return carrier


def state(destination="carrier"):
    [found] = [each for each in inspection.breakers() if each.destination == destination]
    return found.breaker


def half_open():
    Breaker.objects.update(open_until=timezone.now() - timedelta(seconds=1))


def test_after_some_failures_on_end_calls_are_kept_back(tripped):
    assert (state(), send()) == ("open", 0)
    breaker = Breaker.objects.get()
    assert breaker.failures == 5
    assert breaker.open_until > timezone.now() + timedelta(seconds=20)
    assert str(breaker) == "carrier"


def test_calls_to_others_go_on(tripped):
    other = label("courier")
    assert send() == 1
    assert now_is(other).status == "done"


def test_a_success_in_between_starts_the_count_anew(carrier, at_once, db):
    label()
    for mood in ("busy", "busy", "busy", "busy", "willing"):
        carrier.mood = mood
        send()
    assert not Breaker.objects.exists()
    assert state() == "closed"


def test_a_refusal_is_an_answer_and_no_failure(carrier, db):
    carrier.mood = "refusing"
    for _ in range(6):
        label()
        send()
    assert state() == "closed"


def test_when_nobody_knows_the_destination_is_to_blame_as_well(carrier, db):
    carrier.mood = "dying"
    for _ in range(5):
        label()
        send()
    assert state() == "open"


def test_a_call_that_goes_through_closes_the_breaker_and_wakes_those_that_wait(
    tripped, monkeypatch, django_capture_on_commit_callbacks
):
    notified = []
    monkeypatch.setattr(wakeups.notifier, "notify", notified.append)
    half_open()
    assert state() == "half-open"
    with django_capture_on_commit_callbacks(execute=True):
        assert send() == 1
    assert state() == "closed"
    assert notified == ["outbound.carrier.label"]


def test_a_call_that_fails_opens_it_again(tripped):
    half_open()
    tripped.mood = "busy"
    label(), label()
    assert [send(), send()] == [1, 0]
    assert (state(), Breaker.objects.get().failures) == ("open", 6)


def test_unknown_calls_are_asked_about_only_while_the_destination_is_reachable(tripped):
    row = label(status="unknown")
    time_passes(row, minutes=5)
    assert ask() == 0
    half_open()
    assert ask() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("transactional_db")
def test_half_open_lets_one_call_of_all_processes_through(tripped):
    half_open()
    label(), label()
    tripped.mood = "slow"
    answers = []

    def meanwhile():
        # The first call is with the carrier: its breaker is committed, and whoever comes now is kept back.
        answers.extend(elsewhere(send) for _ in range(3))
        tripped.go_on.set()

    tripped.while_it_is_slow = meanwhile
    assert send() == 1
    assert answers == [0, 0, 0]
    assert state() == "closed"
    assert elsewhere(send) == 1


def test_a_worker_that_dies_with_the_one_call_leaves_the_breaker_half_open_after_its_lease(tripped):
    half_open()
    row = label()
    time_passes(row, hours=1)
    claimed(row)
    assert state() == "open"
    half_open()
    assert send() == 1
    assert state() == "closed"


def test_a_person_closes_a_breaker(tripped):
    assert retrying.reset_breaker(destination="carrier")
    assert not retrying.reset_breaker(destination="carrier")
    assert send() == 1
    with pytest.raises(DestinationNotFound, match="carrier, courier, documents, mail"):
        retrying.reset_breaker(destination="pigeon")
