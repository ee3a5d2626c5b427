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
