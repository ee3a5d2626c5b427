"""Cancelling a paid order as its buyer and the staff see it: over HTTP, and in the back office."""

from contexts.order import lifecycle
from tests.order.checkout import owner, place
from tests.shop import STAFF


def test_over_http_the_answer_tells_how_it_ends(api, shop, settle, django_capture_on_commit_callbacks):
    shop.has("tea", pieces=5)
    placed = place(api)
    settle()
    seen = shop.look_up(placed["id"])
    shop.pay(seen)
    assert owner(placed).get(f"orders/{placed['id']}/").json()["allowed_actions"] == ["cancel"]
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No tea."})
    assert (answer.status_code, answer.json()["is_cancelling"], answer.json()["allowed_actions"]) == (200, True, [])
    settle()
    shown = owner(placed).get(f"orders/{placed['id']}/").json()
    assert (shown["status"], shown["is_cancelling"], shown["cancellation"]["reason"]) == ("cancelled", False, "No tea.")


def test_over_http_it_is_refused_once_the_parcel_has_left(api, shop, settle):
    shop.has("tea", pieces=5)
    placed = place(api)
    settle()
    seen = shop.look_up(placed["id"])
    shop.pay(seen)
    shop.hand_over(seen)
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No tea."})
    assert (answer.status_code, answer.json()["code"]) == (409, "order.not_cancellable")


def test_the_back_office_shows_that_it_is_being_cancelled(shop, admin_client):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    shop.pay(placed)
    path = f"/admin/order/order/{placed.id}/change/"
    lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="No tea.", now=shop.now)
    # Its status, and its history.
    assert admin_client.get(path).content.count(b"being cancelled") == 2
    shop.settle()
    assert admin_client.get(path).content.count(b"being cancelled") == 1


def test_an_order_that_has_left_says_why_it_cannot_be_cancelled(shop, admin_client):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    shop.pay(placed)
    path = f"/admin/order/order/{placed.id}/"
    assert "the carrier has the parcel" not in admin_client.get(f"{path}change/").content.decode()
    shop.dispatch(placed)
    shop.settle()
    shown = admin_client.get(f"{path}cancel_this/", follow=True).content.decode()
    assert "this cannot be done any more" in shown
    assert "No: the carrier has the parcel." in shown


def test_the_mail_and_the_page_of_the_order_say_what_money_goes_back_and_how(shop, admin_client, mailoutbox):
    shop.has("tea", pieces=5, price="11.90")
    placed, unpaid = shop.order({"TEA": 2}), shop.order({"TEA": 1})
    shop.pay(placed)
    for each in (placed, unpaid):
        lifecycle.cancel_order(order_id=each.id, viewer=STAFF, reason="No tea.", now=shop.now)
    shop.settle()
    of_paid, of_unpaid = (
        next(mail.body for mail in mailoutbox if "was cancelled" in mail.body and each.number in mail.body)
        for each in (placed, unpaid)
    )
    assert "What you have paid goes back to you:\n\n  23.80 EUR  by a transfer that we make to your account" in of_paid
    assert of_unpaid.rstrip().endswith("Nothing is owed for it.")
    shown = " ".join(admin_client.get(f"/admin/order/order/{placed.id}/change/").content.decode().split())
    assert "23.80 EUR, by hand" in shown
