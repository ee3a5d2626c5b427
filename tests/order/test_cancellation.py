"""The saga that cancels a paid order: it ends cancelled with all credited and sent back, or goes on as if nothing was asked.

Each in both modes: all steps in one transaction, and a commit after each.
"""

import pytest

from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.payments.dto import Reversal
from contexts.billing.payments.models import Payment
from contexts.billing.payments.use_cases import record_payment, reverse_payment
from contexts.billing.refunds.dto import BY_HAND
from contexts.billing.refunds.models import Refund
from contexts.inventory.stock.queries import get_stock_item
from contexts.order import cancellation, lifecycle
from contexts.order.history.queries import get_raw_events
from contexts.order.orders.errors import NotCancellable, NotPayable
from contexts.order.orders.queries import get_payable_order
from contexts.shipping.queries import shipments_of
from gotuto.errors import Conflict
from gotuto.outbox.models import Delivery, Event
from gotuto.sagas import engine
from gotuto.sagas.models import FailedAttempt, SagaRun
from gotuto.sagas.runs import Refusal
from tests.shop import STAFF

SAGA = cancellation.cancellation
STEPS = [step.name for step in SAGA.steps]
PIVOT = next(place for place, step in enumerate(SAGA.steps) if step.is_pivot)
UNDOS = [step.undo.__name__ for step in SAGA.steps if step.undo]

pytestmark = pytest.mark.usefixtures("commits", "impatient")


class Unwilling(Conflict):
    code = "test.unwilling"


@pytest.fixture(params=[False, True], ids=["one transaction", "a commit after each step"])
def commits(request, settings):
    settings.SAGA_COMMIT_EVERY_STEP = request.param


@pytest.fixture
def impatient(settings):
    """A failed attempt is due again at once."""
    settings.GOTUTO_BACKOFF_SECONDS = 0


@pytest.fixture(params=["10.00", None], ids=["paid in part", "paid"])
def paid(request, shop):
    shop.has("tea", pieces=5, price="11.90")
    placed = shop.order({"TEA": 2})
    shop.pay(placed, request.param)
    return placed


@pytest.fixture
def processing(shop):
    shop.has("tea", pieces=5, price="11.90")
    placed = shop.order({"TEA": 2})
    shop.pay(placed)
    return placed


def call_off(shop, placed):
    return lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="No tea.", now=shop.now)


def run_of(placed):
    return SagaRun.objects.filter(subject_id=placed.id, name=SAGA.name).order_by("-id").first()


def types(placed):
    return [event.type for event in get_raw_events(order_id=placed.id).items]


def check_cancelled(shop, placed, paid):
    """All credited, all sent back, stock free, parcel called off, the buyer told once."""
    ended = shop.look(placed)
    assert (ended.status, ended.is_cancelling, ended.allowed_actions) == ("cancelled", False, ())
    assert (ended.cancellation.code, ended.cancellation.reason) == ("order.cancelled_on_request", "No tea.")
    [invoice], [credit_note] = shop.invoices_of(placed), shop.credit_notes_of(placed)
    assert (invoice.amount_credited, credit_note.total) == (invoice.total, invoice.total)
    assert (invoice.amount_paid.amount, invoice.amount_due.amount) == (0, 0)
    [refund] = Refund.objects.all()
    assert (refund.money, refund.order_id, refund.destination) == (paid, placed.id, BY_HAND)
    assert Payment.objects.get().balance().unallocated.is_zero
    assert (shop.free("TEA"), get_stock_item(sku="TEA").reserved) == (5, 0)
    assert {parcel.state for parcel in shipments_of(order_id=placed.id)} == {"cancelled"}
    assert Event.objects.filter(name="order.order_cancelled", aggregate_id=placed.id).count() == 1
    assert not Delivery.objects.filter(state="dead").exists()
    assert (run_of(placed).state, run_of(placed).needs_attention) == ("done", False)


def check_goes_on(shop, placed, before):
    """Exactly as before, but for the two entries of its history."""
    after = shop.look(placed)
    assert (after.status, after.is_cancelling, after.allowed_actions) == (before.status, False, ("cancel",))
    assert types(placed)[-2:] == ["CancellationRequested", "CancellationRefused"]
    [invoice] = shop.invoices_of(placed)
    assert (shop.credit_notes_of(placed), Refund.objects.count()) == ([], 0)
    assert (invoice.amount_credited.is_zero, invoice.amount_paid.is_positive) == (True, True)
    assert get_stock_item(sku="TEA").reserved == 2
    parcels = [parcel.state for parcel in shipments_of(order_id=placed.id)]
    assert parcels == ["pending"] * len(before.shipment_ids)
    assert not Event.objects.filter(name="order.order_cancelled").exists()
    assert (run_of(placed).state, run_of(placed).needs_attention) == ("undone", False)


def money_of(shop, placed):
    [invoice] = shop.invoices_of(placed)
    return invoice.amount_paid


def test_what_was_paid_goes_back_and_the_order_ends(shop, paid):
    amount = money_of(shop, paid)
    assert call_off(shop, paid).is_cancelling
    shop.settle()
    check_cancelled(shop, paid, amount)


def test_money_of_which_the_order_has_not_heard_goes_back_as_well(shop):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    [invoice] = shop.invoices_of(placed)
    record_payment(invoice_id=invoice.id, amount=invoice.total, method="transfer", reference="1", now=shop.now)
    assert call_off(shop, placed).is_cancelling
    shop.settle()
    check_cancelled(shop, placed, invoice.total)


def test_what_was_credited_before_the_order_has_heard_of_its_payment_goes_back_as_well(shop):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    [invoice] = shop.invoices_of(placed)
    record_payment(invoice_id=invoice.id, amount=invoice.total, method="transfer", reference="1", now=shop.now)
    credit_invoice(invoice_id=invoice.id, reason="A dent.", amount=invoice.total, now=shop.now)
    assert call_off(shop, placed).is_cancelling
    shop.settle()
    check_cancelled(shop, placed, invoice.total)


def test_called_off_twice_it_ends_once(shop, paid):
    amount = money_of(shop, paid)
    call_off(shop, paid)
    assert call_off(shop, paid).is_cancelling
    shop.settle()
    check_cancelled(shop, paid, amount)
    assert call_off(shop, paid) == shop.look(paid)


@pytest.mark.parametrize("step", STEPS[: PIVOT + 1])
@pytest.mark.parametrize("undo", [*UNDOS, "refused", None])
def test_whichever_step_refuses_and_whichever_undo_fails_first_the_order_goes_on(shop, paid, sabotage, step, undo):
    before = shop.look(paid)
    saboteur = sabotage(SAGA)
    saboteur.refuse(step, Unwilling("Not today."))
    if undo is not None:
        saboteur.fail_once(undo)
    call_off(shop, paid)
    shop.settle()
    check_goes_on(shop, paid, before)
    assert FailedAttempt.objects.count() == saboteur.failures


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_is_repeated_and_the_order_is_cancelled(shop, paid, sabotage, step):
    amount = money_of(shop, paid)
    saboteur = sabotage(SAGA)
    saboteur.fail_once(step)
    call_off(shop, paid)
    shop.settle()
    check_cancelled(shop, paid, amount)
    assert (saboteur.failures, FailedAttempt.objects.count()) == (1, 1)


def test_an_order_that_went_on_is_called_off_once_more(shop, paid, sabotage):
    amount = money_of(shop, paid)
    saboteur = sabotage(SAGA)
    saboteur.refuse_once(STEPS[PIVOT], Unwilling("Not today."))
    call_off(shop, paid)
    shop.settle()
    assert run_of(paid).state == "undone"
    with pytest.raises(NotCancellable, match="Look at it again"):
        lifecycle.called_off(order_id=paid.id, viewer=STAFF)
    call_off(shop, paid)
    shop.settle()
    assert lifecycle.called_off(order_id=paid.id, viewer=STAFF).status == "cancelled"
    check_cancelled(shop, paid, amount)


def test_paid_while_it_is_being_cancelled_and_refused_its_parcel_is_packed(shop, sabotage):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    shop.pay(placed, "10.00")
    saboteur = sabotage(SAGA)
    saboteur.refuse(STEPS[PIVOT], Unwilling("Not today."))
    call_off(shop, placed)
    [invoice] = shop.invoices_of(placed)
    record_payment(invoice_id=invoice.id, amount=invoice.amount_due, method="transfer", reference="2", now=shop.now)
    shop.settle()
    assert (shop.look(placed).status, len(shop.look(placed).shipment_ids)) == ("processing", 1)
    assert [parcel.state for parcel in shipments_of(order_id=placed.id)] == ["pending"]
    shop.dispatch(placed)
    assert shop.look(placed).status == "shipped"


def test_paid_while_it_is_being_cancelled_all_goes_back(shop):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    shop.pay(placed, "10.00")
    call_off(shop, placed)
    [invoice] = shop.invoices_of(placed)
    record_payment(invoice_id=invoice.id, amount=invoice.amount_due, method="transfer", reference="2", now=shop.now)
    shop.settle()
    assert shop.look(placed).status == "cancelled"
    assert sum(refund.amount for refund in Refund.objects.all()) == invoice.total.amount
    assert {parcel.state for parcel in shipments_of(order_id=placed.id)} == {"cancelled"}
    assert not Delivery.objects.filter(state="dead").exists()


def test_nobody_begins_to_pay_for_what_is_being_cancelled(shop):
    shop.has("tea", pieces=5)
    placed = shop.order({"TEA": 2})
    shop.pay(placed, "10.00")
    call_off(shop, placed)
    with pytest.raises(NotPayable, match="being cancelled"):
        get_payable_order(order_id=placed.id, viewer=STAFF)


@pytest.mark.parametrize("has_heard", [True, False], ids=["heard of", "not heard of"])
def test_once_the_parcel_has_left_it_is_too_late(shop, processing, has_heard):
    shop.hand_over(processing)
    if has_heard:
        shop.settle()
    with pytest.raises(NotCancellable, match=r"this one is shipped\. Send the goods back"):
        call_off(shop, processing)
    shop.settle()
    assert (shop.look(processing).status, run_of(processing)) == ("shipped", None)


def test_a_carrier_that_is_faster_than_the_saga_takes_the_parcel_and_the_order_goes_on(shop, processing):
    call_off(shop, processing)
    shop.hand_over(processing)
    assert engine.run_of(SAGA.name, processing.id)
    # Before the news of the parcel has arrived.
    with pytest.raises(NotCancellable, match="this one is shipped"):
        lifecycle.called_off(order_id=processing.id, viewer=STAFF)
    shop.settle()
    after = shop.look(processing)
    assert (after.status, after.is_cancelling) == ("shipped", False)
    assert run_of(processing).state == "undone"
    assert (shop.credit_notes_of(processing), Refund.objects.count()) == ([], 0)
    assert not Delivery.objects.filter(state="dead").exists()


def test_a_charged_back_order_goes_on_and_is_paid_again(shop, processing):
    [payment] = Payment.objects.all()
    reverse_payment(payment_id=payment.id, kind=Reversal.CHARGEBACK, reason="The bank says so.", now=shop.now)
    shop.settle()
    assert shop.look(processing).status == "processing"
    shop.pay(processing, reference="again")
    assert types(processing)[-4:] == ["PaymentReceived", "ShipmentRequested", "PaymentReversed", "PaymentReceived"]
    assert len(shipments_of(order_id=processing.id)) == 1
    shop.dispatch(processing)
    assert shop.look(processing).status == "shipped"


def test_a_charged_back_order_is_cancelled_without_a_refund(shop, processing):
    [payment] = Payment.objects.all()
    reverse_payment(payment_id=payment.id, kind=Reversal.CHARGEBACK, reason="The bank says so.", now=shop.now)
    shop.settle()
    call_off(shop, processing)
    shop.settle()
    assert (shop.look(processing).status, Refund.objects.count()) == ("cancelled", 0)
    [invoice] = shop.invoices_of(processing)
    assert (invoice.amount_credited, invoice.amount_due.amount) == (invoice.total, 0)


@pytest.mark.parametrize("reached", range(len(STEPS)))
def test_an_operator_stops_it_before_the_credit_note_and_never_behind_it(shop, processing, sabotage, settings, reached):
    settings.SAGA_COMMIT_EVERY_STEP = True
    before, amount = shop.look(processing), money_of(shop, processing)
    settings.GOTUTO_BACKOFF_SECONDS = 3600
    sabotage(SAGA).fail_once(STEPS[reached])
    call_off(shop, processing)
    shop.settle()
    assert run_of(processing).step == reached
    SAGA.stop(processing.id, refusal=Refusal("test.stopped", "Somebody asked for it."))
    shop.settle()
    if reached <= PIVOT:
        check_goes_on(shop, processing, before)
    else:
        check_cancelled(shop, processing, amount)
