"""What a credit note does to an order: nothing; and what an order that ends does to its claim."""

import pytest

from contexts.billing.credits.use_cases import credit_invoice
from contexts.order import lifecycle
from contexts.order.unpaid import end_unpaid_orders
from gotuto.money import Money
from gotuto.outbox.models import Event
from tests.shop import STAFF, Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now):
    shop = Shop(now)
    shop.has("tea")
    return shop


def credit(shop, placed, amount=None):
    [invoice] = shop.invoices_of(placed)
    credit_invoice(
        invoice_id=invoice.id, reason="Sorry", amount=Money.of(amount, "EUR") if amount else None, now=shop.now
    )
    shop.settle()


def test_a_credit_over_all_moves_no_order_and_nothing_is_sent(shop):
    placed = shop.order({"TEA": 1})
    credit(shop, placed)
    seen = shop.look(placed)
    assert (seen.status, seen.shipment_ids, seen.version) == ("confirmed", (), placed.version)
    assert shop.invoices_of(placed)[0].status == "paid"


def test_a_credit_over_what_a_payment_left_moves_no_order_either(shop):
    placed = shop.order({"TEA": 1})
    shop.pay(placed, "10.00")
    credit(shop, placed)
    seen = shop.look(placed)
    assert (seen.status, seen.shipment_ids) == ("confirmed", ())
    assert shop.invoices_of(placed)[0].settled_by == "both"


def test_the_payment_of_what_a_credit_left_moves_it(shop):
    placed = shop.order({"TEA": 1})
    credit(shop, placed, "1.90")
    shop.pay(placed, "10.00")
    assert shop.look(placed).status == "processing"


def test_an_order_whose_claim_was_credited_can_still_be_cancelled_and_ends_by_itself(shop):
    called_off, left = shop.order({"TEA": 1}), shop.order({"TEA": 1})
    for placed in (called_off, left):
        credit(shop, placed)
    lifecycle.cancel_order(order_id=called_off.id, viewer=STAFF, reason="No.", now=shop.now)
    assert end_unpaid_orders(now=shop.now.replace(year=shop.now.year + 1)) == 1
    assert [shop.look(one).status for one in (called_off, left)] == ["cancelled", "cancelled"]
    assert [len(shop.credit_notes_of(one)) for one in (called_off, left)] == [1, 1]
    assert shop.free("TEA") == 10


def test_a_cancelled_order_is_credited_by_what_is_left(shop):
    placed = shop.order({"TEA": 2})
    credit(shop, placed, "3.80")
    lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="No.", now=shop.now)
    rest, first = shop.credit_notes_of(placed)
    assert (first.total, rest.total) == (Money.of("3.80", "EUR"), Money.of("20.00", "EUR"))
    told = Event.objects.filter(name="billing.credit_note_issued").order_by("sequence").values_list("data", flat=True)
    assert [fact["amount_due"]["amount"] for fact in told] == ["20.00", "0.00"]


def test_a_cancellation_that_fails_leaves_no_credit_note(shop, monkeypatch):
    placed = shop.order({"TEA": 2})

    def broken(**_: object) -> None:
        raise RuntimeError("The warehouse is on fire.")

    monkeypatch.setattr(lifecycle.inventory, "release_stock", broken)
    with pytest.raises(RuntimeError):
        lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="No.", now=shop.now)
    assert (shop.credit_notes_of(placed), shop.invoices_of(placed)[0].status) == ([], "sent")
