"""BuyerLimits that keep one stranger from using up the shop; staff are not limited, and in development nobody is."""

import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.order import lifecycle, models, placement
from contexts.order.access import Viewer
from contexts.order.carts import locks
from contexts.order.carts.dto import BuyerLimits
from contexts.order.orders import statements
from contexts.order.orders.dto import Buyer
from contexts.order.orders.errors import TooManyUnpaid
from gotuto.db import execute, fetch_all
from gotuto.http.models import RateWindow
from gotuto.ids import new_id
from tests.clients import Api
from tests.order.checkout import bearer, form, place, take_cart
from tests.shop import ADDRESS, STAFF


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=1_000)


@pytest.fixture
def rates(settings):
    """`rates(guest_order="2/min")` sets one; requests tell where they come from."""
    settings.GOTUTO_TRUSTED_PROXIES = 1

    def limit(**limits):
        settings.GOTUTO_RATES = {**settings.GOTUTO_RATES, **limits}

    return limit


def refused(answer):
    return answer.status_code, answer.json()["code"]


def order(who, email="ada@example.com", **headers):
    """Place an order of one tea; the answer."""
    cart = take_cart(who, {"TEA": 1}, **headers)
    asking = bearer(cart) if cart["token"] else who
    return asking.post("orders/", form(cart, email=email), **headers)


# --- A minute -----------------------------------------------------------------------------------------------------------

# A minute may end between two of them, so that twice as many are taken, but not more.
THRICE = range(6)


def test_guests_of_one_network_take_so_many_carts_a_minute(api, tea, rates):
    rates(guest_cart="2/min")
    answers = [api.post("carts/", {}, X_Forwarded_For="192.0.2.1") for _ in THRICE]
    assert [answer.status_code for answer in answers[:2]] == [201, 201]
    last = answers[-1]
    assert refused(last) == (429, "too_many_requests")
    assert 1 <= int(last["Retry-After"]) <= 60
    assert api.post("carts/", {}, X_Forwarded_For="192.0.2.2").status_code == 201


def test_guests_of_one_network_place_so_many_orders_a_minute(api, tea, rates):
    rates(guest_order="2/min")
    answers = [order(api, X_Forwarded_For="192.0.2.1") for _ in THRICE]
    assert [answer.status_code for answer in answers[:2]] == [202, 202]
    last = answers[-1]
    assert refused(last) == (429, "too_many_requests")
    assert 1 <= int(last["Retry-After"]) <= 60
    assert "Try again in" in last.json()["detail"]
    assert order(api, X_Forwarded_For="192.0.2.2").status_code == 202
    assert models.Order.objects.count() <= 5


def test_all_addresses_of_an_ipv6_network_are_one(api, tea, rates):
    rates(guest_order="2/min", guest_cart="99/min")
    answers = [order(api, X_Forwarded_For=f"2001:db8:1:2::{number}") for number in THRICE]
    assert 429 in {answer.status_code for answer in answers}
    assert order(api, X_Forwarded_For="2001:db8:1:3::1").status_code == 202


def test_a_repeated_order_is_not_counted(api, tea, rates):
    rates(guest_order="2/min")
    cart = take_cart(api)
    answers = [bearer(cart).post("orders/", form(cart), X_Forwarded_For="192.0.2.1") for _ in THRICE]
    assert [answer.status_code for answer in answers] == [202] + [200] * 5
    assert RateWindow.objects.get(scope="guest_order").count == 1


def test_customers_and_staff_are_not_counted_as_guests(customer_api, staff_api, tea, rates):
    rates(guest_order="2/min", guest_cart="2/min")
    ada, support = customer_api(), staff_api("support")
    assert {order(ada).status_code for _ in THRICE} == {202}
    assert {support.post("carts/", {}).status_code for _ in THRICE} == {201}
    assert not RateWindow.objects.exists()


# --- Unpaid -------------------------------------------------------------------------------------------------------------


def test_an_email_address_has_so_many_unpaid_orders(api, shop, tea, settings, settle):
    settings.GOTUTO_UNPAID_PER_EMAIL = 2
    first, _ = order(api).json(), order(api)
    last = order(api)
    assert refused(last) == (409, "order.too_many_unpaid")
    assert last.json()["detail"] == (
        "2 orders of this e-mail address are open and unpaid, and there may be no more. Pay or cancel one of them first."
    )
    assert order(api, email="bob@example.com").status_code == 202
    settle()
    lifecycle.cancel_order(order_id=first["id"], viewer=STAFF, reason="No.", now=shop.now)
    assert order(api).status_code == 202


def test_money_and_refusals_make_room(api, shop, tea, settings, settle):
    settings.GOTUTO_UNPAID_PER_EMAIL = 1
    shop.has("cup", pieces=0)
    paid = order(api)
    settle()
    assert order(api).status_code == 409
    shop.pay(shop.look_up(paid.json()["id"]), "1.00")
    cart = take_cart(api, {"CUP": 1})
    assert bearer(cart).post("orders/", form(cart)).status_code == 202
    settle()
    assert order(api).status_code == 202


def test_a_network_has_so_many_unpaid_orders_whoever_they_are_for(api, customer_api, tea, settings):
    settings.GOTUTO_UNPAID_PER_ADDRESS, settings.GOTUTO_TRUSTED_PROXIES = 2, 1
    here = {"X_Forwarded_For": "192.0.2.1"}
    order(api, email="a@example.com", **here)
    order(customer_api(), email="b@example.com", **here)
    last = order(api, email="c@example.com", **here)
    assert refused(last) == (409, "order.too_many_unpaid")
    assert "2 orders of this network" in last.json()["detail"]
    assert order(api, email="c@example.com", X_Forwarded_For="192.0.2.2").status_code == 202


def test_staff_place_as_many_as_they_want(api, staff_api, tea, settings, rates):
    rates(guest_order="1/min")
    settings.GOTUTO_UNPAID_PER_EMAIL = settings.GOTUTO_UNPAID_PER_ADDRESS = 1
    support = staff_api("support")
    for _ in range(3):
        assert support.post("orders/", form(take_cart(api))).status_code == 202


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "limits",
    [BuyerLimits(network="n", unpaid_of_email=3), BuyerLimits(network="n", unpaid_of_network=3)],
    ids=["email", "network"],
)
def test_orders_that_come_at_once_do_not_pass_the_limit(transactional_db, shop, tea, limits, settings):
    settings.GOTUTO_UNPAID_PER_EMAIL, settings.GOTUTO_UNPAID_PER_ADDRESS = (
        limits.unpaid_of_email,
        limits.unpaid_of_network,
    )
    carts, start, told = [shop.cart({"TEA": 1}) for _ in range(10)], threading.Barrier(10), []

    def act(number):
        email = "ada@example.com" if limits.unpaid_of_email else f"{number}@example.com"
        try:
            start.wait()
            placement.place_order(
                cart_id=carts[number].id,
                viewer=Viewer(token=carts[number].token),
                buyer=Buyer(email=email, shipping_address=ADDRESS),
                network=limits.network,
                now=shop.now,
            )
            told.append("placed")
        except TooManyUnpaid:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["placed"] * 3 + ["refused"] * 7
    assert models.Order.objects.count() == 3


# --- One order ----------------------------------------------------------------------------------------------------------


def test_an_order_has_so_many_lines_and_pieces(api, shop, staff_api, tea, settings):
    shop.has("cup")
    shop.has("pot")
    settings.GOTUTO_ORDER_LINES, settings.GOTUTO_LINE_PIECES = 2, 5
    item = {"sku": "TEA", "quantity": 6}
    many = {"items": [{"sku": sku, "quantity": 1} for sku in ("TEA", "CUP", "POT")]}
    cart = take_cart(api, {"TEA": 5})
    buyer = bearer(cart)
    assert refused(api.post("carts/", {"items": [item]})) == (409, "order.too_many_pieces")
    assert refused(api.post("carts/", many)) == (409, "order.too_many_lines")
    assert refused(buyer.post(f"carts/{cart['id']}/items/", {"sku": "TEA", "quantity": 1})) == (
        409,
        "order.too_many_pieces",
    )
    told = buyer.patch(f"carts/{cart['id']}/items/TEA/", {"quantity": 6})
    assert "at most 5 pieces of TEA" in told.json()["detail"]

    support = staff_api("support")
    assert support.post("carts/", {"items": [item]}).status_code == 201
    assert support.post("carts/", many).status_code == 201
    assert support.patch(f"carts/{cart['id']}/items/TEA/", {"quantity": 6}).status_code == 200


def test_a_guest_gets_ten_pieces_or_a_tenth_of_what_is_free(shop, settings):
    settings.GOTUTO_GUEST_PIECES, settings.GOTUTO_GUEST_SHARE = 10, Decimal("0.1")
    shop.has("tea", pieces=994)
    shop.has("cup", pieces=20)
    everything = shop.order({"TEA": 994})
    assert (everything.status, everything.cancellation.code) == ("cancelled", "inventory.allowance_exceeded")
    assert everything.cancellation.reason == (
        "Without an account, an order gets at most 99 of TEA; this one is over 994. Order fewer, or sign in."
    )
    assert shop.free("TEA") == 994
    assert shop.order({"TEA": 99, "CUP": 10}).status == "confirmed"
    assert shop.order({"CUP": 11}).cancellation.code == "inventory.not_enough_stock"
    assert shop.order({"TEA": 500}, customer_id=new_id()).status == "confirmed"


# --- What it costs, and what is kept ------------------------------------------------------------------------------------


def statements_of(deed):
    with CaptureQueriesContext(connection) as seen:
        answer = deed()
    assert answer.status_code < 300, answer.content
    return len(seen.captured_queries)


def test_limits_cost_one_statement_and_in_development_none(api, tea, settings):
    off = [statements_of(lambda: api.post("carts/", {})), ordering(api)]
    settings.GOTUTO_RATES = {**settings.GOTUTO_RATES, "guest_cart": "60/min", "guest_order": "10/min"}
    settings.GOTUTO_UNPAID_PER_EMAIL, settings.GOTUTO_UNPAID_PER_ADDRESS = 5, 20
    on = [statements_of(lambda: api.post("carts/", {})), ordering(api)]
    assert [more - before for more, before in zip(on, off, strict=True)] == [1, 0]


def ordering(api):
    cart = take_cart(api)
    return statements_of(lambda: bearer(cart).post("orders/", form(cart)))


def test_the_place_that_an_order_came_from_is_kept_nowhere_in_words_and_forgotten_with_the_money(
    api, shop, tea, settings, rates, settle
):
    rates(guest_cart="60/min", guest_order="10/min")
    settings.GOTUTO_UNPAID_PER_ADDRESS = 20
    placed = order(api, X_Forwarded_For="192.0.2.77").json()
    settle()
    stored = [*RateWindow.objects.values_list("principal"), *models.OrderParty.objects.values_list("network")]
    assert stored
    assert not [text for (text,) in stored if "192.0.2" in text]

    party = models.OrderParty.objects.get(order_id=placed["id"])
    assert (party.is_open, len(party.network)) == (True, 32)
    shop.pay(shop.look_up(placed["id"]), "1.00")
    party.refresh_from_db()
    assert (party.is_open, party.network) == (False, "")


def test_what_is_open_is_counted_by_indexes(db):
    execute("SET LOCAL enable_seqscan = off")
    execute("SET LOCAL enable_bitmapscan = off")
    asked = {"cart_id": new_id(), "email": "a", "network": "n", "unpaid_of_email": 5, "unpaid_of_network": 20}
    plan = "\n".join(line for (line,) in fetch_all(f"EXPLAIN {statements.ORDERED_WITHIN_LIMITS}", asked))
    assert "using order_party_email_open" in plan
    assert "using order_party_network" in plan


def test_the_lock_of_the_limits_knows_no_cart_that_there_is_not(shop):
    limits = BuyerLimits(network="n", guest_orders=1)
    with pytest.raises(Exception, match="no such cart"):
        locks.lock_cart_to_order(new_id(), STAFF, email="a@example.com", limits=limits)


def test_a_dry_run_of_an_order_counts_nothing(transactional_db, shop, rates):
    shop.has("tea")
    rates(guest_order="1/min")
    cart = take_cart(Api())
    for _ in range(3):
        assert bearer(cart).post("orders/", form(cart), Prefer="dry-run").status_code == 201
    assert not RateWindow.objects.filter(scope="guest_order").exists()


def test_places_that_order_with_nothing_limited_are_not_noted(api, tea, settle):
    placed = place(api)
    assert models.OrderParty.objects.get(order_id=placed["id"]).network == ""
