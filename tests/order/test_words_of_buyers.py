"""What a buyer writes: lines, an address that can be written to, and of the rest what the mail of their country needs."""

import pytest

from contexts.order.orders.models import OrderParty
from tests.clients import Api, staff_api
from tests.order.checkout import ADDRESS, bearer, form, owner, place, take_cart

HONG_KONG = {"name": "Ada Lovelace", "line1": "1 Harbour Road", "region": "Hong Kong Island", "country": "HK"}


@pytest.fixture(autouse=True)
def tea(shop):
    return shop.has("tea", pieces=50)


def ordered(**changes):
    cart = take_cart(Api())
    return bearer(cart).post("orders/", form(cart, **changes))


@pytest.mark.parametrize("field", ["name", "line1", "line2", "city", "region", "phone"])
@pytest.mark.parametrize(
    "text",
    [
        "You won!\n\nDear customer, …",
        "a\tb",
        "a\x07b",
        "a\x1b[31mb",
        "a\u202eb",
        "a\u2066b",
        "\u200b\u200d",
        "a\u2028b",
    ],
)
def test_an_address_has_lines_that_show_what_they_say(field, text):
    answer = ordered(shipping_address={**ADDRESS, field: text})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [f"shipping_address.{field}"])


@pytest.mark.parametrize("text", ["Too late\nhttps://example.com", "a\x00b", "\u200b"])
def test_a_reason_is_a_line_too(text):
    placed = place(Api())
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": text})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["reason"])


@pytest.mark.parametrize(
    "email", ["jame\u017f@example.com", "a@[127.0.0.1]", "ada@example.com\nBcc: x@example.com", "ada@localhost"]
)
def test_an_order_goes_to_an_address_that_can_be_written_to(email):
    answer = ordered(email=email)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["email"])


def test_a_domain_of_another_script_is_found_in_either_form():
    assert ordered(email="Ada@B\u00dcCHER.example").json()["email"] == "ada@xn--bcher-kva.example"
    for email in ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example", "ADA@b\u00fccher.example"):
        assert len(staff_api("support").get(f"orders/?email={email}").json()["results"]) == 1


def test_an_order_of_before_is_found_by_the_address_that_it_has():
    ordered()
    OrderParty.objects.update(email="ada@b\u00fccher.example")
    assert len(staff_api("support").get("orders/?email=ada@xn--bcher-kva.example").json()["results"]) == 1


@pytest.mark.parametrize("address", [HONG_KONG, {**HONG_KONG, "postal_code": "", "city": ""}])
def test_an_address_needs_what_the_mail_of_its_country_needs(address):
    assert ordered(shipping_address=address).status_code == 202


def test_a_quantity_is_written_with_the_digits_that_everybody_reads():
    answer = Api().post("carts/", {"items": [{"sku": "TEA", "quantity": "\uff12"}]})
    assert answer.json()["errors"]["items.0.quantity"] == ["Write this with the digits 0 to 9."]
