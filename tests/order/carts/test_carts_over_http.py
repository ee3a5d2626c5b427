"""Carts as the outside sees them."""

import pytest

from tests.clients import Api
from tests.order.checkout import bearer, take_cart

STRONG_KEY = "0c5d2c1e-7a51-4a6f-9d6e-2f8a6a2d5b11"


@pytest.fixture
def tea(shop):
    return shop.has("tea", price="11.90")


def refused(answer):
    return answer.status_code, answer.json()["code"]


def test_a_cart_has_the_promised_fields(api, tea):
    answer = api.post("carts/", {"items": [{"sku": " tea ", "quantity": 2}]})
    cart = answer.json()
    assert answer.status_code == 201
    assert set(cart) >= {"id", "token", "items", "total", "expires_at"}
    assert cart["items"] == [
        {
            "sku": "TEA",
            "name": "Tea",
            "quantity": 2,
            "unit_price": {"amount": "11.90", "currency": "EUR"},
            "total": {"amount": "23.80", "currency": "EUR"},
            "tax_class": "standard",
        }
    ]
    assert cart["total"] == {"amount": "23.80", "currency": "EUR"}
    assert cart["expires_at"].endswith("Z")


def test_the_token_is_shown_once_and_opens_the_cart(api, tea):
    cart = take_cart(api)
    shown = bearer(cart).get(f"carts/{cart['id']}/")
    assert (shown.status_code, shown.json()["token"]) == (200, None)
    assert shown.headers["ETag"]


@pytest.mark.parametrize("token", ["", "wrong", "größer"])
def test_a_wrong_or_missing_token_is_as_good_as_no_cart(api, tea, token):
    cart = take_cart(api)
    stranger = Api(X_Cart_Token=token)
    path = f"carts/{cart['id']}/"
    assert refused(stranger.get(path)) == (404, "order.cart_not_found")
    assert refused(stranger.post(f"{path}items/", {"sku": "TEA", "quantity": 1})) == (404, "order.cart_not_found")
    assert refused(stranger.patch(f"{path}items/TEA/", {"quantity": 1})) == (404, "order.cart_not_found")
    assert refused(stranger.delete(f"{path}items/TEA/")) == (404, "order.cart_not_found")


def test_a_customers_cart_is_hers_alone(customer_api, api, tea):
    ada = customer_api()
    cart = take_cart(ada)
    assert cart["token"] is None
    assert ada.get(f"carts/{cart['id']}/").status_code == 200
    assert customer_api("bob@example.com").get(f"carts/{cart['id']}/").status_code == 404
    assert api.get(f"carts/{cart['id']}/").status_code == 404


def test_items_come_change_and_go(api, tea, shop):
    shop.has("cup", price="8.00")
    cart = take_cart(api, {})
    guest, path = bearer(cart), f"carts/{cart['id']}/items/"
    assert cart["total"] == {"amount": "0.00", "currency": "EUR"}

    added = guest.post(path, {"sku": "tea", "quantity": 1})
    assert (added.status_code, added.json()["total"]["amount"]) == (201, "11.90")
    assert guest.post(path, {"sku": "cup", "quantity": 2}).json()["total"]["amount"] == "27.90"
    changed = guest.patch(f"{path}tea/", {"quantity": 3})
    assert (changed.status_code, changed.json()["total"]["amount"]) == (200, "51.70")
    left = guest.delete(f"{path}cup/")
    assert (left.status_code, [item["sku"] for item in left.json()["items"]]) == (200, ["TEA"])
    assert refused(guest.delete(f"{path}cup/")) == (404, "order.item_not_found")
    assert refused(guest.patch(f"{path}cup/", {"quantity": 1})) == (404, "order.item_not_found")
    assert refused(guest.delete(f"{path}%00/")) == (404, "order.item_not_found")


def test_a_cart_that_was_changed_elsewhere_is_not_overwritten(api, tea):
    cart = take_cart(api)
    guest, path = bearer(cart), f"carts/{cart['id']}/"
    seen = guest.get(path).headers["ETag"]
    changed = guest.patch(f"{path}items/TEA/", {"quantity": 3}, If_Match=seen)
    assert changed.status_code == 200
    assert refused(guest.patch(f"{path}items/TEA/", {"quantity": 1}, If_Match=seen)) == (412, "stale_version")
    assert refused(guest.delete(f"{path}items/TEA/", If_Match=seen)) == (412, "stale_version")
    assert guest.get(path).json()["items"][0]["quantity"] == 3
    assert guest.delete(f"{path}items/TEA/", If_Match=changed.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": [{"sku": "TEA", "quantity": 0}]}, "items.0.quantity"),
        ({"items": [{"sku": "TEA", "quantity": 10_001}]}, "items.0.quantity"),
        ({"items": [{"sku": "TEA", "quantity": "many"}]}, "items.0.quantity"),
        ({"items": [{"quantity": 1}]}, "items.0.sku"),
        ({"items": "TEA"}, "items"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "XQQ"}, "currency"),
    ],
)
def test_bad_input_names_its_field(api, db, body, field):
    answer = api.post("carts/", body)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["errors"]) == [field]


def test_a_change_needs_a_quantity(api, tea):
    cart = take_cart(api)
    answer = bearer(cart).patch(f"carts/{cart['id']}/items/TEA/", {})
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["errors"]) == ["quantity"]


def test_more_than_a_cart_holds_is_refused(api, tea):
    cart = take_cart(api, {"TEA": 10_000})
    more = bearer(cart).post(f"carts/{cart['id']}/items/", {"sku": "TEA", "quantity": 1})
    assert refused(more) == (422, "order.quantity_too_large")
    wishes = [{"sku": f"TEA-{number}", "quantity": 1} for number in range(101)]
    assert refused(api.post("carts/", {"items": wishes})) == (400, "invalid")


def test_what_nobody_sells_is_refused(api, tea):
    answer = api.post("carts/", {"items": [{"sku": "COFFEE", "quantity": 1}]})
    assert answer.status_code in (404, 409, 422)
    assert "COFFEE" in answer.json()["detail"]


def test_no_cart_is_new_in_a_withdrawn_currency(db, api):
    answer = api.post("carts/", {"currency": "ANG"})
    assert (answer.status_code, answer.json()["code"]) == (422, "money.currency_withdrawn")
    assert "ANG has been withdrawn" in answer.json()["errors"]["currency"][0]


def test_a_cart_has_one_currency(api, tea):
    assert api.post("carts/", {"currency": "usd", "items": []}).json()["total"]["currency"] == "USD"
    answer = api.post("carts/", {"currency": "USD", "items": [{"sku": "TEA", "quantity": 1}]})
    assert answer.status_code in (409, 422)


def test_the_same_key_makes_one_cart_and_shows_its_token_again(api, tea):
    first = take_cart(api, Idempotency_Key=STRONG_KEY)
    again = api.post("carts/", {"items": [{"sku": "TEA", "quantity": 2}]}, Idempotency_Key=STRONG_KEY)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert (again.json()["id"], again.json()["token"]) == (first["id"], first["token"])
    other = api.post("carts/", {"items": [{"sku": "TEA", "quantity": 3}]}, Idempotency_Key=STRONG_KEY)
    assert refused(other) == (422, "idempotency.key_reused")


def test_a_poor_key_shows_the_cart_again_but_not_its_token(api, shop):
    shop.has("tea")
    first = take_cart(api, Idempotency_Key="k1")

    again = api.post("carts/", {"items": [{"sku": "TEA", "quantity": 2}]}, Idempotency_Key="k1").json()

    assert (again["id"], again["token"]) == (first["id"], None)


def test_the_same_key_of_a_customer_shows_a_cart_without_token(customer_api, tea):
    ada = customer_api()
    first = take_cart(ada, Idempotency_Key="k1")
    again = ada.post("carts/", {"items": [{"sku": "TEA", "quantity": 2}]}, Idempotency_Key="k1")
    assert (again.json()["id"], again.json()["token"]) == (first["id"], None)


def test_the_same_key_adds_pieces_once(api, tea):
    cart = take_cart(api)
    guest, item = bearer(cart), {"sku": "TEA", "quantity": 1}
    for _ in range(3):
        shown = guest.post(f"carts/{cart['id']}/items/", item, Idempotency_Key="k1")
        assert shown.json()["items"][0]["quantity"] == 3
    assert shown.headers["Idempotency-Replayed"] == "true"


def test_a_refusal_releases_the_key(api, shop):
    wish = {"items": [{"sku": "TEA", "quantity": 2}]}
    assert api.post("carts/", wish, Idempotency_Key="k1").status_code >= 400
    shop.has("tea")
    again = api.post("carts/", wish, Idempotency_Key="k1")
    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again.headers
