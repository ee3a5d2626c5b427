"""A saga may call out and wait: nobody holds it meanwhile, news wake it, and no wait is endless."""

import pytest
from django.db import OperationalError
from django.utils import timezone

from gotuto.db import unit
from gotuto.sagas import Refusal, Step
from tests.kernel import varnishing, workshop
from tests.kernel.toys import elsewhere
from tests.kernel.varnishing import HOUR, calls, dated, hasty, patient, row_of, start, supplier_says, time_passes
from tests.kernel.workshop import failures, story, trouble, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def outcomes(chair, which=varnishing.varnishing):
    return [(entry["step"], entry["outcome"]) for entry in row_of(chair, which).history]


def stop(chair):
    with unit():
        varnishing.varnishing.stop(chair, refusal=Refusal("workshop.changed_mind", "no"))


def test_a_step_that_calls_out_is_committed_before_the_next_one_looks(chair):
    seen = []
    trouble["order varnish"].append(lambda: seen.append(story(chair)))
    start(chair)
    work()
    assert seen == [[]]
    assert story(chair) == ["order varnish"]
    assert (row_of(chair).step, row_of(chair).state) == (1, "running")


def test_a_saga_that_waits_is_held_by_nobody_and_says_for_what(chair):
    start(chair)
    work()
    waiting = row_of(chair)
    assert (waiting.waits_for, waiting.attempts, waiting.needs_attention) == ("the supplier", 0, False)
    assert waiting.waiting_since < timezone.now() < waiting.due_at
    assert work() == 0


def test_news_wake_it(chair):
    start(chair)
    work()
    supplier_says(chair, "done")
    assert work() == 1
    ended = row_of(chair)
    assert (ended.state, ended.waiting_since, ended.waits_for) == ("done", None, "")
    assert story(chair) == ["order varnish", "varnish came", "polish"]


def test_news_that_nobody_brought_are_found_by_looking_again(chair):
    start(chair)
    work()
    calls[chair] = "done"
    time_passes(chair, hours=0.5)
    work()
    assert row_of(chair).state == "done"


def test_looking_in_vain_goes_on_waiting_and_is_told_once(chair):
    start(chair)
    work()
    since = row_of(chair).waiting_since
    supplier_says(chair, "sending")
    assert work() == 1
    assert row_of(chair).waiting_since == since
    assert outcomes(chair) == [("order_varnish", "done"), ("varnish_came", "waiting")]


@pytest.mark.django_db(transaction=True)
def test_news_that_come_while_a_worker_is_looking_are_not_overheard(chair):
    trouble["look"].append(lambda: elsewhere(lambda: supplier_says(chair, "done")))
    start(chair)
    work()
    assert row_of(chair).state == "done"


def test_a_wake_up_comes_with_its_news_or_not_at_all(chair):
    start(chair)
    work()
    with pytest.raises(RuntimeError, match="unit of work"):
        varnishing.varnishing.wake(chair)
    with unit():
        assert varnishing.varnishing.wake(chair)
        assert not patient.wake(chair)


def test_a_failure_while_it_waits_is_an_attempt_and_the_wait_goes_on(chair):
    start(chair)
    work()
    supplier_says(chair, "done")
    trouble["varnish came"].append(OperationalError("the disk is full"))
    work()
    assert [failed.attempt for failed in failures(chair)] == [1]
    assert row_of(chair).state == "done"


def test_a_call_that_was_refused_is_undone_like_any_refusal(chair):
    start(chair)
    work()
    supplier_says(chair, "refused")
    work()
    assert story(chair) == ["order varnish", "send back what is refused", "given up: workshop.no_wood"]
    assert outcomes(chair)[2:] == [("varnish_came", "refused"), ("order_varnish", "undone"), ("given_up", "done")]


@pytest.mark.parametrize("undecided", ["sending", "unknown"])
def test_a_call_whose_outcome_is_open_is_not_undone_before_it_is_known(chair, undecided):
    start(chair)
    work()
    calls[chair] = undecided
    stop(chair)
    work()
    waiting = row_of(chair)
    assert (waiting.state, waiting.waits_for) == ("compensating", "the outcome of its call")
    assert story(chair) == ["order varnish"]
    supplier_says(chair, "done")
    work()
    assert story(chair) == ["order varnish", "send back what is done", "given up: workshop.changed_mind"]
    assert row_of(chair).state == "undone"


@pytest.mark.parametrize("status", ["queued", "done", "refused"])
def test_a_call_whose_outcome_is_known_is_undone_at_once(chair, status):
    start(chair)
    work()
    calls[chair] = status
    stop(chair)
    work()
    assert f"send back what is {status}" in story(chair)


def test_an_outcome_that_never_becomes_known_needs_a_person(chair):
    start(chair)
    work()
    calls[chair] = "unknown"
    stop(chair)
    work()
    time_passes(chair, hours=2)
    work()
    parked = row_of(chair)
    assert (parked.state, parked.needs_attention) == ("compensating", True)
    assert "order_varnish: It has waited for the outcome of its call since" in parked.last_error


def test_a_wait_that_is_overdue_compensates_where_that_is_declared(chair):
    start(chair)
    work()
    time_passes(chair, hours=2)
    work()
    ended = row_of(chair)
    assert (ended.state, ended.refusal_code) == ("undone", "sagas.overdue")
    assert "It has waited for the supplier since" in ended.refusal_reason
    assert ("varnish_came", "overdue") in outcomes(chair)


def test_a_wait_that_is_overdue_looks_once_more_before_it_gives_up(chair):
    start(chair)
    work()
    calls[chair] = "done"
    time_passes(chair, hours=2)
    work()
    assert row_of(chair).state == "done"


def test_a_wait_that_is_overdue_needs_a_person_where_that_is_declared(chair):
    start(chair, patient)
    work()
    time_passes(chair, hours=2)
    work()
    parked = row_of(chair, patient)
    assert (parked.state, parked.needs_attention) == ("running", True)
    assert parked.last_error.startswith("Overdue at varnish_came: It has waited for the supplier since")


def test_a_retry_gives_a_wait_its_whole_time_again(chair):
    start(chair, patient)
    work()
    time_passes(chair, hours=2)
    work()
    workshop.retry(chair)
    work()
    waiting = row_of(chair, patient)
    assert (waiting.needs_attention, waiting.waits_for) == (False, "the supplier")
    assert waiting.due_at - waiting.waiting_since < HOUR


def test_a_saga_that_is_overdue_compensates_where_that_is_declared(chair):
    start(chair, hasty)
    work()
    ended = row_of(chair, hasty)
    assert (ended.state, ended.refusal_code, story(chair)) == ("undone", "sagas.overdue", ["given up: sagas.overdue"])


def test_a_saga_that_is_overdue_needs_a_person_otherwise_and_goes_on_if_they_let_it(chair):
    start(chair, dated)
    work()
    assert row_of(chair, dated).needs_attention
    assert "order_varnish: It was to end by 2026-03-02 12:00 UTC." in row_of(chair, dated).last_error
    workshop.retry(chair)
    work()
    assert row_of(chair, dated).waits_for == "the supplier"


def test_a_saga_that_waits_can_be_stopped(chair):
    start(chair)
    work()
    calls[chair] = "queued"
    stop(chair)
    work()
    assert row_of(chair).state == "undone"


def test_a_step_that_calls_out_and_can_be_undone_must_tell_of_its_call():
    with pytest.raises(TypeError, match="order_varnish calls out and can be undone, so it needs call_status"):
        Step(varnishing.order_varnish, undo=varnishing.send_back, calls_out=True)
    assert Step(varnishing.order_varnish, calls_out=True).undo is None


def test_a_step_that_waits_is_undone_like_one_that_was_taken(chair):
    start(chair, varnishing.reserving)
    work()
    assert story(chair) == []
    with unit():
        varnishing.reserving.stop(chair, refusal=Refusal("workshop.changed_mind", "no"))
    work()
    assert story(chair) == ["give back what was asked for", "given up: workshop.changed_mind"]
    assert row_of(chair, varnishing.reserving).step == 0
