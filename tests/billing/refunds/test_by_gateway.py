"""Money that goes back through the gateway by which it came: once, whatever becomes of calls and answers."""

import pytest

from contexts.billing.errors import PaymentAlreadyReversed, RefundUnderway
from contexts.billing.payments.dto import Channel
from contexts.billing.payments.use_cases import collect_payment, reverse_payment
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.use_cases import pay_out_by_hand, withdraw_refund, withdraw_refunds
from gotuto.outbound import Done, Timeouts, Unknown, retrying
from gotuto.outbound.errors import CallUnderway
from tests.billing.builders import eur, issued, told
from tests.billing.refunds import refunding
from tests.billing.refunds.refunding import NOW, later, paid_by_card, refund, sent_back, stands, sums, work


def test_it_goes_back_by_itself(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    assert (asked.status, asked.by) == ("pending", "sandbox")
    work()
    row = Refund.objects.get()
    assert (row.to_dto().status, row.provider_reference[:4]) == ("succeeded", "ref_")
    assert sent_back(sandbox) == ["5.00"]
    assert told("billing.refund_settled")[-1]["status"] == "succeeded"


def test_two_parts_are_two_refunds(sandbox):
    _, payment = paid_by_card(sandbox)
    refund(payment, "5.00")
    refund(payment, "5.00")
    work()
    assert sent_back(sandbox) == ["5.00", "5.00"]


def test_nobody_says_what_became_of_it_but_the_gateway(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    for deed in (_paid_out, withdraw):
        with pytest.raises(RefundUnderway, match="pending"):
            deed(asked)


def _paid_out(asked):
    return pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW)


def withdraw(asked):
    return withdraw_refund(refund_id=asked.id, now=NOW)


def test_what_a_gateway_refuses_waits_for_a_person_who_pays_it_out(sandbox):
    payment = _unknown_to_the_sandbox()
    asked = refund(payment, "5.00")
    work()
    failed = Refund.objects.get().to_dto()
    assert (failed.status, failed.failure) == ("failed", "payment_unknown")
    assert sums(payment.id) == ("7.50", "5.00", "0.00", "0.00")
    done = _paid_out(asked)
    assert (done.status, done.by, done.failure) == ("succeeded", "by_hand", "")
    assert retrying.retry_refused(destination="sandbox.refunds", now=NOW) == 0


def test_what_a_gateway_refuses_is_asked_for_again_until_somebody_withdraws_it(sandbox):
    asked = refund(_unknown_to_the_sandbox(), "5.00")
    work()
    retrying.retry(call_id=asked.id, now=NOW)
    with pytest.raises(CallUnderway):
        retrying.retry(call_id=asked.id, now=NOW)
    with pytest.raises(RefundUnderway):
        withdraw(asked)
    work()
    withdraw(asked)
    asked_of_it = len(sandbox.requests)
    assert retrying.retry_refused(destination="sandbox.refunds", now=NOW) == 1
    work()
    assert (stands(asked.id), len(sandbox.requests)) == ("withdrawn", asked_of_it)


def _unknown_to_the_sandbox():
    return collect_payment(
        invoice_id=issued(now=NOW).id, amount=eur("12.50"), method="sandbox", reference="pay_of_others",
        channel=Channel.GATEWAY, now=NOW,
    )  # fmt: skip


def test_an_answer_that_was_lost_is_asked_for(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    sandbox.fate.change({"lost": 1.0})
    work()
    assert stands(asked.id) == "unknown"
    with pytest.raises(RefundUnderway, match="unknown"):
        _paid_out(asked)
    sandbox.fate.change({"lost": 0.0})
    later()
    work()
    assert (stands(asked.id), sent_back(sandbox)) == ("succeeded", ["5.00"])


def test_what_never_reached_the_gateway_is_sent_again(sandbox, monkeypatch):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    sandbox.fate.change({"timeouts": 1.0, "timeout_seconds": 0.01})
    work()
    assert (stands(asked.id), sent_back(sandbox)) == ("unknown", [])
    sandbox.fate.change({"timeouts": 0.0})
    later()
    work()
    assert (stands(asked.id), sent_back(sandbox)) == ("succeeded", ["5.00"])


def test_a_gateway_that_is_down_gets_it_later(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    sandbox.fate.change({"down": 1.0})
    work()
    assert stands(asked.id) == "pending"
    sandbox.fate.change({"down": 0.0})
    later()
    work()
    assert (stands(asked.id), sent_back(sandbox)) == ("succeeded", ["5.00"])


def test_what_the_gateway_has_only_taken_up_is_asked_for_until_it_is_sent(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    sandbox.fate.change({"lost": 1.0})
    work()
    sandbox.fate.change({"lost": 0.0})
    sandbox.ledger.run("UPDATE refund SET status = ?", "pending")
    later()
    work()
    assert (stands(asked.id), Refund.objects.get().outcome_code) == ("unknown", "billing.refund_pending")
    sandbox.ledger.run("UPDATE refund SET status = ?", "succeeded")
    later()
    work()
    assert (stands(asked.id), sent_back(sandbox)) == ("succeeded", ["5.00"])


def test_the_same_call_made_twice_sends_back_once(sandbox):
    from contexts.billing.refunds import gateways

    _, payment = paid_by_card(sandbox)
    refund(payment, "5.00")
    row, timeouts = Refund.objects.get(), Timeouts(connect=2, read=5, whole=8)
    first, second = (gateways.send_back(row, timeouts=timeouts) for _ in range(2))
    assert isinstance(first, Done)
    assert first == second == gateways.find(row, timeouts=timeouts)
    assert sent_back(sandbox) == ["5.00"]
    sandbox.shut()
    assert not isinstance(gateways.find(row, timeouts=timeouts), (Done, Unknown))


def test_what_did_not_stay_is_not_sent_back(sandbox):
    _, payment = paid_by_card(sandbox)
    asked = refund(payment, "5.00")
    reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW)
    withdraw_refunds(payment_id=payment.id, now=NOW)
    assert stands(asked.id) == "pending"
    work()
    assert (stands(asked.id), Refund.objects.get().outcome_code) == ("failed", "billing.payment_reversed")
    assert sent_back(sandbox) == []
    with pytest.raises(PaymentAlreadyReversed):
        reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW)
    withdraw(asked)
    assert sums(payment.id) == ("0.00", "0.00", "12.50", "0.00")
    with pytest.raises(PaymentAlreadyReversed):
        reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW)


def test_money_that_staff_booked_goes_by_hand_though_it_came_by_a_card(sandbox):
    _, payment = refunding.paid_by_hand()
    assert refund(payment, "5.00").by == "by_hand"
    by_hand = collect_payment(
        invoice_id=issued(now=NOW).id, amount=eur("12.50"), method="manual", reference="M-1",
        channel=Channel.GATEWAY, now=NOW,
    )  # fmt: skip
    assert refund(by_hand, "5.00").by == "by_hand"
