"""The placement saga against refusals and failures: an order ends confirmed, or cancelled with nothing held and nothing owed.

Each in both modes: all steps in one transaction, and a commit after each.
"""

import pytest

from contexts.billing import facade as billing
from contexts.billing.invoices.use_cases import issue_invoice, void_invoice
from contexts.billing.numbers.queries import list_number_series
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.use_cases.changing import delete_product, update_product
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import adjust_stock
from contexts.order import placement
from contexts.shipping.queries import shipments_of
from gotuto.errors import Conflict
from gotuto.money import Money
from gotuto.outbox.models import Delivery, Event
from gotuto.sagas.definition import definitions
from gotuto.sagas.models import FailedAttempt, SagaRun

STEPS = [step.name for step in placement.placement.steps]
UNDOS = [step.undo.__name__ for step in placement.placement.steps if step.undo]

pytestmark = pytest.mark.usefixtures("commits", "impatient")


@pytest.fixture(params=[False, True], ids=["one transaction", "a commit after each step"])
def commits(request, settings):
    settings.SAGA_COMMIT_EVERY_STEP = request.param


@pytest.fixture
def impatient(settings):
    """A failed attempt is due again at once."""
    settings.GOTUTO_BACKOFF_SECONDS = 0


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=5, price="11.90")


def product(shop):
    return get_product_by_sku(sku="TEA")


def check_cancelled(shop, placed, code):
    """Cancelled with code and words; no stock held, no open invoice, no number used, nothing to send, and the world told once."""
    ended = shop.look(placed)
    assert (ended.status, ended.cancellation.code) == ("cancelled", code)
    assert ended.cancellation.reason
    assert get_stock_item(sku="TEA").reserved == 0
    assert [invoice.status for invoice in shop.invoices_of(placed)] in ([], ["void"])
    assert [invoice.number for invoice in shop.invoices_of(placed)] in ([], [None])
    assert list_number_series() == ()
    assert shipments_of(order_id=placed.id) == ()
    assert Event.objects.filter(name="order.order_cancelled", aggregate_id=placed.id).count() == 1
    assert not Event.objects.filter(name="order.order_confirmed").exists()
    assert not Delivery.objects.filter(state="dead").exists()
    run = SagaRun.objects.get(subject_id=placed.id)
    assert (run.state, run.step, run.needs_attention) == ("undone", 0, False)


def test_validate_products_refuses_what_was_withdrawn_after_the_cart(shop, tea):
    placed = shop.place({"TEA": 2})
    update_product(product_id=product(shop).id, is_active=False, now=shop.now)
    shop.settle()
    check_cancelled(shop, placed, "catalog.product_not_for_sale")


def test_validate_products_refuses_what_is_gone(shop, tea):
    placed = shop.place({"TEA": 2})
    delete_product(product_id=product(shop).id, now=shop.now)
    shop.settle()
    check_cancelled(shop, placed, "catalog.product_not_found")


def test_validate_products_refuses_another_price_than_the_buyer_saw(shop, tea):
    placed = shop.place({"TEA": 2})
    update_product(product_id=product(shop).id, price=Money.of("12.90", "EUR"), now=shop.now)
    shop.settle()
    check_cancelled(shop, placed, "order.price_changed")
    assert "12.90" in shop.look(placed).cancellation.reason
    assert "11.90" in shop.look(placed).cancellation.reason


def test_reserve_stock_refuses_what_somebody_else_was_faster_to_take(shop, tea):
    placed = shop.place({"TEA": 4})
    adjust_stock(sku="TEA", delta=-3, reason="Broken", actor=None, now=shop.now)
    shop.settle()
    check_cancelled(shop, placed, "inventory.not_enough_stock")


def test_one_line_that_is_short_holds_none_of_the_others(shop, tea):
    shop.has("cup", pieces=1)
    placed = shop.place({"TEA": 2, "CUP": 2})
    shop.settle()
    check_cancelled(shop, placed, "inventory.not_enough_stock")
    assert shop.free("CUP") == 1


def test_open_invoice_refuses_for_an_order_that_billing_has_given_up(shop, tea):
    placed = shop.place({"TEA": 2})
    void_invoice(order_id=placed.id, reason="Given up", now=shop.now)
    shop.settle()
    check_cancelled(shop, placed, "billing.invoice_void")


def test_confirm_refuses_when_the_invoice_was_voided_meanwhile(shop, tea, monkeypatch):
    placed = shop.place({"TEA": 2})
    issue = issue_invoice

    def void_first(*, order_id, now):
        void_invoice(order_id=order_id, reason="Somebody was faster", now=now)
        return issue(order_id=order_id, now=now)

    monkeypatch.setattr(billing, "issue_invoice", void_first)
    shop.settle()
    check_cancelled(shop, placed, "billing.invoice_void")


class Unwilling(Conflict):
    code = "test.unwilling"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("undo", [*UNDOS, None])
def test_whichever_step_refuses_and_whichever_undo_fails_first_nothing_is_left(shop, tea, sabotage, step, undo):
    saboteur = sabotage(placement.placement)
    saboteur.refuse(step, Unwilling("Not today."))
    if undo is not None:
        saboteur.fail_once(undo)
    placed = shop.place({"TEA": 2})
    shop.settle()
    check_cancelled(shop, placed, "test.unwilling")
    assert FailedAttempt.objects.count() == saboteur.failures


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_is_repeated_and_the_order_is_confirmed(shop, tea, sabotage, step):
    saboteur = sabotage(placement.placement)
    saboteur.fail_once(step)
    placed = shop.place({"TEA": 2})
    shop.settle()
    assert shop.look(placed).status == "confirmed"
    assert (saboteur.failures, FailedAttempt.objects.count()) == (1, 1)
    assert shop.free("TEA") == 3
    [invoice] = shop.invoices_of(placed)
    assert (invoice.status, invoice.number) == ("sent", "INV-2026-000001")


def test_the_end_of_the_way_back_is_repeated_when_it_fails(shop, sabotage):
    shop.has("tea", pieces=1)
    saboteur = sabotage(placement.placement)
    saboteur.fail_once("cancelled")
    placed = shop.place({"TEA": 2})
    shop.settle()
    check_cancelled(shop, placed, "inventory.not_enough_stock")
    assert saboteur.failures == 1


def test_a_saga_that_never_works_waits_for_a_person(shop, tea, sabotage, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 3
    saboteur = sabotage(placement.placement)
    saboteur.fail_always("confirm")
    placed = shop.place({"TEA": 2})
    shop.settle()
    run = SagaRun.objects.get(subject_id=placed.id)
    assert (run.needs_attention, saboteur.failures) == (True, 3)
    assert "does not work" in run.last_error
    assert shop.look(placed).status == "pending"


def test_a_price_in_another_currency_is_refused(shop, tea):
    placed = shop.place({"TEA": 2})
    update_product(product_id=product(shop).id, price=Money.of("11.90", "USD"), now=shop.now)
    shop.settle()
    assert shop.look(placed).status == "cancelled"


def test_the_happy_path_in_either_mode(shop, tea):
    placed = shop.order({"TEA": 2})
    assert placed.status == "confirmed"
    assert (shop.free("TEA"), placed.version) == (3, 4)
    assert Event.objects.filter(name="order.order_confirmed").count() == 1
    assert SagaRun.objects.get(subject_id=placed.id).state == "done"
    assert definitions.get("order.placement", 1) is placement.placement
    [invoice] = shop.invoices_of(placed)
    assert invoice.status == "sent"
