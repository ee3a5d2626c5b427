"""The rules of dunning: which step is due when, and what it claims."""

from datetime import date, timedelta

import pytest

from contexts.billing.dunning import domain
from contexts.billing.dunning.domain import Charge
from contexts.billing.dunning.dto import Step
from contexts.billing.fees.dto import FeeKind
from tests.billing.dunning.steps import STEPS
from tests.billing.lines import eur
from tests.refusals import refused

DUE = date(2026, 12, 4)
BEFORE, FIRST, SECOND, LAST = STEPS


def at(days):
    return DUE + timedelta(days=days)


def planned(*, today, by=40, done=(), paused=None, steps=STEPS):
    """Which steps come on which days, both counted from the due date."""
    found = domain.schedule(
        steps, due=DUE, done=done, paused_until=None if paused is None else at(paused), today=at(today), by=at(by)
    )
    return [((day - DUE).days, step.code) for day, step in found]


def test_each_step_lasts_until_the_next_and_what_announces_a_due_date_ends_with_that_day():
    assert [(one.step.code, one.ends, one.is_after_due) for one in domain.windows(STEPS[::-1])] == [
        ("before", 1, False),
        ("first", 14, True),
        ("second", 28, True),
        ("last", None, True),
    ]


def test_what_announces_a_due_date_ends_with_the_next_announcement_or_with_that_day():
    week, eve, day = (Step(code=code, days=days) for code, days in (("week", -7), ("eve", -1), ("day", 0)))
    assert [one.ends for one in domain.windows([week, eve, day])] == [-1, 0, 1]
    assert [one.ends for one in domain.windows([week])] == [1]
    assert not domain.windows([day])[0].is_after_due
    morrow = domain.windows([Step(code="morrow", days=1), Step(code="later", days=9)])[0]
    assert (morrow.ends, morrow.is_after_due) == (9, True)


def test_an_invoice_is_due_for_a_step_from_its_day_on_and_until_the_next_one():
    """On 18 December: the first step is for what was due from 5 to 15 December, the second for 21 November to 4 December."""
    today = date(2026, 12, 18)
    _, first, second, last = domain.windows(STEPS)
    assert (first.after_due(today), first.latest_due(today)) == (date(2026, 12, 4), date(2026, 12, 15))
    assert (second.after_due(today), second.latest_due(today)) == (date(2026, 11, 20), date(2026, 12, 4))
    assert (last.after_due(today), last.latest_due(today)) == (date.min, date(2026, 11, 20))


def test_who_never_pays_gets_each_step_on_its_day():
    assert planned(today=-10) == [(-3, "before"), (3, "first"), (14, "second"), (28, "last")]
    assert planned(today=-3, by=14) == [(-3, "before"), (3, "first"), (14, "second")]


@pytest.mark.parametrize(
    ("today", "steps"),
    [
        (0, [(0, "before"), (3, "first"), (14, "second"), (28, "last")]),
        (1, [(3, "first"), (14, "second"), (28, "last")]),
        (13, [(13, "first"), (14, "second"), (28, "last")]),
        (14, [(14, "second"), (28, "last")]),
        (99, [(99, "last")]),
    ],
)
def test_of_the_steps_that_are_past_only_the_latest_is_made_up_for(today, steps):
    assert planned(today=today, by=100) == steps


def test_what_was_done_is_not_done_again():
    assert planned(today=20, done=["second"]) == [(28, "last")]


@pytest.mark.parametrize(
    ("paused", "steps"),
    [
        (2, [(3, "first"), (14, "second"), (28, "last")]),
        (5, [(6, "first"), (14, "second"), (28, "last")]),
        (12, [(13, "first"), (14, "second"), (28, "last")]),
        (13, [(14, "second"), (28, "last")]),
        (-9, [(3, "first"), (14, "second"), (28, "last")]),
    ],
)
def test_what_a_pause_keeps_back_is_made_up_for_unless_the_next_step_has_come(paused, steps):
    assert planned(today=1, paused=paused) == steps


def test_a_consumer_owes_the_fee_of_each_step():
    owes = [domain.charge(one, STEPS, is_business=False, compensation=eur("40.00")) for one in STEPS]
    assert owes == [
        None,
        Charge(kind=FeeKind.REMINDER, amount=eur("2.50")),
        Charge(kind=FeeKind.REMINDER, amount=eur("5.00")),
        None,
    ]


def test_a_business_owes_the_compensation_once_and_no_fee_beside_it():
    """Directive 2011/7, art. 6: the fixed sum stands for the costs of reminding."""
    owes = [domain.charge(one, STEPS, is_business=True, compensation=eur("40.00")) for one in STEPS]
    assert owes == [None, None, Charge(kind=FeeKind.COMPENSATION, amount=eur("40.00")), None]


@pytest.mark.parametrize(("steps", "sum_"), [(STEPS, None), (STEPS[:2], eur("40.00"))], ids=["no sum", "no step"])
def test_a_business_owes_fees_where_nobody_claims_the_compensation(steps, sum_):
    owes = domain.charge(FIRST, steps, is_business=True, compensation=sum_)
    assert owes == Charge(kind=FeeKind.REMINDER, amount=eur("2.50"))


@pytest.mark.parametrize(
    "steps",
    [
        [],
        STEPS,
        [Step(code=f"s{n}", days=n) for n in range(12)],
        [Step(code="1-of-two", days=-365), Step(code="a" * 16, days=365)],
        [Step(code="a", days=1, mail=False, fee=eur("0.01"))],
        [Step(code="a", days=1, mail=False, compensation=True)],
        [Step(code="a", days=1, mail=False, hold=True)],
    ],
    ids=["none", "some", "twelve", "in a year", "a fee alone", "the compensation alone", "a hold alone"],
)
def test_what_a_policy_can_mean(steps):
    domain.check(steps)
    assert list(domain.faults(steps)) == []


EARLY = "Nobody is late yet at the step a: before an invoice is overdue there is neither a fee nor a hold."
NAMELESS = "cannot name a step. Take up to 16 small letters, digits and hyphens."


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([Step(code=f"s{n}", days=n) for n in range(13)], "A policy has 12 steps at most. Leave some out."),
        ([Step(code="a", days=1), Step(code="a", days=2)], "Two steps have the code a. Give each its own."),
        ([Step(code="a", days=1), Step(code="b", days=1)], "Two steps have the days 1. Give each its own."),
        (
            [Step(code="a", days=1, compensation=True), Step(code="b", days=2, compensation=True)],
            "The compensation is owed once. Let one step claim it.",
        ),
        ([Step(code="A", days=1)], f"'A' {NAMELESS}"),
        ([Step(code="-a", days=1)], f"'-a' {NAMELESS}"),
        ([Step(code="a" * 17, days=1)], f"'{'a' * 17}' {NAMELESS}"),
        ([Step(code="a", days=366)], "The step a is 366 days away. Take 365 at most."),
        ([Step(code="a", days=-366)], "The step a is -366 days away. Take 365 at most."),
        ([Step(code="a", days=0, hold=True)], EARLY),
        ([Step(code="a", days=0, compensation=True)], EARLY),
        ([Step(code="a", days=-3, fee=eur("2.50"))], EARLY),
        (
            [Step(code="a", days=1, fee=eur("0.00"))],
            "The fee of the step a must be above zero. Leave it out where there is none.",
        ),
        (
            [Step(code="a", days=1, mail=False)],
            "The step a does nothing. Let it send a mail, claim a fee or hold orders.",
        ),
    ],
)
def test_what_a_policy_cannot_mean_is_refused_in_words(steps, why):
    assert list(domain.faults(steps)) == [why]
    with refused("billing.dunning_policy_invalid", why):
        domain.check(steps)


def test_codes_and_days_that_two_steps_have_are_all_named_in_order():
    twice = [Step(code=code, days=days) for code, days in (("c", 2), ("c", 2), ("b", 3), ("b", 3), ("a", 4), ("a", 4))]
    assert [why.partition(".")[0] for why in domain.faults(twice)] == [
        "Two steps have the code a",
        "Two steps have the code b",
        "Two steps have the code c",
        "Two steps have the days 2",
        "Two steps have the days 3",
        "Two steps have the days 4",
    ]


def test_a_pause_lasts_until_today_or_longer():
    domain.check_pause(DUE, today=DUE)
    with refused("billing.dunning_pause_ended", "A pause until 2026-12-03 is over already: it is 2026-12-04"):
        domain.check_pause(at(-1), today=DUE)


def test_a_plan_is_about_the_year_to_come():
    domain.check_plan(DUE, today=DUE)
    domain.check_plan(at(366), today=DUE)
    with refused("invalid", "ends today, on 2026-12-04, or later, and not on 2026-12-03"):
        domain.check_plan(at(-1), today=DUE)
    with refused("invalid", "A plan reaches 366 days ahead at most."):
        domain.check_plan(at(367), today=DUE)
