"""Orders in the back office: found, understood, and cancelled by those who may."""

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.order import models
from contexts.order.orders import dto
from contexts.order.orders.queries import get_order
from gotuto.db import execute
from tests.office import act, press, said
from tests.shop import STAFF

ORDERS = "/admin/order/order/"


@pytest.fixture
def sign_in(client, db, now):
    """Sign a member of staff in who has these roles."""

    def enter(*roles, superuser=False):
        email = f"{'-'.join(roles) or 'staff'}@example.com"
        ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=superuser, now=now)
        assert client.login(username=email, password="a-long-password-9")
        return client

    return enter


@pytest.fixture
def orders(shop):
    shop.has("tea", pieces=5)
    bob = dto.Buyer(email="bob@example.com", shipping_address=shop_address("Bob Babbage"))
    confirmed, refused = shop.order({"TEA": 2}, buyer=bob), shop.order({"TEA": 9})
    return confirmed, refused


def shop_address(name):
    from tests.shop import ADDRESS, Address

    return Address(name=name, line1="1 Mill Lane", line2="c/o Ada", postal_code=ADDRESS.postal_code, city="Berlin",
                   region="BE", country="DE", phone="+49 30 1234")  # fmt: skip


def text(answer):
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.mark.parametrize("role", ["support", ""])
def test_every_page_opens_for_support_and_superusers(sign_in, orders, role):
    office = sign_in(role) if role else sign_in(superuser=True)
    confirmed, _ = orders
    event = models.StreamRow.objects.first()
    cart = models.Cart.objects.first()
    for path in (
        ORDERS,
        f"{ORDERS}{confirmed.id}/change/",
        "/admin/order/cart/",
        f"/admin/order/cart/{cart.id}/change/",
        "/admin/order/streamrow/",
        f"/admin/order/streamrow/{event.pk}/change/",
    ):
        text(office.get(path))


def test_the_list_says_what_became_of_the_orders(sign_in, orders):
    shown = text(sign_in("billing").get(ORDERS))
    assert orders[0].number in shown
    assert "23.80" in shown
    assert "bob@example.com" in shown
    assert "Only 3 of 9 pieces of TEA are free." in shown


def test_an_order_is_understood_on_its_page(sign_in, orders):
    confirmed, refused = orders
    office = sign_in("support")
    shown = text(office.get(f"{ORDERS}{confirmed.id}/change/"))
    for part in ("Bob Babbage", "1 Mill Lane", "c/o Ada", "The goods are reserved.", "23.80", "11.90"):
        assert part in shown
    for place in ("billing/invoice", "shipping/shipment", "notification/notification", "inventory/movement"):
        assert f"/admin/{place}/?order_id={confirmed.id}" in shown
        text(office.get(f"/admin/{place}/?order_id={confirmed.id}"))
    assert "Only 3 of 9 pieces" in text(office.get(f"{ORDERS}{refused.id}/change/"))


@pytest.mark.parametrize("words", ["{number}", "bob@example.com", " BOB@example.com", "{id}"])
def test_an_order_is_found_by_number_email_and_id(sign_in, orders, words):
    confirmed, refused = orders
    shown = text(sign_in("billing").get(ORDERS, {"q": words.format(number=confirmed.number, id=confirmed.id)}))
    assert confirmed.number in shown
    assert refused.number not in shown


def test_what_nobody_ordered_is_not_found(sign_in, orders):
    shown = text(sign_in("billing").get(ORDERS, {"q": "carol@example.com"}))
    assert orders[0].number not in shown
    assert orders[1].number not in shown


def cancel(office, *orders):
    return act(office, ORDERS, "cancel", *(seen.id for seen in orders), reason="The tea was wet.")


def test_support_cancels_what_can_be_cancelled_and_is_told_about_the_rest(sign_in, orders, shop):
    confirmed, refused = orders
    office = sign_in("support")
    chosen = {"action": "cancel", "_selected_action": [str(seen.id) for seen in orders]}
    assert "1 of those chosen are left out" in text(office.post(ORDERS, chosen))
    assert shop.look(confirmed).status == "confirmed"
    shown = text(cancel(office, confirmed, refused))
    assert shop.look(confirmed).status == "cancelled"
    assert shop.free("TEA") == 5
    assert "1 done" in shown
    reason = get_order(order_id=confirmed.id, viewer=STAFF).cancellation.reason
    assert reason == "The tea was wet."
    assert "support@example.com" in (history := text(office.get(f"{ORDERS}{confirmed.id}/history/")))
    assert "Cancel the selected orders (reason: The tea was wet.)" in history


def test_support_cancels_an_order_on_its_page_as_long_as_that_is_possible(sign_in, orders, shop):
    confirmed, refused = orders
    office = sign_in("support")
    button = f"{ORDERS}{confirmed.id}/cancel_this/"
    assert button in text(office.get(f"{ORDERS}{confirmed.id}/change/"))
    assert said(press(office, button, reason="The tea was wet.")) == ["Cancel the order: done."]
    assert shop.look(confirmed).cancellation.reason == "The tea was wet."
    assert button not in text(office.get(f"{ORDERS}{confirmed.id}/change/"))
    assert f"{ORDERS}{refused.id}/cancel_this/" not in text(office.get(f"{ORDERS}{refused.id}/change/"))


def test_staff_without_the_role_cancel_nothing(sign_in, orders, shop):
    cancel(sign_in("stock"), orders[0])
    assert shop.look(orders[0]).status == "confirmed"


def test_nothing_is_added_changed_or_deleted_here(sign_in, orders):
    office = sign_in(superuser=True)
    assert office.get(f"{ORDERS}add/").status_code == 403
    assert office.post(f"{ORDERS}{orders[0].id}/delete/", {"post": "yes"}).status_code == 403
    assert office.post(f"{ORDERS}{orders[0].id}/change/", {"number": "A-1"}).status_code == 403


def test_rows_have_names(orders):
    confirmed, _ = orders
    row = models.Order.objects.get(id=confirmed.id)
    line = row.lines.get()
    cart = models.Cart.objects.get(order_id=confirmed.id)
    event = models.StreamRow.objects.get(stream_id=confirmed.id, version=1)
    party = models.OrderParty.objects.get(order_id=confirmed.id)
    assert [str(row), str(line), str(event)] == [confirmed.number, "2 × TEA", "1. OrderPlaced"]
    assert str(cart) == f"cart {cart.id}"
    assert str(cart.items.get()) == "2 × TEA"
    assert str(party) == f"party of {confirmed.id}"


def test_the_saga_of_an_order_is_found_by_its_number_and_leads_to_its_page(sign_in, orders):
    confirmed, refused = orders
    found = text(sign_in(superuser=True).get("/admin/gotuto_sagas/sagarun/", {"q": confirmed.number.lower()}))
    assert f'href="/admin/order/order/{confirmed.id}/change/">{confirmed.number}</a>' in found
    assert refused.number not in found


def test_an_order_shows_what_belongs_to_it_and_what_can_be_done_next(sign_in, shop):
    shop.has("tea")
    order = shop.order({"TEA": 2})
    page = f"{ORDERS}{order.id}/change/"
    (invoice,) = shop.invoices_of(order)
    office = sign_in(superuser=True)
    record = f"/admin/billing/invoice/{invoice.id}/record_payment/"
    shown = text(office.get(page))
    assert f"Invoice {invoice.number}" in shown
    assert "23.80 EUR still due by" in shown
    assert f"{record}?next={page}" in shown

    paid = press(office, f"{record}?next={page}", amount="23.80", method="cash", reference="Till 1")
    assert paid.redirect_chain == [(page, 302)]
    shop.settle()
    shown = text(office.get(page))
    assert record not in shown
    assert "Record a payment (amount: 23.80, method: cash, reference: Till 1). (staff@example.com)" in shown
    (shipment,) = shop.look(order).shipment_ids
    hand_over = f"/admin/shipping/shipment/{shipment}/dispatch_this/"
    assert hand_over in shown
    asked = text(office.get(hand_over))
    assert f"Shipment 1 of order {order.number}" in asked
    assert "2 × TEA; to Ada Lovelace, Berlin" in asked

    shop.dispatch(order)
    shown = text(office.get(page))
    assert "DHL JD01" in shown
    assert f"/admin/shipping/shipment/{shipment}/correct_this/" in shown
    assert "to ada@example.com: sent." in shown


def test_pieces_are_kept_for_an_order_that_is_called_by_its_number(sign_in, orders):
    office = sign_in(superuser=True)
    (kept,) = office.get("/admin/inventory/reservation/?state=held").context["cl"].result_list
    shown = text(office.get(f"/admin/inventory/reservation/{kept.id}/change/"))
    assert f"Held for order {orders[0].number}" in shown


def test_an_order_that_is_stuck_says_so(sign_in, shop):
    shop.has("tea")
    placed = shop.place({"TEA": 1})
    page = f"{ORDERS}{placed.id}/change/"
    office = sign_in(superuser=True)
    execute("UPDATE gotuto_sagas_sagarun SET started_at = now()")
    assert "Saga order.placement" not in text(office.get(page))
    execute("UPDATE gotuto_sagas_sagarun SET started_at = started_at - interval '2 years'")
    assert "takes long" in text(office.get(page))
    execute("UPDATE gotuto_sagas_sagarun SET needs_attention = true, last_error = 'The disk is full.'")
    shown = text(office.get(page))
    assert "needs attention" in shown
    assert "The disk is full." in shown


def test_whoever_sees_no_invoices_is_told_of_none(sign_in, orders):
    page = f"{ORDERS}{orders[0].id}/change/"
    assert "Invoice INV" in text(sign_in("billing").get(page))
    assert "Invoice INV" not in text(sign_in("fulfilment").get(page))


@pytest.mark.parametrize(("state", "contents"), [("open", "1 × Tea"), ("ordered", "2 × Tea"), ("expired", "nothing")])
def test_carts_are_read_and_found_by_what_became_of_them(sign_in, shop, orders, state, contents):
    shop.cart({"TEA": 1})
    shop.cart({})
    models.Cart.objects.filter(items=None).update(expired=True)
    office = sign_in(superuser=True)
    shown = text(office.get("/admin/order/cart/", {"state": state}))
    assert contents in shown
    assert text(office.get("/admin/order/cart/", {"state": "no such state"})).count("guest") == 4
