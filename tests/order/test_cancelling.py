"""Calling an order off on which nothing was paid."""

import pytest

from contexts.billing.numbers.queries import list_number_series
from contexts.billing.payments.errors import Overpaid
from contexts.billing.payments.use_cases import record_payment
from contexts.order import lifecycle, placement
from contexts.order.orders.errors import NotCancellable
from gotuto.outbox.models import Event
from gotuto.sagas.models import SagaRun
from tests.order.checkout import owner, place
from tests.shop import STAFF


def call_off(shop, placed, reason="Changed my mind."):
    return lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason=reason, now=shop.now)


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=5)


def test_a_pending_order_is_cancelled_before_anything_was_asked_of_anybody(shop, tea):
    placed = shop.place({"TEA": 2})
    call_off(shop, placed)
    shop.settle()

    ended = shop.look(placed)
    assert ended.status == "cancelled"
    assert (ended.cancellation.code, ended.cancellation.reason) == (
        "order.cancelled_on_request",
        "Changed my mind.",
    )
    assert ended.allowed_actions == ()
    assert (shop.free("TEA"), shop.invoices_of(placed)) == (5, [])


def test_a_pending_order_is_cancelled_in_the_answer(shop, tea, django_capture_on_commit_callbacks):
    placed = shop.place({"TEA": 2})
    with django_capture_on_commit_callbacks(execute=True):
        call_off(shop, placed)
    assert shop.look(placed).status == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_the_world_hears_of_a_cancellation_in_the_answer(shop, tea):
    placed = shop.place({"TEA": 2})
    call_off(shop, placed)
    assert shop.look(placed).status == "cancelled"
    assert Event.objects.filter(name="order.order_cancelled", aggregate_id=placed.id).count() == 1


def test_the_first_reason_stands(shop, tea):
    placed = shop.place({"TEA": 2})
    call_off(shop, placed, "First.")
    call_off(shop, placed, "Second.")
    shop.settle()
    assert shop.look(placed).cancellation.reason == "First."


def test_a_confirmed_order_gives_back_stock_and_claim(shop, tea):
    placed = shop.order({"TEA": 2})
    ended = call_off(shop, placed)
    assert ended.status == "cancelled"
    assert shop.free("TEA") == 5
    [invoice], [credit_note] = shop.invoices_of(placed), shop.credit_notes_of(placed)
    assert (invoice.status, invoice.settled_by, invoice.amount_credited) == ("paid", "credit", invoice.total)
    assert (credit_note.number, credit_note.total, credit_note.credit_reason) == (
        f"CN-{shop.now:%Y}-000001",
        invoice.total,
        "Called off on request.",
    )
    assert Event.objects.filter(name="order.order_cancelled", aggregate_id=placed.id).count() == 1


def test_a_repeated_cancel_answers_as_the_first_and_is_told_once(shop, tea):
    placed = shop.order({"TEA": 2})
    first = call_off(shop, placed)
    assert call_off(shop, placed, "Another reason.") == first
    assert Event.objects.filter(name="order.order_cancelled", aggregate_id=placed.id).count() == 1


def test_an_order_that_was_refused_is_cancelled_already(shop, tea):
    refused = shop.order({"TEA": 6})
    assert call_off(shop, refused) == refused


def test_sent_and_delivered_orders_are_not_cancellable(shop, tea):
    placed = shop.order({"TEA": 2})
    shop.pay(placed)
    shop.dispatch(placed)
    with pytest.raises(NotCancellable, match="Send the goods back"):
        call_off(shop, placed)
    shop.deliver(placed)
    with pytest.raises(NotCancellable):
        call_off(shop, placed)


def test_a_cancel_that_meets_the_saga_on_its_way_back_changes_nothing(shop, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    shop.has("tea", pieces=1)
    placed = shop.place({"TEA": 2})
    SagaRun.objects.filter(subject_id=placed.id).update(
        state="compensating", step=2, refusal_code="inventory.not_enough_stock", refusal_reason="Only 1 is free."
    )
    assert call_off(shop, placed).status == "pending"
    shop.settle()
    assert shop.look(placed).cancellation.code == "inventory.not_enough_stock"
    assert SagaRun.objects.get(subject_id=placed.id).state == "undone"


@pytest.mark.parametrize("step", [step.name for step in placement.placement.steps[1:]])
def test_a_cancel_between_two_steps_undoes_the_earlier_ones(shop, tea, settings, sabotage, step):
    settings.SAGA_COMMIT_EVERY_STEP = True
    sabotage(placement.placement).fail_once(step)
    placed = shop.place({"TEA": 2})
    shop.settle()
    assert shop.look(placed).status == "pending"

    call_off(shop, placed)
    shop.settle()

    ended = shop.look(placed)
    assert (ended.status, ended.cancellation.code) == ("cancelled", "order.cancelled_on_request")
    assert shop.free("TEA") == 5
    assert [invoice.status for invoice in shop.invoices_of(placed)] in ([], ["void"])
    assert list_number_series() == ()


def test_nobody_pays_for_a_cancelled_order(shop, tea):
    placed = shop.order({"TEA": 2})
    [invoice] = shop.invoices_of(placed)
    call_off(shop, placed)
    with pytest.raises(Overpaid, match=r"is more than the 0\.00 EUR still due"):
        record_payment(invoice_id=invoice.id, amount=invoice.total, method="card", reference="1", now=shop.now)


def test_a_guest_cancels_over_http(api, tea, settle):
    placed = place(api)
    settle()
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No tea."})
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert answer.json()["cancellation"] == {"code": "order.cancelled_on_request", "reason": "No tea."}
    again = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No tea, I said."})
    assert (again.status_code, again.json()) == (200, answer.json())


def test_a_pending_order_is_cancelled_over_http(api, tea, settle, django_capture_on_commit_callbacks):
    placed = place(api)
    with django_capture_on_commit_callbacks(execute=True):
        answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No tea."})
    # Its saga is on its way back.
    assert (answer.status_code, answer.json()["status"]) == (200, "pending")
    assert owner(placed).get(f"orders/{placed['id']}/").json()["status"] == "cancelled"


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 501}])
def test_a_cancel_says_why(api, tea, body):
    placed = place(api)
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["reason"])


def test_the_same_key_cancels_once_and_shows_the_order(api, tea, settle):
    placed = place(api)
    settle()
    first, again = (
        owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "No."}, Idempotency_Key="k1") for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["status"] == "cancelled"
    other = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "Yes."}, Idempotency_Key="k1")
    assert other.status_code == 422


def test_staff_need_a_role_to_cancel(api, staff_api, tea, settle):
    placed = place(api)
    settle()
    path = f"orders/{placed['id']}/cancel/"
    assert staff_api("stock").post(path, {"reason": "No."}).status_code == 403
    assert staff_api("support").post(path, {"reason": "No."}).json()["status"] == "cancelled"


def test_somebody_elses_order_cannot_be_cancelled(api, customer_api, tea):
    placed = place(customer_api())
    bob = customer_api("bob@example.com")
    assert bob.post(f"orders/{placed['id']}/cancel/", {"reason": "Envy."}).status_code == 404
