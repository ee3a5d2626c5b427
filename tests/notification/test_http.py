"""Notifications as the outside sees them."""

from datetime import UTC, datetime

import pytest

from contexts.customer.accounts.use_cases import ensure_customer
from gotuto.ids import new_id
from tests.clients import Api, customer_api, staff_api
from tests.shop import Shop

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def shop(db):
    shop = Shop(NOW)
    shop.has("tea")
    return shop


def results(answer):
    assert answer.status_code == 200
    return answer.json()["results"]


def test_staff_see_all_mails_and_filter_them(shop):
    first, _ = shop.order({"TEA": 1}), shop.order({"TEA": 1})
    staff = staff_api("support")
    assert len(results(staff.get("notifications/"))) == 2
    [mail] = results(staff.get(f"notifications/?order_id={first.id}&state=sent&kind=order_confirmed"))
    assert (mail["order_id"], mail["recipient"], mail["subject"]) == (str(first.id), "ada@example.com", "Your order")
    assert staff.get(f"notifications/{mail['id']}/").json() == mail
    assert staff.get("notifications/?state=lost").status_code == 400
    assert len(results(staff.get("notifications/?recipient=ADA@example.com"))) == 2
    assert results(staff.get("notifications/?recipient=bob@example.com")) == []


def test_a_mail_that_has_not_moved_is_not_sent_again_to_a_reader(shop):
    shop.order({"TEA": 1})
    staff = staff_api("support")
    [mail] = results(staff.get("notifications/"))
    seen = staff.get(f"notifications/{mail['id']}/").headers["ETag"]
    assert staff.get(f"notifications/{mail['id']}/", If_None_Match=seen).status_code == 304


def test_a_customer_sees_what_was_written_to_him(shop):
    person = ensure_customer(email="ada@example.com", name="Ada", password="a-long-password-9", now=NOW)
    own, guests = shop.order({"TEA": 1}, customer_id=person.id), shop.order({"TEA": 1})
    ada, bob = customer_api("ada@example.com"), customer_api("bob@example.com")
    [mail] = results(ada.get("notifications/"))
    assert mail["order_id"] == str(own.id)
    assert results(bob.get("notifications/")) == []
    assert bob.get(f"notifications/{mail['id']}/").status_code == 404
    assert results(ada.get(f"notifications/?order_id={guests.id}")) == [], "an address alone proves nothing"


def test_guests_are_asked_to_sign_in(db):
    assert Api().get("notifications/").status_code == 401


def test_what_does_not_exist_is_not_found(db):
    answer = staff_api("support").get(f"notifications/{new_id()}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "notification.not_found")
