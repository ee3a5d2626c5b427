"""Placing an order: what the outside sends and is answered."""

from datetime import timedelta
from uuid import UUID

import pytest

from contexts.order import models, placement
from contexts.order.access import token
from contexts.order.carts.errors import CartIsExpired
from contexts.order.carts.use_cases import expire_carts
from contexts.order.orders import dto
from contexts.order.orders.queries import get_order, get_party
from gotuto.ids import new_id
from gotuto.outbox.models import Event
from tests.clients import Api
from tests.order.checkout import ADDRESS, bearer, form, owner, place, take_cart
from tests.shop import BUYER, STAFF

FIELDS = {
    "id", "number", "token", "status", "email", "vat_id", "currency", "lines", "net", "tax", "tax_lines", "total",
    "invoice_id", "shipment_ids",
    "placed_at", "confirmed_at", "cancellation", "is_cancelling", "waiting", "allowed_actions", "version",
}  # fmt: skip
ADA_AT_WORK = {**ADDRESS, "line1": "1 Mill Lane", "line2": "c/o Babbage", "region": "BE", "phone": "+49 30 1234"}


@pytest.fixture
def tea(shop):
    return shop.has("tea", price="11.90")


def refused(answer):
    return answer.status_code, answer.json()["code"]


def test_an_order_has_the_promised_fields(api, tea):
    cart = take_cart(api)
    answer = bearer(cart).post("orders/", form(cart))
    placed = answer.json()

    assert answer.status_code == 202
    assert answer.headers["Location"].endswith(f"/api/v1/orders/{placed['id']}/")
    assert "Preference-Applied" not in answer.headers
    assert set(placed) == FIELDS
    assert placed["number"].startswith("A-")
    assert (placed["status"], placed["version"], placed["currency"]) == ("pending", 1, "EUR")
    assert placed["email"] == "ada@example.com"
    [line] = placed["lines"]
    price, total = ({"amount": amount, "currency": "EUR"} for amount in ("11.90", "23.80"))
    assert {name: line[name] for name in ("sku", "name", "quantity", "unit_price", "total")} == {
        "sku": "TEA", "name": "Tea", "quantity": 2, "unit_price": price, "total": total,
    }  # fmt: skip
    assert placed["total"] == total
    assert (placed["invoice_id"], placed["shipment_ids"], placed["confirmed_at"]) == (None, [], None)
    assert placed["cancellation"] is None
    assert placed["allowed_actions"] == ["cancel"]
    assert placed["placed_at"].endswith("Z")


def test_the_answer_to_placing_is_the_order_as_it_can_be_read(api, tea):
    placed = place(api)
    shown = owner(placed).get(f"orders/{placed['id']}/").json()
    assert {**placed, "token": None} == shown


def test_a_guests_token_opens_the_order_and_nothing_else_does(api, customer_api, staff_api, tea):
    placed, other = place(api), place(api)
    path = f"orders/{placed['id']}/"
    assert owner(placed).get(path).status_code == 200
    assert staff_api("support").get(path).status_code == 200
    for stranger in (api, owner(other), customer_api("bob@example.com"), Api(X_Cart_Token=placed["token"])):
        assert refused(stranger.get(path)) == (404, "order.not_found")
        assert refused(stranger.get(f"{path}events/")) == (404, "order.not_found")
        assert refused(stranger.post(f"{path}cancel/", {"reason": "No."})) == (404, "order.not_found")
    assert refused(staff_api("support").get(f"orders/{new_id()}/")) == (404, "order.not_found")


def test_a_customers_order_has_no_token(customer_api, api, tea):
    ada = customer_api()
    placed = place(ada)
    assert placed["token"] is None
    assert ada.get(f"orders/{placed['id']}/").status_code == 200
    assert customer_api("bob@example.com").get(f"orders/{placed['id']}/").status_code == 404
    assert Api(X_Order_Token=token(kind="order", subject_id=new_id())).get(f"orders/{placed['id']}/").status_code == 404


def test_a_customer_who_began_as_a_guest_owns_the_order(api, customer_api, tea):
    cart = take_cart(api)
    ada = customer_api()
    placed = ada.with_headers(X_Cart_Token=cart["token"]).post("orders/", form(cart)).json()
    assert placed["token"] is None
    assert [found["id"] for found in ada.get("orders/").json()["results"]] == [placed["id"]]


def test_tokens_of_a_former_key_go_on_opening(api, tea, settings):
    placed = place(api)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-nobody-has-seen-before"
    assert owner(placed).get(f"orders/{placed['id']}/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert owner(placed).get(f"orders/{placed['id']}/").status_code == 404


def test_a_cart_becomes_one_order_however_often_it_is_posted(api, tea, settle):
    cart = take_cart(api)
    first = bearer(cart).post("orders/", form(cart))
    settle()
    second = bearer(cart).post("orders/", form(cart))
    assert (first.status_code, second.status_code) == (202, 200)
    assert (second.json()["id"], second.json()["token"]) == (first.json()["id"], first.json()["token"])
    assert second.json()["status"] == "confirmed"
    assert second.headers["Location"] == first.headers["Location"]
    assert models.Order.objects.count() == 1


def test_an_empty_cart_is_refused(api, db):
    cart = take_cart(api, {})
    assert refused(bearer(cart).post("orders/", form(cart))) == (422, "order.cart_empty")
    assert not models.Order.objects.exists()


def test_an_expired_cart_is_refused(shop, tea):
    cart = shop.cart({"TEA": 1})
    with pytest.raises(CartIsExpired):
        placement.place_order(cart_id=cart.id, viewer=STAFF, buyer=BUYER, now=shop.now + timedelta(days=7))
    expire_carts(now=shop.now + timedelta(days=7))
    answer = Api(X_Cart_Token=cart.token).post("orders/", form({"id": str(cart.id)}))
    assert refused(answer) == (409, "order.cart_expired")


def test_a_cart_of_somebody_else_is_no_cart(api, tea):
    cart = take_cart(api)
    assert refused(api.post("orders/", form(cart))) == (404, "order.cart_not_found")
    assert refused(Api(X_Cart_Token="no").post("orders/", form(cart))) == (404, "order.cart_not_found")
    assert refused(api.post("orders/", form({"id": str(new_id())}))) == (404, "order.cart_not_found")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"cart_id": "mine"}, ["cart_id"]),
        ({"email": "ada"}, ["email"]),
        ({"shipping_address": {}}, [f"shipping_address.{name}" for name in ("country", "line1", "name")]),
        ({"shipping_address": {**ADDRESS, "country": "XX"}}, ["shipping_address.country"]),
        ({"shipping_address": "12 St James's Square"}, ["shipping_address"]),
        ({"billing_address": {**ADDRESS, "city": ""}}, ["billing_address.city"]),
    ],
)  # fmt: skip
def test_bad_input_names_its_fields(api, tea, change, fields):
    cart = take_cart(api)
    answer = bearer(cart).post("orders/", form(cart, **change))
    assert refused(answer) == (400, "invalid")
    assert sorted(answer.json()["errors"]) == fields
    assert not models.Order.objects.exists()


def test_the_invoice_goes_where_the_buyer_wants_it(api, shop, tea, settle):
    cart = take_cart(api)
    placed = bearer(cart).post("orders/", form(cart, billing_address=ADA_AT_WORK)).json()
    settle()
    party = get_party(order_id=placed["id"])
    assert (party.shipping_address.line1, party.billing_address.line1) == ("12 St James's Square", "1 Mill Lane")
    [invoice] = shop.invoices_of(get_order(order_id=placed["id"], viewer=STAFF))
    assert invoice.buyer.address == party.billing_address


def test_without_a_billing_address_the_invoice_goes_where_the_parcel_goes(api, tea):
    cart = take_cart(api)
    placed = bearer(cart).post("orders/", form(cart, billing_address=None)).json()
    party = get_party(order_id=placed["id"])
    assert party.billing_address == party.shipping_address


def test_no_event_knows_the_person(api, tea, settle):
    place(api)
    settle()
    stored = [str(row.data) for row in models.StreamRow.objects.all()] + [str(row.data) for row in Event.objects.all()]
    assert stored
    assert not [data for data in stored if "@" in data or "Lovelace" in data or "James" in data]


def test_the_same_key_places_once_and_shows_the_order_as_it_is_now(api, tea, settle):
    cart = take_cart(api)
    first = bearer(cart).post("orders/", form(cart), Idempotency_Key="k1")
    settle()
    again = bearer(cart).post("orders/", form(cart), Idempotency_Key="k1")
    assert first.status_code == 202
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.json()["id"], again.json()["token"]) == (first.json()["id"], first.json()["token"])
    assert again.json()["status"] == "confirmed"
    other = bearer(cart).post("orders/", form(cart, email="bob@example.com"), Idempotency_Key="k1")
    assert refused(other) == (422, "idempotency.key_reused")
    assert models.Order.objects.count() == 1


def test_a_refused_placing_releases_the_key(api, tea):
    cart = take_cart(api, {})
    assert bearer(cart).post("orders/", form(cart), Idempotency_Key="k1").status_code == 422
    bearer(cart).post(f"carts/{cart['id']}/items/", {"sku": "TEA", "quantity": 1})
    assert bearer(cart).post("orders/", form(cart), Idempotency_Key="k1").status_code == 202


def test_support_may_place_what_a_guest_has_chosen(api, staff_api, tea):
    cart = take_cart(api)
    assert refused(staff_api().post("orders/", form(cart))) == (403, "permission_denied")
    placed = staff_api("support").post("orders/", form(cart))
    assert placed.status_code == 202
    assert owner(placed.json()).get(f"orders/{placed.json()['id']}/").status_code == 200


def test_a_placed_order_knows_its_id(shop, tea):
    cart = shop.cart({"TEA": 1})
    placed = placement.place_order(cart_id=cart.id, viewer=STAFF, buyer=BUYER, now=shop.now)
    assert (placed.id, placed.is_new) == (placed.order.id, True)
    assert isinstance(placed, dto.Placed)


def test_more_money_than_an_order_can_hold_is_refused(api, shop):
    shop.has("tea", price="100000000000.00")
    cart = take_cart(api, {"TEA": 10_000})
    answer = bearer(cart).post("orders/", form(cart))
    assert refused(answer) == (422, "order.total_too_large")
    assert not models.Order.objects.exists()


def test_a_carts_token_opens_nothing_of_the_customer_who_ordered_it(api, customer_api, tea, settle):
    cart = take_cart(api)
    ada = customer_api()
    placed = ada.with_headers(X_Cart_Token=cart["token"]).post("orders/", form(cart)).json()
    settle()

    guest = bearer(cart)
    assert guest.get(f"carts/{cart['id']}/").status_code == 404
    assert guest.post("orders/", form(cart)).status_code == 404
    assert guest.post(f"carts/{cart['id']}/items/", {"sku": "TEA", "quantity": 1}).status_code == 404
    order_token = token(kind="order", subject_id=UUID(placed["id"]))
    assert Api(X_Order_Token=order_token).get(f"orders/{placed['id']}/").status_code == 404

    assert ada.get(f"carts/{cart['id']}/").status_code == 200
    again = ada.post("orders/", form(cart))
    assert (again.status_code, again.json()["id"]) == (200, placed["id"])


def test_a_guests_cart_stays_the_guests(api, tea):
    cart = take_cart(api)
    placed = bearer(cart).post("orders/", form(cart)).json()
    again = bearer(cart).post("orders/", form(cart))
    assert (again.status_code, again.json()["id"], again.json()["token"]) == (200, placed["id"], placed["token"])
