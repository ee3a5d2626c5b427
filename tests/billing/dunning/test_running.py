"""Who does not pay is reminded, step by step, and of each step once."""

from decimal import Decimal

import pytest

from contexts.billing.clients.models import Client
from contexts.billing.dunning import use_cases
from contexts.billing.dunning.dto import Step, Trigger
from contexts.billing.dunning.models import DunningAction, DunningRun
from gotuto.money import Money
from tests.billing.builders import credit, draft, eur, pay, told
from tests.billing.dunning.reminding import NOW, STEPS, at, fees_of, late, policy, run, steps_of

pytestmark = pytest.mark.django_db


def test_each_step_comes_on_its_day():
    policy()
    invoice = late()
    for day in range(-5, 40):
        run(day)
    days = dict(DunningAction.objects.filter(invoice_id=invoice.id).values_list("step", "day"))
    assert days == {step.code: at(step.days).date() for step in STEPS}


def test_without_a_policy_nothing_happens():
    late()
    assert use_cases.run_dunning(trigger=Trigger.CLOCK, now=at(30)) == ()
    policy(is_on=False)
    assert use_cases.run_dunning(trigger=Trigger.CLOCK, now=at(30)) == ()
    assert not DunningRun.objects.exists()


def test_a_run_says_what_it_did():
    policy()
    late()
    late(vat_id="DE136695976")
    done = run(3)
    assert (done.actions, done.mails, done.fees, done.holds) == (2, 2, 1, 0)
    assert (done.legal_entity, done.day, done.trigger) == ("main", at(3).date(), "clock")
    assert at(3) == done.started_at < done.finished_at < at(4)
    assert (run(28).holds, DunningRun.objects.count()) == (2, 2)


def test_looking_again_does_nothing_more():
    policy()
    late()
    assert [run(3).actions for _ in range(3)] == [1, 0, 0]
    assert len(told("billing.reminder_due")) == 1


def test_of_steps_that_are_long_past_only_the_latest_is_done():
    invoice = late()
    policy()
    assert run(20).actions == 1
    assert steps_of(invoice.id) == ["second"]
    run(28)
    assert steps_of(invoice.id) == ["second", "last"]


def test_a_notice_before_the_due_date_is_not_made_up_for_after_it():
    policy(Step(code="before", days=-3), Step(code="late", days=10))
    invoice = late()
    run(1)
    assert steps_of(invoice.id) == []
    run(10)
    assert steps_of(invoice.id) == ["late"]


def test_a_reminder_tells_what_the_mail_needs():
    policy()
    invoice = late()
    pay(invoice.id, "2.50", now=NOW)
    run(3)
    [fact] = told("billing.reminder_due")
    assert (fact["invoice_id"], fact["step"], fact["tone"], fact["days_overdue"]) == (
        str(invoice.id), "first", "reminder", 3)  # fmt: skip
    assert (fact["amount_due"], fact["fee"]) == (
        {"amount": "10.00", "currency": "EUR"}, {"amount": "2.50", "currency": "EUR"})  # fmt: skip


def test_a_step_without_a_mail_tells_nobody():
    policy(Step(code="fee", days=5, mail=False, fee=eur("5.00")))
    late()
    done = run(5)
    assert (done.actions, done.mails) == (1, 0)
    assert told("billing.reminder_due") == []


@pytest.mark.parametrize("settle", [pay, credit])
def test_money_or_a_credit_note_ends_it(settle):
    policy()
    paid, open_one = late(), late()
    settle(paid.id, "12.50", now=NOW)
    assert run(3).actions == 1
    assert steps_of(open_one.id) == ["first"]


def test_drafts_and_credit_notes_are_nobody_s_debt():
    policy()
    draft(now=NOW)
    credit(late().id, now=NOW)
    assert [run(day).actions for day in (-3, 3, 14, 28)] == [0, 0, 0, 0]


def test_consumers_are_charged_what_the_step_says():
    policy()
    invoice = late()
    run(3)
    run(14)
    assert fees_of(invoice.id) == [("first", "2.50 EUR", "open"), ("second", "5.00 EUR", "open")]


def test_businesses_owe_the_directive_s_sum_once_and_no_other_fee():
    policy()
    invoice = late(vat_id="DE136695976")
    for day in (3, 14, 28):
        run(day)
    assert fees_of(invoice.id) == [("second", "40.00 EUR", "open")]
    policy(*STEPS[:3], Step(code="other", days=30, compensation=False), Step(code="more", days=40))
    run(40)
    assert len(fees_of(invoice.id)) == 1


def test_a_compensation_under_another_name_is_not_owed_twice():
    policy(Step(code="a", days=5, compensation=True))
    invoice = late(vat_id="DE136695976")
    run(5)
    policy(Step(code="b", days=6, compensation=True))
    assert (run(6).actions, steps_of(invoice.id)) == (1, ["a", "b"])
    assert fees_of(invoice.id) == [("a", "40.00 EUR", "open")]


def test_without_a_compensation_businesses_are_charged_as_others(settings):
    settings.GOTUTO_LATE_PAYMENT_COMPENSATION = None
    policy()
    invoice = late(vat_id="DE136695976")
    run(14)
    assert fees_of(invoice.id) == [("second", "5.00 EUR", "open")]


def test_a_fee_is_claimed_on_invoices_in_its_currency_only():
    policy(Step(code="dollars", days=5, fee=Money(Decimal("5.00"), "USD")))
    invoice = late()
    assert (run(5).actions, fees_of(invoice.id)) == (1, [])


def test_the_last_step_holds_what_the_client_orders_next():
    policy()
    invoice = late()
    run(28)
    assert Client.objects.get(pk=invoice.client_id).on_hold
    assert [fact["client_id"] for fact in told("billing.client_updated")] == [str(invoice.client_id)]


def test_once_all_is_paid_the_client_may_order_again():
    policy()
    first, second = late(), late()
    Client.objects.filter(pk=second.client_id).update(merged_into=first.client_id)
    type(Client.objects.get(pk=first.client_id)).objects.get(pk=second.client_id).invoices.update(
        client=first.client_id
    )
    assert run(28).holds == 1
    pay(first.id, "12.50", now=NOW)
    assert run(29).holds_lifted == 0
    pay(second.id, "12.50", now=NOW)
    assert run(29).holds_lifted == 1
    client = Client.objects.get(pk=first.client_id)
    assert (client.on_hold, client.hold_reason) == (False, "")


def test_a_hold_of_the_staff_is_theirs():
    policy()
    invoice = late()
    Client.objects.filter(pk=invoice.client_id).update(on_hold=True, hold_reason="Fraud")
    assert run(28).holds == 0
    pay(invoice.id, "12.50", now=NOW)
    run(29)
    assert Client.objects.get(pk=invoice.client_id).hold_reason == "Fraud"


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_many_are_done_in_batches_of_any_size(batch):
    policy()
    invoices = [late() for _ in range(5)]
    done = run(28, batch=batch)
    assert (done.actions, done.holds) == (5, 5)
    assert [steps_of(one.id) for one in invoices] == [["last"]] * 5
    for one in invoices:
        pay(one.id, "12.50", now=NOW)
    assert run(29, batch=batch).holds_lifted == 5


def test_more_are_looked_at_than_one_statement_does(monkeypatch):
    monkeypatch.setattr("contexts.billing.dunning.statements.acting.PIECE", 2)
    policy()
    for _ in range(5):
        late()
    assert run(3).actions == 5
    late()
    assert run(3).actions == 1
