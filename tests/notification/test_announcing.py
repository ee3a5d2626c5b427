"""Customers are told what happens to their order: once, in words, at the right moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contexts.billing.invoices.dto import Buyer
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.billing.payments.use_cases import record_payment
from contexts.customer.accounts.use_cases import ensure_customer, update_customer
from contexts.notification import dto, models
from contexts.notification.queries import list_notifications
from contexts.notification.use_cases import announce_confirmation, announce_new_email
from contexts.order import lifecycle
from contexts.order.models import OrderParty
from gotuto import retention
from gotuto.ids import Sku, new_id
from gotuto.money import Money
from gotuto.outbox.models import Delivery
from gotuto.paging import PageRequest
from tests.shop import ADDRESS, BUYER, STAFF, Shop

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def shop(db):
    shop = Shop(NOW)
    shop.has("tea", pieces=5)
    shop.has("cup", pieces=5)
    return shop


def mails():
    """All mails in the order in which they were written."""
    page = PageRequest(ordering="created_at", size=100)
    return list_notifications(filters=dto.NotificationFilter(), page=page, of_customer=None).items


def test_the_customer_hears_of_every_step(shop, mailoutbox):
    placed = shop.order({"TEA": 2})
    shop.pay(placed)
    shop.dispatch(placed)
    shop.deliver(placed)
    assert [mail.subject for mail in mailoutbox] == ["Your order", "Your receipt", "On its way"]
    assert {tuple(mail.to) for mail in mailoutbox} == {("ada@example.com",)}


def test_the_confirmation_names_the_order_what_was_bought_and_the_total(shop, mailoutbox):
    placed = shop.order({"TEA": 2})
    [mail] = mailoutbox
    for words in ("Hello,", placed.number, "2 x Tea (TEA)", "23.80 EUR"):
        assert words in mail.body


def test_a_receipt_says_what_is_still_due(shop, mailoutbox):
    placed = shop.order({"TEA": 1})
    shop.pay(placed, "10.00", reference="A")
    shop.pay(placed, "1.90", reference="B")
    _, first, second = mailoutbox
    assert "10.00 EUR" in first.body
    assert "1.90 EUR are still due" in first.body
    assert "paid in full" in second.body


def test_the_parcel_can_be_tracked(shop, mailoutbox):
    placed = shop.order({"TEA": 1})
    shop.pay(placed)
    shop.dispatch(placed)
    assert "Carrier: DHL" in mailoutbox[-1].body
    assert "Tracking number: JD01" in mailoutbox[-1].body


def test_an_order_that_was_called_off_is_confirmed_as_such(shop, mailoutbox):
    placed = shop.order({"TEA": 1})
    lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="Changed my mind", now=NOW)
    shop.settle()
    assert mailoutbox[-1].subject == "Your order was cancelled"
    assert "was cancelled: Called off on request." in mailoutbox[-1].body


def test_no_word_of_a_buyer_gets_into_a_mail(shop, mailoutbox):
    link = "https://evil.example.com/prize"
    words = replace(
        ADDRESS, name=f"You won! {link}\n\nDear customer", line1=f"1 {link}", line2=link, city=f"B {link}", region=link
    )
    buyer = replace(BUYER, shipping_address=words, billing_address=words)
    paid, called_off = shop.order({"TEA": 1}, buyer=buyer), shop.order({"TEA": 1}, buyer=buyer)
    shop.pay(paid)
    shop.dispatch(paid)
    lifecycle.cancel_order(order_id=called_off.id, viewer=STAFF, reason=f"Go to {link} now!", now=NOW)
    shop.order({"TEA": 9}, buyer=buyer)
    assert len(mailoutbox) == 6
    for mail in mailoutbox:
        assert not [word for word in ("evil", "won", "Dear", "Go to") if word in mail.subject + mail.body]
        assert mail.body.startswith("Hello,\n\n")


def test_mails_that_anybody_can_cause_wait_for_their_turn_and_are_not_dropped(shop, mailoutbox, settings):
    settings.GOTUTO_MAILS_PER_HOUR = 2
    began = timezone.now()
    orders = [shop.order({"TEA": 1}) for _ in range(5)]
    assert len(mailoutbox) == 2
    waiting = models.Notification.objects.filter(status="queued").order_by("due_at")
    hours = [round((mail.due_at - began).total_seconds() / 3600) for mail in waiting]
    assert hours == [1, 1, 2]

    shop.pay(orders[0])
    assert [mail.subject for mail in mailoutbox] == ["Your order", "Your order", "Your receipt"]
    bob = shop.order({"CUP": 1}, buyer=replace(BUYER, email="bob@example.com"))
    assert (bob.status, mailoutbox[-1].to) == ("confirmed", ["bob@example.com"])

    waiting.update(due_at=began)
    shop.settle()
    assert len(mailoutbox) == 7
    assert not waiting.exists()


def test_an_hour_later_the_next_mails_go_at_once(shop, mailoutbox, settings):
    settings.GOTUTO_MAILS_PER_HOUR = 2
    for _ in range(2):
        shop.order({"TEA": 1})
    pace = models.MailPace.objects.get()
    assert "@" not in pace.recipient
    assert str(pace).startswith("mails until 20")
    models.MailPace.objects.update(turns=[turn - timedelta(hours=1) for turn in pace.turns])
    shop.order({"TEA": 1})
    assert len(mailoutbox) == 3
    assert len(models.MailPace.objects.get().turns) == 2


def test_an_event_that_comes_again_takes_no_turn(shop, settings):
    settings.GOTUTO_MAILS_PER_HOUR = 2
    placed = shop.order({"TEA": 1})
    event_id = new_id()
    for _ in range(3):
        announce_confirmation(order_id=placed.id, event_id=event_id, now=timezone.now())
    assert len(models.MailPace.objects.get().turns) == 2


def test_turns_are_forgotten_when_they_hold_nobody_back(shop, settings):
    settings.GOTUTO_MAILS_PER_HOUR = 2
    shop.order({"TEA": 1})
    assert retention.purge(now=timezone.now() + timedelta(minutes=59))["mail_paces"] == 0
    assert retention.purge(now=timezone.now() + timedelta(minutes=61))["mail_paces"] == 1


def test_an_order_that_could_not_be_filled_is_excused(shop, mailoutbox):
    shop.order({"TEA": 6})
    [mail] = mailoutbox
    assert mail.subject == "Your order was cancelled"
    assert "Only 5 of 6" in mail.body


def test_texts_are_plain_and_keep_their_signs(shop, mailoutbox):
    shop.has("mug", name="O'Neill & Sons' <Mug>")
    shop.order({"MUG": 1})
    assert "1 x O'Neill & Sons' <Mug> (MUG)" in mailoutbox[0].body


def test_an_event_that_is_delivered_twice_writes_one_mail(shop, mailoutbox):
    shop.order({"TEA": 1})
    Delivery.objects.filter(handler="notification.on_order_confirmed").update(state="pending")
    shop.settle()
    assert len(mails()) == len(mailoutbox) == 1


def test_a_payment_without_an_order_has_no_mail(shop):
    line = InvoiceLine(sku=Sku("X"), description="Advice", quantity=1, unit_price=Money.of("50.00", "EUR"))
    invoice = open_invoice(
        order_id=None, buyer=Buyer(name="Bob", email="bob@example.com"), currency="EUR", lines=[line], now=NOW
    )
    issue_invoice(invoice_id=invoice.id, now=NOW)
    record_payment(invoice_id=invoice.id, amount=invoice.total, method="cash", reference="A", now=NOW)
    shop.settle()
    assert mails() == ()


def test_who_asked_to_be_forgotten_gets_no_mail(shop):
    placed = shop.place({"TEA": 1})
    OrderParty.objects.update(email="")
    announce_confirmation(order_id=placed.id, event_id=new_id(), now=NOW)
    assert mails() == ()


def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_order(shop, settings):
    settings.EMAIL_BACKEND = "tests.notification.mail_servers.Unreachable"
    placed = shop.order({"TEA": 1})
    assert placed.status == "confirmed"
    [mail] = mails()
    assert (mail.state, mail.attempts) == ("queued", 1)


def test_the_former_address_of_an_account_is_told(shop, mailoutbox):
    ada = ensure_customer(email="ada@example.com", password="a-long-password-9", name="Win a prize", now=NOW)
    update_customer(customer_id=ada.id, email="eve@example.com", now=NOW)
    shop.settle()
    [mail] = mailoutbox
    assert mail.to == ["ada@example.com"]
    assert "another e-mail address" in mail.subject
    assert "2026-03-02 09:30 UTC" in mail.body
    assert not {"prize", "eve@example.com"} & set(mail.body.split())
    [told] = mails()
    assert (told.customer_id, told.order_id) == (ada.id, None)


def test_an_address_that_was_forgotten_meanwhile_is_not_told(shop, mailoutbox):
    announce_new_email(former_email_id=new_id(), event_id=new_id(), now=NOW)
    assert mails() == ()
