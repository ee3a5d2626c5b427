"""What would happen by a day is what the rules say of each invoice, and what the runs then do."""

from datetime import timedelta

import pytest

from contexts.billing.dunning import domain, queries, use_cases
from contexts.billing.dunning.dto import Step
from contexts.billing.dunning.errors import DunningPolicyInvalid, PlanInThePast, PlanTooLong
from contexts.billing.dunning.models import DunningAction, DunningRun
from tests.billing.dunning.reminding import DUE, NOW, STEPS, at, late, policy, run

pytestmark = pytest.mark.django_db


def plan(days, *, now):
    return queries.plan(by=at(days).date(), now=now)


@pytest.mark.parametrize("start", [-4, 1, 20])
@pytest.mark.parametrize("paused", [None, 13, 30])
def test_plan_rules_and_runs_say_the_same(start, paused):
    policy()
    invoice = late()
    if paused is not None:
        use_cases.pause_invoice(
            invoice_id=invoice.id, until=max(at(paused), at(start)).date(), reason="x", now=at(start)
        )
    planned = [(row.day, row.step) for row in plan(32, now=at(start)).rows]

    until = None if paused is None else max(at(paused), at(start)).date()
    rules = domain.schedule(
        STEPS, due=DUE, done=(), paused_until=until, today=at(start).date(), by=at(32).date()
    )  # fmt: skip
    assert planned == [(day, step.code) for day, step in rules]
    for day in range(start, 33):
        run(day)
    assert planned == list(DunningAction.objects.order_by("day").values_list("day", "step"))


def test_it_counts_and_sums():
    policy()
    for vat_id in ("", "", "DE136695976"):
        late(vat_id=vat_id)
    told = plan(30, now=at(1))
    assert [(row.step, row.invoices, row.mails, row.fees, str(row.fee_sum), row.holds) for row in told.rows] == [
        ("first", 3, 3, 2, "5.00 EUR", 0),
        ("second", 3, 3, 3, "50.00 EUR", 0),
        ("last", 3, 3, 0, "0.00 EUR", 3),
    ]
    [whole] = queries.sums_of(plan=told)
    assert (whole.invoices, str(whole.fee_sum), whole.holds) == (9, "55.00 EUR", 3)
    assert not DunningRun.objects.exists()


def test_it_says_who_is_paused_and_who_has_no_policy():
    invoice = late()
    use_cases.pause_client(client_id=invoice.client_id, until=at(50).date(), reason="x", now=NOW)
    told = plan(30, now=NOW)
    assert (told.rows, told.paused, told.without_policy) == ((), 1, ("main",))


def test_a_plan_is_about_the_year_to_come():
    with pytest.raises(PlanInThePast):
        plan(0, now=at(1))
    with pytest.raises(PlanTooLong):
        queries.plan(by=DUE + timedelta(days=999), now=NOW)


def test_what_a_policy_cannot_mean_is_refused():
    with pytest.raises(DunningPolicyInvalid, match="12 steps at most"):
        policy(*(Step(code=f"s{n}", days=n) for n in range(13)))


def test_a_policy_is_switched_on_with_the_usual_steps_and_off_again():
    on = use_cases.switch_on(legal_entity="main", now=NOW)
    assert (on.is_on, [step.code for step in on.steps], on.version) == (True, ["before", "first", "second", "last"], 1)
    assert use_cases.switch_on(legal_entity="main", now=NOW).version == 1
    off = use_cases.switch_off(legal_entity="main", now=NOW)
    assert (off.is_on, off.steps) == (False, on.steps)
