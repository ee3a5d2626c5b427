"""A paid order is cancelled whose money came through a gateway: it goes back there once, and its buyer is told once.

The gateway is the sandbox, a server that accepts, refuses, says nothing, or does it and loses its answer. Each in both modes: all
steps in one transaction, and a commit after each.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from contexts.billing.errors import RefundUnderway
from contexts.billing.payments.models import Payment
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.use_cases import pay_out_by_hand, withdraw_refund
from contexts.order import cancellation, lifecycle
from gotuto.outbound import retrying
from gotuto.outbox.models import Delivery
from gotuto.sagas.models import FailedAttempt, SagaRun
from sandboxes.payments.server import Sandbox
from tests.billing.attempts.paying import SECRET, Buying
from tests.billing.refunds.refunding import later, sent_back
from tests.shop import STAFF

SAGA = cancellation.cancellation

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture(params=[False, True], ids=["one transaction", "a commit after each step"])
def commits(request, settings):
    settings.SAGA_COMMIT_EVERY_STEP = request.param


@pytest.fixture
def buying(settings, db, now):
    """A buyer and the gateway at which they pay."""
    with Sandbox(secret=SECRET) as server:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = server.url, SECRET
        settings.GOTUTO_PAYMENT_GATEWAYS = ["manual", "sandbox"]
        settings.GOTUTO_PUBLIC_URL = "https://shop.example.com"
        yield Buying(server, now)


@pytest.fixture
def paid(buying):
    buying.pay()
    buying.shop.settle()
    assert buying.shop.look(buying.order).status == "processing"
    return buying


def call_off(buying):
    lifecycle.cancel_order(order_id=buying.order.id, viewer=STAFF, reason="No tea.", now=buying.shop.now)
    buying.shop.settle()


def janitor_comes(buying):
    """The hour has come at which the gateway is asked, or called again."""
    later()
    buying.shop.settle()


def check_cancelled(buying, *, sent, refunds):
    """The order has ended, nothing of its money is left, and the gateway has sent back just this."""
    ended = buying.shop.look(buying.order)
    assert (ended.status, ended.is_cancelling, ended.allowed_actions) == ("cancelled", False, ())
    run = SagaRun.objects.get(subject_id=buying.order.id, name=SAGA.name)
    assert (run.state, run.needs_attention) == ("done", False)
    assert sorted((str(one.money), one.by, one.stands.value) for one in Refund.objects.all()) == sorted(refunds)
    assert sent_back(buying.sandbox) == sent
    assert (buying.invoice.amount_paid, buying.invoice.amount_credited) == (0, buying.invoice.total)
    assert not Delivery.objects.filter(state="dead").exists()


def check_waits(buying, status):
    """The order is on its way to its end, and nobody is told anything yet."""
    waiting = buying.shop.look(buying.order)
    assert (waiting.status, waiting.is_cancelling) == ("processing", True)
    run = SagaRun.objects.get(subject_id=buying.order.id, name=SAGA.name)
    assert (run.state, SAGA.steps[run.step].name, run.needs_attention) == ("running", "await_refund", False)
    assert Refund.objects.get().stands == status


def check_told(mailoutbox, *amounts):
    """Of the end once, and of each amount that is on its way back once."""
    assert [mail.subject for mail in mailoutbox].count("Your order was cancelled") == 1
    bodies = [mail.body for mail in mailoutbox if mail.subject == "Your refund"]
    assert len(bodies) == len(amounts)
    for amount in amounts:
        assert [f"{amount} EUR are on their way back to you" in body for body in bodies].count(True) == 1


def test_it_goes_back_through_the_gateway_and_the_order_ends(paid, mailoutbox):
    call_off(paid)
    check_cancelled(paid, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_a_part_by_card_and_a_part_by_hand_go_back_as_they_came(buying, mailoutbox):
    buying.shop.pay(buying.order, "5.00")
    buying.pay()
    buying.shop.settle()
    call_off(buying)
    check_cancelled(
        buying, sent=["6.90"], refunds=[("6.90 EUR", "sandbox", "succeeded"), ("5.00 EUR", "by_hand", "pending")]
    )
    check_told(mailoutbox, "6.90")
    [by_hand] = Refund.objects.filter(destination="by_hand")
    pay_out_by_hand(refund_id=by_hand.id, reference="BANK-1", now=buying.shop.now)
    buying.shop.settle()
    check_told(mailoutbox, "6.90", "5.00")


# --- Refused for ever -------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(paid):
    """The gateway says that it never took anything; the order ends all the same."""
    paid.sandbox.ledger.run("UPDATE payment SET captured = '0'")
    call_off(paid)
    check_cancelled(paid, sent=[], refunds=[("11.90 EUR", "sandbox", "failed")])
    return paid


def test_what_the_gateway_refuses_for_ever_a_person_pays_out(refused, mailoutbox):
    check_told(mailoutbox)
    refund = Refund.objects.get()
    assert refund.to_dto().failure == "more_than_captured"
    pay_out_by_hand(refund_id=refund.id, reference="BANK-1", now=refused.shop.now)
    refused.shop.settle()
    check_cancelled(refused, sent=[], refunds=[("11.90 EUR", "by_hand", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_what_the_gateway_refuses_a_person_asks_for_again(refused, mailoutbox):
    refused.sandbox.ledger.run("UPDATE payment SET captured = amount")
    # The gateway answers the same key the same; it has forgotten it when somebody has put it right there.
    refused.sandbox.ledger.run("DELETE FROM answer WHERE status = 422")
    retrying.retry(call_id=Refund.objects.get().id, now=timezone.now())
    janitor_comes(refused)
    check_cancelled(refused, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_what_the_gateway_refuses_a_person_withdraws_and_it_is_the_clients(refused, mailoutbox):
    withdraw_refund(refund_id=Refund.objects.get().id, now=refused.shop.now)
    refused.shop.settle()
    check_cancelled(refused, sent=[], refunds=[("11.90 EUR", "sandbox", "withdrawn")])
    assert str(Payment.objects.get().balance().unallocated) == "11.90 EUR"
    check_told(mailoutbox)


# --- Nobody knows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "sent"), [({"timeouts": 1.0, "timeout_seconds": 0.01}, []), ({"lost": 1.0}, ["11.90"])],
    ids=["never done", "done, and the reply lost"],
)  # fmt: skip
def test_of_what_nobody_knows_the_janitor_asks_and_it_happens_once(paid, mailoutbox, fault, sent):
    paid.sandbox.fate.change(fault)
    call_off(paid)
    check_waits(paid, "unknown")
    assert sent_back(paid.sandbox) == sent
    for person in (withdraw_refund, lambda **known: pay_out_by_hand(**known, reference="BANK-1")):
        with pytest.raises(RefundUnderway, match="unknown"):
            person(refund_id=Refund.objects.get().id, now=paid.shop.now)
    paid.sandbox.fate.change({"timeouts": 0.0, "lost": 0.0})
    paid.shop.settle()
    # Not a minute before its hour.
    check_waits(paid, "unknown")
    janitor_comes(paid)
    check_cancelled(paid, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_the_janitor_is_not_answered_either_and_asks_until_it_is(paid, mailoutbox):
    paid.sandbox.fate.change({"lost": 1.0})
    call_off(paid)
    for _ in range(2):
        janitor_comes(paid)
        check_waits(paid, "unknown")
    paid.sandbox.fate.change({"lost": 0.0})
    janitor_comes(paid)
    check_cancelled(paid, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_a_gateway_that_is_down_gets_it_when_it_is_back(paid, mailoutbox):
    paid.sandbox.fate.change({"down": 1.0})
    call_off(paid)
    check_waits(paid, "pending")
    paid.sandbox.fate.change({"down": 0.0})
    janitor_comes(paid)
    check_cancelled(paid, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")


def test_a_gateway_that_is_silent_for_a_month_is_a_matter_for_people(paid, mailoutbox):
    paid.sandbox.fate.change({"lost": 1.0})
    call_off(paid)
    SagaRun.objects.update(waiting_since=timezone.now() - timedelta(days=31), due_at=timezone.now())
    paid.shop.settle()
    run = SagaRun.objects.get(subject_id=paid.order.id, name=SAGA.name)
    assert run.needs_attention
    assert "await_refund" in run.last_error


@pytest.mark.parametrize("step", ["request_refund", "await_refund", "end"])
def test_a_step_that_fails_is_repeated_and_the_gateway_is_called_once(paid, mailoutbox, sabotage, settings, step):
    settings.GOTUTO_BACKOFF_SECONDS = 0
    saboteur = sabotage(SAGA)
    saboteur.fail_once(step)
    call_off(paid)
    check_cancelled(paid, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded")])
    check_told(mailoutbox, "11.90")
    assert (saboteur.failures, FailedAttempt.objects.count()) == (1, 1)


# --- The buyer pays meanwhile -----------------------------------------------------------------------------------------


def test_a_buyer_who_is_still_on_the_page_and_pays_afterwards_gets_it_back(buying, mailoutbox):
    buying.shop.pay(buying.order, "5.00")
    buying.begin()
    call_off(buying)
    buying.choose("pay")
    buying.hear()
    buying.shop.settle()
    check_cancelled(
        buying, sent=["6.90"], refunds=[("6.90 EUR", "sandbox", "succeeded"), ("5.00 EUR", "by_hand", "pending")]
    )
    check_told(mailoutbox, "6.90")


def test_what_was_paid_once_more_at_the_gateway_goes_back_as_well(buying, mailoutbox):
    buying.begin()
    buying.shop.pay(buying.order)
    buying.choose("pay")
    buying.hear()
    buying.shop.settle()
    assert sent_back(buying.sandbox) == []
    call_off(buying)
    check_cancelled(
        buying, sent=["11.90"], refunds=[("11.90 EUR", "sandbox", "succeeded"), ("11.90 EUR", "by_hand", "pending")]
    )
    assert [str(one.balance().unallocated) for one in Payment.objects.all()] == ["0.00 EUR", "0.00 EUR"]
    check_told(mailoutbox, "11.90")
