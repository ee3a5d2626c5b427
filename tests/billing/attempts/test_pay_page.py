"""The link of a mail: a buyer looks, pays at the gateway, and comes back to see that the money is here."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.attempts.use_cases import start_attempt_by_link
from contexts.billing.documents.queries import get_payment_request
from contexts.billing.invoices.models import Invoice
from contexts.order.access import STAFF
from contexts.order.lifecycle import cancel_order
from tests.billing.attempts.paying import Buying
from tests.billing.fees.claiming import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(buying: Buying, mailoutbox) -> str:
    """The link in the mail that confirms the order, as a path."""
    buying.shop.settle()
    [found] = re.findall(r"https://shop\.example\.com(/pay/\S+)", "".join(mail.body for mail in mailoutbox))
    return found


def shown(link: str) -> str:
    answer = Client().get(link)
    assert answer.status_code == 200
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "no-store")
    return answer.content.decode()


def pressed(link: str, gateway: str = "sandbox"):
    return Client().post(link, {"gateway": gateway})


def test_whoever_only_looks_begins_nothing(buying, link):
    assert "11.90 EUR" in shown(link)
    assert PaymentAttempt.objects.count() == 0


def test_a_buyer_pays_from_the_mail_and_sees_it(buying, link):
    sent = pressed(link)
    assert sent.status_code == 302
    assert sent["Location"] == buying.attempt.redirect_url

    back = buying.choose("pay").removeprefix("https://shop.example.com")
    assert back == f"{link}&back=1"
    assert "We ask whether your payment is here." in shown(back)
    buying.hear()

    assert "Thank you" in shown(back)
    assert buying.booked() == [("11.9", "sandbox", "gateway")]


def test_the_button_pressed_twice_goes_on_with_one_attempt(buying, link):
    assert pressed(link)["Location"] == pressed(link, "manual")["Location"]
    assert PaymentAttempt.objects.count() == 1


def test_whoever_was_declined_is_told_and_tries_again(buying, link):
    pressed(link)
    buying.choose("decline")
    buying.hear()

    assert "was declined" in shown(link)
    assert pressed(link)["Location"] == buying.attempt.redirect_url
    assert PaymentAttempt.objects.count() == 2


def test_an_order_that_has_ended_is_not_paid(buying, link):
    cancel_order(order_id=buying.order.id, viewer=STAFF, reason="changed my mind", now=buying.shop.now)

    assert "This invoice is settled." in shown(link)
    assert pressed(link)["Location"] == link
    assert PaymentAttempt.objects.count() == 0


def test_a_gateway_that_nobody_offers_begins_nothing(buying, link):
    assert pressed(link, "paypal")["Location"] == link
    assert PaymentAttempt.objects.count() == 0


def test_a_gateway_that_is_down_lets_the_buyer_wait(buying, link):
    buying.sandbox.fate.change({"down": 1.0})
    assert pressed(link)["Location"] == link


@pytest.mark.parametrize("change", [lambda it: it[:-3], lambda it: it.partition("?")[0], lambda it: it + "0"])
def test_another_link_opens_nothing(buying, link, change):
    assert Client().get(change(link)).status_code == 404
    assert Client().post(change(link), {"gateway": "sandbox"}).status_code == 404


def test_the_link_of_the_mail_shows_its_attempt_over_rest(buying, link):
    pressed(link)
    token = link.partition("token=")[2]
    buying.api.headers.clear()

    assert buying.api.get(f"payment-attempts/{buying.attempt.id}/?token={token}").json()["status"] == "open"
    assert buying.api.get(f"payment-attempts/{buying.attempt.id}/?token={token}x").status_code == 404


def test_a_link_that_has_ended_begins_nothing(buying, link, settings):
    token, later = link.partition("token=")[2], buying.shop.now + timedelta(days=4_000)
    assert start_attempt_by_link(invoice_id=buying.invoice.id, token=token, gateway="sandbox", now=later) is None


def test_without_a_gateway_for_buyers_there_is_no_link(buying, settings):
    assert get_payment_request(order_id=buying.order.id, now=buying.shop.now).pay_link

    settings.GOTUTO_PAYMENT_GATEWAYS, settings.GOTUTO_MANUAL_BY_BUYERS = ["manual"], False

    assert get_payment_request(order_id=buying.order.id, now=buying.shop.now).pay_link == ""


def test_what_is_open_for_reminders_is_said_and_not_asked_for(buying, link):
    invoice = Invoice.objects.get()
    assert "for reminders" not in shown(link)
    claimed(invoice.to_dto(), "2.50")
    assert "2.50 EUR for reminders are open as well." in shown(link)
    assert "To be paid: <strong>11.90 EUR</strong>" in shown(link)
