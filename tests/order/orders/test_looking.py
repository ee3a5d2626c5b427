"""Who sees which orders, and what the history tells."""

import pytest

from contexts.order import models
from contexts.order.history.queries import get_history
from contexts.order.orders.errors import OrderNotFound
from contexts.order.orders.queries import get_addressed_order, get_order, get_party
from contexts.order.search.dto import OrderFilter
from contexts.order.search.queries import list_orders
from gotuto.ids import OrderId, new_id
from gotuto.paging import PageRequest
from tests.order.checkout import owner, place, take_cart
from tests.shop import STAFF

STATEMENTS_OF_A_LIST = 3


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=100)


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [found["id"] for found in answer.json()["results"]]


def test_a_customer_sees_his_own_orders_the_latest_first(customer_api, api, tea):
    ada, bob = customer_api(), customer_api("bob@example.com")
    first, second = place(ada)["id"], place(ada)["id"]
    place(bob)
    place(api)
    assert ids(ada.get("orders/")) == [second, first]
    assert ids(ada.get("orders/?ordering=placed_at")) == [first, second]


def test_a_guest_has_no_list(api, db):
    assert api.get("orders/").status_code == 401


def test_staff_see_all_orders(staff_api, customer_api, api, tea):
    placed = [place(customer_api())["id"], place(api)["id"]]
    assert sorted(ids(staff_api("support").get("orders/"))) == sorted(placed)


def test_staff_find_orders_by_status_email_and_number(staff_api, customer_api, api, tea, settle):
    confirmed = place(customer_api())
    settle()
    pending = place(api)
    staff = staff_api("support")
    assert ids(staff.get("orders/?status=confirmed")) == [confirmed["id"]]
    assert ids(staff.get("orders/?status=pending")) == [pending["id"]]
    assert ids(staff.get("orders/?status=cancelled")) == []
    assert ids(staff.get(f"orders/?number={pending['number']}")) == [pending["id"]]
    assert sorted(ids(staff.get("orders/?email=ADA@example.com"))) == sorted([confirmed["id"], pending["id"]])
    assert ids(staff.get("orders/?email=bob@example.com")) == []
    assert ids(staff.get(f"orders/?status=pending&number={confirmed['number']}")) == []


def test_staff_find_orders_by_words_customer_and_goods(staff_api, customer_api, api, shop, tea):
    shop.has("cup")
    person = customer_api()
    ada, guest = place(person), place(api, {"CUP": 1})
    staff = staff_api("support")
    number = ada["number"]
    assert ids(staff.get(f"orders/?search={number.lower()}")) == [ada["id"]]
    assert ids(staff.get(f"orders/?search={int(number[2:])}")) == [ada["id"]]
    assert sorted(ids(staff.get("orders/?search=lovel"))) == sorted([ada["id"], guest["id"]])
    assert ids(staff.get("orders/?search=babbage")) == []
    assert ids(staff.get("orders/?search=%2B%2B")) == []
    assert ids(staff.get(f"orders/?customer_id={person.get('customers/me/').json()['id']}")) == [ada["id"]]
    assert ids(staff.get("orders/?sku=cup")) == [guest["id"]]
    assert ids(staff.get("orders/?sku=NOTHING")) == []


def test_orders_are_sorted_by_what_they_cost_within_each_currency(staff_api, api, tea):
    small, large, middle = (place(api, {"TEA": pieces})["id"] for pieces in (1, 3, 2))
    staff = staff_api("support")
    assert ids(staff.get("orders/?ordering=total")) == [small, middle, large]
    first = staff.get("orders/?ordering=-total&page_size=1").json()
    assert [row["id"] for row in first["results"]] == [large]
    assert ids(staff.get(first["next"].partition("/api/v1/")[2])) == [middle]


@pytest.mark.parametrize("filters", ["status=lost", "email=ada", "ordering=email", "page_size=0", "cursor=nonsense"])
def test_a_filter_that_makes_no_sense_is_named(staff_api, filters):
    answer = staff_api("support").get(f"orders/?{filters}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["errors"]) == [filters.split("=")[0]]


def test_a_filter_never_shows_others_orders(customer_api, api, tea):
    placed = place(api)
    bob = customer_api("bob@example.com")
    assert ids(bob.get(f"orders/?number={placed['number']}")) == []
    assert ids(bob.get("orders/?email=ada@example.com")) == []


def test_pages_follow_each_other(customer_api, tea):
    ada = customer_api()
    placed = [place(ada)["id"] for _ in range(5)]
    first = ada.get("orders/?page_size=2")
    second = ada.get(first.json()["next"].removeprefix("http://testserver"))
    assert ids(first) + ids(second) == placed[:0:-1]
    assert ids(ada.get(second.json()["previous"].removeprefix("http://testserver"))) == ids(first)


@pytest.mark.parametrize("orders", [1, 20])
def test_a_list_takes_the_same_number_of_statements_however_long_it_is(shop, tea, orders, django_assert_num_queries):
    for _ in range(orders):
        shop.place({"TEA": 1})
    with django_assert_num_queries(STATEMENTS_OF_A_LIST):
        page = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None)
    assert len(page.items) == orders


def test_an_empty_list_is_a_list(customer_api):
    assert customer_api().get("orders/").json() == {"next": None, "previous": None, "results": []}


def test_an_order_carries_its_version_as_a_strong_tag(api, tea, settle):
    placed = place(api)
    path = f"orders/{placed['id']}/"
    first = owner(placed).get(path)
    assert first.headers["ETag"].startswith('"1-')
    assert owner(placed).get(path, If_None_Match=first.headers["ETag"]).status_code == 304
    settle()
    assert owner(placed).get(path, If_None_Match=first.headers["ETag"]).status_code == 200


def test_the_history_tells_the_buyer_what_happened(shop, tea):
    placed = shop.order({"TEA": 1})
    shop.pay(placed, "5.00", reference="a part")
    shop.pay(placed, reference="the rest")
    shop.dispatch(placed)
    shop.deliver(placed)

    told = get_history(order_id=placed.id, viewer=STAFF).items

    assert [entry.version for entry in told] == list(range(1, len(told) + 1))
    assert [entry.type for entry in told] == [
        "OrderPlaced", "StockReserved", "InvoiceOpened", "OrderConfirmed", "PaymentReceived", "PaymentReceived",
        "ShipmentRequested", "OrderShipped", "OrderDelivered",
    ]  # fmt: skip
    assert "in part" in told[4].text
    assert "in part" not in told[5].text


def test_the_history_tells_why_an_order_was_cancelled(shop):
    shop.has("tea", pieces=1)
    refused = shop.order({"TEA": 2})
    last = get_history(order_id=refused.id, viewer=STAFF).items[-1]
    assert (last.type, last.details) == ("OrderCancelled", {"code": "inventory.not_enough_stock"})
    assert "Only 1 of 2 pieces" in last.text


def test_the_buyer_reads_the_history_and_staff_the_stream(api, staff_api, tea, settle):
    placed = place(api)
    settle()
    path = f"orders/{placed['id']}/events/"
    told = owner(placed).get(path).json()["results"]
    assert [entry["version"] for entry in told] == [1, 2, 3, 4]
    assert set(told[0]) >= {"version", "type", "occurred_at"}
    assert "data" not in told[0]

    raw = staff_api("support").get(f"{path}?raw=1").json()["results"]
    assert [event["type"] for event in raw] == [entry["type"] for entry in told]
    assert set(raw[0]) >= {"event_id", "schema", "data", "recorded_at", "correlation_id"}
    assert owner(placed).get(f"{path}?raw=1").status_code == 404
    assert api.get(f"{path}?raw=1").status_code == 404
    assert staff_api("support").get(f"orders/{new_id()}/events/?raw=1").status_code == 404
    assert staff_api("support").get(f"orders/{new_id()}/events/").status_code == 404
    assert owner(placed).get(f"{path}?raw=perhaps").status_code == 400


def test_a_request_can_be_found_in_the_stream(api, staff_api, tea, settle):
    placed = place(api.with_headers(X_Request_ID="letter-of-march-2"))
    settle()
    raw = staff_api("support").get(f"orders/{placed['id']}/events/?raw=1").json()["results"]
    assert {event["correlation_id"] for event in raw} == {"letter-of-march-2"}


def test_nobody_stands_behind_an_order_that_is_not(db):
    with pytest.raises(OrderNotFound):
        get_party(order_id=OrderId(new_id()))


def test_the_browsable_form_offers_a_customer_his_latest_cart(client, customer_api, tea):
    cart = take_cart(customer_api("ada@example.com"))
    assert client.login(username="ada@example.com", password="a-long-password-9")
    page = client.get("/api/v1/orders/", headers={"Accept": "text/html"}).content.decode()
    assert cart["id"] in page
    assert "ada@example.com" in page


def test_the_browsable_form_offers_an_example_to_whoever_has_no_cart(client, customer_api):
    customer_api("ada@example.com")
    assert client.login(username="ada@example.com", password="a-long-password-9")
    page = client.get("/api/v1/orders/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "shipping_address" in page.content.decode()


def test_the_browsable_form_offers_staff_an_example(client, staff_api):
    staff_api("support", email="staff@example.com")
    assert client.login(username="staff@example.com", password="a-long-password-9")
    page = client.get("/api/v1/orders/", headers={"Accept": "text/html"})
    assert "shipping_address" in page.content.decode()


def test_an_order_without_the_person_behind_it_is_shown_and_written_to_by_nobody(shop, tea):
    placed = shop.place({"TEA": 1})
    models.OrderParty.objects.filter(order_id=placed.id).delete()
    assert get_order(order_id=placed.id, viewer=STAFF).email == ""
    with pytest.raises(OrderNotFound):
        get_addressed_order(order_id=placed.id)
