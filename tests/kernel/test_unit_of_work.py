"""Units of work: all or nothing, together or not at all, and again after a deadlock."""

import threading

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from gotuto.db import (
    before_commit,
    execute,
    fetch,
    fetch_all,
    fetch_one,
    in_unit,
    is_transient,
    lock,
    sqlstate,
    unique,
    unit,
    unit_of_work,
)
from gotuto.errors import Conflict, NotFound, Stale, check_version
from gotuto.http.models import RateWindow
from gotuto.outbox.models import Event
from tests.kernel.toys import NOON, BellRang, EchoHeard, bell_rang, elsewhere


def note(name):
    return RateWindow.objects.create(scope="test", principal=name, minute=NOON, count=0)


def notes():
    return set(RateWindow.objects.values_list("principal", flat=True))


@pytest.mark.django_db
def test_a_refusal_leaves_nothing_behind():
    @unit_of_work
    def refuse():
        note("half")
        raise Conflict("no")

    with pytest.raises(Conflict):
        refuse()
    assert notes() == set()
    assert not in_unit()


@pytest.mark.django_db
def test_what_stands_inside_another_joins_it():
    @unit_of_work
    def inner():
        note("inner")

    @unit_of_work
    def outer():
        note("outer")
        inner()
        raise Conflict("no")

    with pytest.raises(Conflict):
        outer()
    assert notes() == set()


@pytest.mark.django_db
def test_a_block_inside_a_unit_is_a_part_of_it():
    def both():
        with unit():
            with unit():
                note("inner")
            raise Conflict("no")

    with pytest.raises(Conflict):
        both()
    assert notes() == set()


@pytest.mark.django_db
def test_what_is_gathered_comes_last_and_at_once():
    closed = []

    def close(items):
        closed.append(list(items))
        assert "work" in notes()

    with unit():
        before_commit(close, [1])
        before_commit(close, [2, 3])
        note("work")
    assert closed == [[1, 2, 3]]


@pytest.mark.django_db
def test_what_was_gathered_is_forgotten_with_a_refusal():
    closed = []

    @unit_of_work
    def refuse():
        before_commit(closed.append, [1])
        raise Conflict("no")

    with pytest.raises(Conflict):
        refuse()
    assert closed == []


def test_nothing_is_published_outside_of_a_unit(bell):
    with pytest.raises(RuntimeError, match="unit of work"):
        bell_rang.publish(BellRang(bell_id=bell, note="c", occurred_at=NOON))


def test_a_signal_carries_its_own_event_only(bell):
    with pytest.raises(TypeError, match="EchoHeard was published as BellRang"):
        bell_rang.publish(EchoHeard(bell_id=bell, occurred_at=NOON))


@pytest.mark.django_db(transaction=True)
def test_what_runs_after_the_commit_has_units_of_its_own(bell):
    @unit_of_work
    def ring_again():
        bell_rang.publish(BellRang(bell_id=bell, note="after", occurred_at=NOON))
        raise Conflict("no")

    @unit_of_work
    def ring():
        bell_rang.publish(BellRang(bell_id=bell, note="first", occurred_at=NOON))
        transaction.on_commit(lambda: within.append(in_unit()))
        transaction.on_commit(ring_once_more)
        transaction.on_commit(ring_again, robust=True)

    @unit_of_work
    def ring_once_more():
        bell_rang.publish(BellRang(bell_id=bell, note="second", occurred_at=NOON))

    within: list[bool] = []
    ring()
    assert within == [False]
    assert [data["note"] for data in Event.objects.order_by("sequence").values_list("data", flat=True)] == [
        "first",
        "second",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_resolved_by_a_repeat():
    note("a")
    note("b")
    # Both hold their first row before either asks for its second; only in the first round.
    meet, rounds = threading.Barrier(2, timeout=10), {"ab": 0, "ba": 0}

    @unit_of_work
    def count(names):
        rounds[names] += 1
        for name in names:
            execute("UPDATE gotuto_http_ratewindow SET count = count + 1 WHERE principal = %s", [name])
            if rounds[names] == 1 and name == names[0]:
                meet.wait()

    other = threading.Thread(target=lambda: elsewhere(lambda: count("ba")))
    other.start()
    count("ab")
    other.join(20)
    assert sorted(rounds.values()) == [1, 2]
    assert set(RateWindow.objects.values_list("count", flat=True)) == {2}


@pytest.mark.django_db(transaction=True)
def test_the_outermost_unit_is_repeated_and_not_the_one_that_met_the_deadlock():
    begun, failures = [], [with_state("40P01")]

    @unit_of_work
    def inner():
        begun.append("inner")
        if failures:
            raise failures.pop()

    @unit_of_work
    def outer():
        begun.append("outer")
        inner()

    outer()
    assert begun == ["outer", "inner", "outer", "inner"]


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_that_never_ends_is_told():
    tries = []

    @unit_of_work
    def unlucky():
        tries.append(1)
        raise OperationalError("deadlock") from type("Deadlock", (Exception,), {"sqlstate": "40P01"})()

    with pytest.raises(OperationalError):
        unlucky()
    assert len(tries) == 4
    with pytest.raises(OperationalError), transaction.atomic():
        # Within somebody else's transaction a repeat would meet the same broken transaction.
        unlucky()
    assert len(tries) == 5


@pytest.mark.django_db
def test_a_broken_rule_of_the_database_is_not_repeated():
    tries = []

    @unit_of_work
    def twice():
        tries.append(1)
        note("same")
        note("same")

    with pytest.raises(IntegrityError):
        twice()
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_another_error_of_the_outermost_unit_is_not_repeated_either():
    with pytest.raises(IntegrityError):
        unit_of_work(lambda: (note("same"), note("same")))()
    assert notes() == set()


@pytest.mark.django_db
def test_what_is_not_unique_is_refused():
    note("same")
    with pytest.raises(Conflict, match="There is one"), unit(), unique(Conflict("There is one.")):
        note("same")
    with pytest.raises(IntegrityError), unit(), unique(Conflict("There is one.")):
        RateWindow.objects.create(scope="test", principal="other", minute=NOON, count=-1)


@pytest.mark.django_db
def test_rows_are_found_or_missed():
    row = note("here")
    gone = Conflict("gone")
    with unit():
        assert fetch(RateWindow, row.pk, missing=lambda: gone) == row
        assert lock(RateWindow, row.pk, missing=lambda: gone) == row
    for look in (fetch, lock):
        with pytest.raises(NotFound), unit():
            look(RateWindow, 0, missing=lambda: NotFound("gone"))


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_is_kept_from_others():
    row = note("here")

    def take():
        with unit():
            execute("SET LOCAL lock_timeout = '50ms'")
            lock(RateWindow, row.pk, missing=lambda: NotFound("gone"))

    with unit():
        lock(RateWindow, row.pk, missing=lambda: NotFound("gone"))
        with pytest.raises(OperationalError) as refused:
            elsewhere(take)
    assert sqlstate(refused.value) == "55P03"
    assert is_transient(refused.value)
    elsewhere(take)


@pytest.mark.django_db
def test_plain_sql_returns_tuples():
    assert fetch_all("SELECT * FROM (VALUES (1), (2)) AS v") == [(1,), (2,)]
    assert fetch_one("SELECT 1 WHERE %s", [False]) is None
    assert execute("SELECT 1") == 1


def with_state(state, kind=OperationalError):
    error = kind("from the database")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()
    return error


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "57P01", "57P03", "25P03", "08006", "53100"])
def test_infrastructure_that_failed_may_be_asked_again(state):
    assert is_transient(with_state(state))


@pytest.mark.parametrize("state", ["23505", "22003", "42P01"])
def test_a_statement_that_is_wrong_stays_wrong(state):
    assert not is_transient(with_state(state, IntegrityError))


def test_a_connection_that_broke_without_a_word_is_infrastructure():
    assert is_transient(OperationalError("closed"))
    assert is_transient(InterfaceError("closed"))
    assert not is_transient(IntegrityError("rule"))
    assert not is_transient(ConnectionError("another world"))


def test_a_stale_version_is_refused():
    check_version(expected=None, actual=3)
    check_version(expected=3, actual=3)
    with pytest.raises(Stale, match="version 2, but the current one is 3"):
        check_version(expected=2, actual=3)
