"""The VAT id of a buyer: sent with the order, kept beside the addresses, checked while nobody waits."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.taxes.models import VatId, VatIdCheck
from contexts.order.models import OrderParty, StreamRow
from contexts.order.orders.queries import get_party
from gotuto.outbox.models import Event
from tests.order.checkout import bearer, form, take_cart
from tests.order.taxed import FRENCH, PARIS, placed, seen, sums, totals


def test_no_event_knows_the_vat_id(api, taxed_tea, settle):
    placed(take_cart(api), PARIS, FRENCH)
    settle()
    stored = [str(row.data) for row in (*StreamRow.objects.all(), *Event.objects.all())]
    assert stored
    assert not [data for data in stored if FRENCH in data]


def test_what_is_no_vat_id_is_refused_and_nothing_is_written(api, taxed_tea):
    cart = take_cart(api)
    answer = bearer(cart).post("orders/", form(cart, vat_id="FR123"))
    assert (answer.status_code, answer.json()["code"]) == (422, "billing.vat_id_invalid")
    assert list(answer.json()["errors"]) == ["vat_id"]
    assert not StreamRow.objects.exists()
    assert not VatId.objects.exists()


def test_a_vat_id_is_written_in_any_way_and_kept_beside_the_addresses(api, taxed_tea):
    order = placed(take_cart(api), PARIS, "fr 40 303 265 045")
    assert (order["vat_id"], get_party(order_id=order["id"]).vat_id) == (FRENCH, FRENCH)


@pytest.mark.parametrize("nothing", ["", None])
def test_no_vat_id_is_none(api, taxed_tea, nothing):
    cart = take_cart(api)
    answer = bearer(cart).post("orders/", form(cart, vat_id=nothing))
    assert (answer.status_code, answer.json()["vat_id"]) == (202, "")


def test_nobody_waits_for_the_service_and_the_next_order_has_no_tax(api, taxed_tea, vies, settle):
    vies.is_silent = True
    first = placed(take_cart(api), PARIS, FRENCH)
    assert (sums(first), vies.asked) == (("20.00", "3.80", "23.80"), [])
    vies.is_silent = False
    settle()
    assert VatIdCheck.objects.count() == 1
    assert sums(seen(first)) == ("20.00", "3.80", "23.80")
    assert sums(placed(take_cart(api), PARIS, FRENCH)) == ("20.00", "0.00", "20.00")


def test_where_no_service_is_asked_the_form_of_a_vat_id_is_enough(api, taxed_tea):
    assert sums(totals(api, take_cart(api), PARIS, FRENCH)) == ("20.00", "0.00", "20.00")


def test_of_a_party_that_is_gone_no_vat_id_is_shown(api, taxed_tea):
    order = placed(take_cart(api), PARIS, FRENCH)
    OrderParty.objects.all().delete()
    assert (seen(order)["vat_id"], seen(order)["email"]) == ("", "")


def test_taxes_cost_an_order_one_statement_and_a_vat_id_one_more(api, taxed_tea):
    # The cart, its lines with the number, the quote, the events, the rows, the party, what is published, the saga.
    asked = [_of_an_order(api, **told) for told in ({}, {"vat_id": FRENCH})]
    quotes = [[one for one in statements if "billing_legalentity" in one] for statements in asked]
    assert [len(found) for found in quotes] == [1, 1]
    assert len(asked[1]) - len(asked[0]) == 1


def _of_an_order(api: Any, **told: str) -> list[str]:
    cart = take_cart(api)
    with CaptureQueriesContext(connection) as seen:
        assert bearer(cart).post("orders/", form(cart, **told)).status_code == 202
    return [one["sql"] for one in seen.captured_queries]


def test_an_order_that_is_only_tried_leaves_no_vat_id_and_asks_nobody(api, taxed_tea, vies, settle):
    cart = take_cart(api)
    tried = bearer(cart).post("orders/", form(cart, shipping_address=PARIS, vat_id=FRENCH), Prefer="dry-run")
    settle()
    assert (tried.status_code, tried.json()["vat_id"], sums(tried.json())[2]) == (201, FRENCH, "23.80")
    assert (VatId.objects.exists(), VatIdCheck.objects.exists(), vies.asked) == (False, False, [])
