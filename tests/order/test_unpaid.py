"""Orders that nobody pays end by themselves; money that comes first wins, and a part of it keeps an order open."""

import contextlib
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import dashboard
from contexts.billing.invoices.use_cases import mark_overdue_invoices
from contexts.billing.payments.errors import Overpaid
from contexts.billing.payments.use_cases import record_payment
from contexts.inventory.audits.queries import find_discrepancies
from contexts.order import lifecycle, models, tasks
from contexts.order.orders.errors import NotCancellable
from contexts.order.rebuilding import verify_orders
from contexts.order.unpaid import UNPAID_ORDERS, end_unpaid_orders, overdue_orders
from gotuto.db import execute, fetch_all
from gotuto.outbox.models import Event
from tests.reliability.unpaid import race, together
from tests.shop import STAFF, Shop

THREE_WEEKS = timedelta(days=21)


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=10)


def cancellations():
    return Event.objects.filter(name="order.order_cancelled").count()


def test_an_unpaid_order_ends_three_weeks_after_it_was_placed(shop, tea, mailoutbox):
    placed = shop.order({"TEA": 2})
    assert end_unpaid_orders(now=shop.now + THREE_WEEKS - timedelta(seconds=1)) == 0
    assert end_unpaid_orders(now=shop.now + THREE_WEEKS) == 1
    shop.settle()

    ended = shop.look(placed)
    assert (ended.status, ended.cancellation.code) == ("cancelled", "order.unpaid")
    assert ended.cancellation.reason == "No payment has come in within 21 days."
    assert shop.free("TEA") == 10
    [invoice] = shop.invoices_of(placed)
    assert (invoice.settled_by, invoice.amount_due.is_zero) == ("credit", True)
    [mail] = [one for one in mailoutbox if one.subject == "Your order was cancelled"]
    assert "No payment has come in within 21 days." in mail.body


def test_it_ends_once_and_is_told_once(shop, tea):
    placed = shop.order({"TEA": 2})
    assert [end_unpaid_orders(now=shop.now + THREE_WEEKS) for _ in range(3)] == [1, 0, 0]
    assert not lifecycle.end_unpaid_order(order_id=placed.id, reason="No.", now=shop.now)
    assert cancellations() == 1


def test_an_overdue_invoice_does_not_keep_its_order(shop, tea):
    placed = shop.order({"TEA": 2})
    later = timezone.now() + THREE_WEEKS
    assert mark_overdue_invoices(now=later) == 1
    assert end_unpaid_orders(now=later) == 1
    assert shop.look(placed).status == "cancelled"


def test_money_that_comes_after_the_end_is_refused_with_words(shop, tea):
    placed = shop.order({"TEA": 2})
    end_unpaid_orders(now=shop.now + THREE_WEEKS)
    [invoice] = shop.invoices_of(placed)
    with pytest.raises(Overpaid, match=r"more than the 0\.00 EUR still due"):
        record_payment(invoice_id=invoice.id, amount=invoice.total, method="card", reference="1", now=shop.now)


@pytest.mark.parametrize("amount", ["1.00", None], ids=["a part", "all"])
def test_an_order_on_which_something_was_paid_never_ends_by_itself(shop, tea, amount):
    placed = shop.order({"TEA": 2})
    shop.pay(placed, amount)
    assert end_unpaid_orders(now=shop.now + 99 * THREE_WEEKS) == 0
    assert shop.look(placed).status in ("confirmed", "processing")


def test_money_that_order_has_not_heard_of_yet_keeps_it_too_and_stops_no_other(shop, tea):
    paid, unpaid = shop.order({"TEA": 2}), shop.order({"TEA": 1})
    [invoice] = shop.invoices_of(paid)
    record_payment(invoice_id=invoice.id, amount=invoice.amount_due, method="card", reference="1", now=shop.now)
    assert end_unpaid_orders(now=shop.now + THREE_WEEKS, batch=1) == 1
    shop.settle()
    assert (shop.look(paid).status, shop.look(unpaid).status) == ("processing", "cancelled")
    assert shop.free("TEA") == 8


def test_what_breaks_stops_no_other_and_is_told(shop, tea):
    broken, unpaid, paid = shop.order({"TEA": 2}), shop.order({"TEA": 1}), shop.order({"TEA": 1})
    models.StreamRow.objects.filter(stream_id=broken.id, version=2).update(type="Unheard")
    [invoice] = shop.invoices_of(paid)
    record_payment(invoice_id=invoice.id, amount=invoice.amount_due, method="card", reference="1", now=shop.now)
    with pytest.raises(ExceptionGroup, match="looked after") as told:
        end_unpaid_orders(now=shop.now + THREE_WEEKS)
    assert "Unheard" in str(told.value.exceptions[0])
    ends = [shop.look(order).status for order in (broken, unpaid, paid)]
    assert ends == ["confirmed", "cancelled", "confirmed"]


def test_a_read_model_that_is_behind_its_stream_keeps_its_own_order_only(shop, tea):
    lost, other = shop.order({"TEA": 2}), shop.order({"TEA": 1})
    models.Order.objects.filter(id=lost.id).update(version=F("version") - 1)
    with pytest.raises(ExceptionGroup, match="looked after"):
        end_unpaid_orders(now=shop.now + THREE_WEEKS)
    assert (shop.look(lost).status, shop.look(other).status) == ("confirmed", "cancelled")
    assert shop.free("TEA") == 8


def test_a_batch_gives_back_the_pieces_of_each_order_and_tells_of_each(shop, tea):
    shop.has("cup", pieces=10)
    orders = [shop.order({"TEA": 1, "CUP": 2}) for _ in range(3)] + [shop.order({"TEA": 2})]
    assert end_unpaid_orders(now=shop.now + THREE_WEEKS) == 4
    assert (shop.free("TEA"), shop.free("CUP")) == (10, 10)
    assert find_discrepancies() == ()
    for name in ("order.order_cancelled", "inventory.stock_released"):
        assert Event.objects.filter(name=name).count() == 4
    assert {shop.invoices_of(order)[0].settled_by for order in orders} == {"credit"}
    assert sorted(shop.credit_notes_of(order)[0].number[-6:] for order in orders) == [f"00000{n}" for n in range(1, 5)]
    assert not [found for _, found in verify_orders() if found]


def statements_to_end(shop, number):
    for _ in range(number):
        shop.order({"TEA": 1})
    with CaptureQueriesContext(connection) as seen:
        assert end_unpaid_orders(now=shop.now + THREE_WEEKS) == number
    return len(seen.captured_queries)


def test_each_order_of_a_batch_costs_the_three_statements_of_its_credit_note(shop, tea):
    one = statements_to_end(shop, 1)
    assert statements_to_end(shop, 6) == one + 5 * 3


def test_it_can_be_turned_off(shop, tea, settings):
    settings.GOTUTO_UNPAID_DAYS = None
    shop.order({"TEA": 2})
    assert end_unpaid_orders(now=shop.now + 99 * THREE_WEEKS) == 0
    assert list(overdue_orders(now=shop.now + 99 * THREE_WEEKS)) == []


def test_the_oldest_end_first_and_no_more_than_wanted(shop, tea):
    orders = [shop.order({"TEA": 1}) for _ in range(4)]
    later = shop.now + THREE_WEEKS
    assert [found.number for found in overdue_orders(now=later, batch=3)] == [order.number for order in orders]
    assert end_unpaid_orders(now=later, most=3, batch=2) == 3
    assert [shop.look(order).status for order in orders] == ["cancelled"] * 3 + ["confirmed"]


def test_beat_ends_them_and_the_command_says_what_it_would_do(db):
    shop = Shop(timezone.now() - THREE_WEEKS)
    shop.has("tea", pieces=10)
    first, second = shop.order({"TEA": 1}), shop.order({"TEA": 2})

    lines = command("--dry-run").splitlines()
    assert [line.split()[0] for line in lines] == [first.number, second.number, "2"]
    assert (lines[1].split()[-2:], lines[-1]) == (["23.80", "EUR"], "2 orders would end.")
    assert shop.look(first).status == "confirmed"

    tasks.end_unpaid_orders()
    assert [shop.look(order).status for order in (first, second)] == ["cancelled", "cancelled"]
    assert command() == "0 orders ended.\n"


def command(*arguments):
    out = StringIO()
    call_command("end_unpaid", *arguments, stdout=out)
    return out.getvalue()


def test_orders_that_were_paid_in_part_stand_on_the_dashboard_which_leads_to_them(client, shop, tea, staff_api):
    part, unpaid = shop.order({"TEA": 2}), shop.order({"TEA": 1})
    shop.pay(part, "1.00")
    staff_api("support", email="support@example.com")
    assert client.login(username="support@example.com", password="a-long-password-9")
    asked = client.get("/admin/").wsgi_request
    [tile] = [figure for figure in dashboard.show(asked, {})["figures"] if figure.title == "Orders paid in part"]
    assert tile.number == 1
    page = client.get(tile.href).content.decode()
    assert (part.number in page, unpaid.number in page) == (True, False)

    listed = staff_api("support").get("orders/?status=confirmed&is_cancellable=false").json()["results"]
    assert [order["number"] for order in listed] == [part.number]


def test_the_page_of_an_order_says_when_it_ends_by_itself(client, shop, tea, staff_api, settings):
    part, unpaid = shop.order({"TEA": 2}), shop.order({"TEA": 1})
    shop.pay(part, "1.00")
    staff_api(superuser=True, email="root@example.com")
    assert client.login(username="root@example.com", password="a-long-password-9")

    def page(order):
        return client.get(f"/admin/order/order/{order.id}/change/").content.decode()

    assert "on 2026-03-23, unless something is paid before" in page(unpaid)
    assert "by hand: a part is paid" in page(part)
    settings.GOTUTO_UNPAID_DAYS = None
    assert "unless something is paid" not in page(unpaid)
    lifecycle.cancel_order(order_id=unpaid.id, viewer=STAFF, reason="No.", now=shop.now)
    assert "by hand" not in page(unpaid)


DELIVERED_BEFORE = """
INSERT INTO order_order SELECT (jsonb_populate_record(o, jsonb_build_object(
    'id', gen_random_uuid(), 'number', 'B-' || n, 'invoice_id', gen_random_uuid(), 'reservation_id', gen_random_uuid(),
    'status', 'delivered', 'is_cancellable', false, 'placed_at', placed_at - n * interval '1 hour'))).*
FROM generate_series(1, 5000) AS n, order_order AS o
"""


def test_they_are_found_by_an_index_among_many_that_were_delivered(shop, tea):
    # What other tests rolled back still fills pages, which the planner counts; the test's end takes this back too.
    execute("TRUNCATE order_order CASCADE")
    shop.order({"TEA": 1})
    execute(DELIVERED_BEFORE)
    execute("ANALYZE order_order")
    asked = {"status": "confirmed", "placed_before": shop.now, "after": shop.now - timedelta(days=999),
             "after_id": UUID(int=0), "most": 100}  # fmt: skip
    plan = "\n".join(line for (line,) in fetch_all(f"EXPLAIN {UNPAID_ORDERS}", asked))
    assert "Index Scan using order_status_placed" in plan
    assert "Sort" not in plan


@pytest.mark.django_db(transaction=True)
def test_cancellations_that_race_the_end_leave_each_order_credited_once(transactional_db):
    shop = Shop(timezone.now())
    shop.has("tea", pieces=24)
    placed = [shop.order({"TEA": 1}) for _ in range(12)]

    def call_off(orders):
        for order in orders:
            with contextlib.suppress(NotCancellable):
                lifecycle.cancel_order(order_id=order.id, viewer=STAFF, reason="No.", now=shop.now)

    end = lambda: end_unpaid_orders(now=shop.now + THREE_WEEKS, batch=5)  # noqa: E731
    together([lambda: call_off(placed[::-1]), lambda: call_off(placed[::2]), end, end])
    assert {shop.look(order).status for order in placed} == {"cancelled"}
    assert [len(shop.credit_notes_of(order)) for order in placed] == [1] * 12
    assert (shop.free("TEA"), find_discrepancies()) == (24, ())


@pytest.mark.django_db(transaction=True)
def test_payments_that_race_the_end_leave_each_order_paid_or_ended(transactional_db):
    seen = race(orders=12)
    assert seen.wrong == []
    assert sum(seen.ends.values()) == 12
