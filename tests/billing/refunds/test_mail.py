"""Whoever paid is told, once, when money is on its way back."""

from contexts.billing.clients.models import Client
from contexts.billing.refunds.use_cases import pay_out_by_hand, withdraw_refund
from gotuto.outbox.models import Delivery
from gotuto.testing import drain
from tests.billing.refunds.refunding import NOW, paid_by_card, paid_by_hand, refund, work


def refund_mails(mailoutbox):
    return [mail for mail in mailoutbox if mail.subject == "Your refund"]


def test_a_part_is_told_with_what_was_paid(db, mailoutbox):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    drain()
    assert refund_mails(mailoutbox) == []
    pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW)
    drain()
    [mail] = refund_mails(mailoutbox)
    assert "5.00 EUR are on their way back to you" in mail.body
    assert "of your payment of 12.50 EUR" in mail.body
    assert "2026-11-20" in mail.body


def test_all_of_it_is_told_once_however_often_the_news_comes(sandbox, mailoutbox):
    _, payment = paid_by_card(sandbox)
    refund(payment, "12.50")
    work()
    drain()
    Delivery.objects.filter(handler="notification.on_refund_settled").update(state="pending", finished_at=None)
    drain()
    [mail] = refund_mails(mailoutbox)
    assert "12.50 EUR are on their way back to you." in mail.body


def test_nothing_is_told_of_what_was_withdrawn_or_to_whom_was_forgotten(db, mailoutbox):
    _, payment = paid_by_hand()
    given_up, done = refund(payment, "1.00"), refund(payment, "2.00")
    withdraw_refund(refund_id=given_up.id, now=NOW)
    Client.objects.filter(id=payment.client_id).update(email="")
    pay_out_by_hand(refund_id=done.id, reference="BANK-7", now=NOW)
    drain()
    assert refund_mails(mailoutbox) == []
