"""Each invariant finds the violation that it is there for, and nothing in a healthy shop."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import AddField, AlterField, Migration
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, CharField

from config import invariants
from config.models import InvariantLook
from config.tasks import look_at_invariants
from contexts.billing.payments.models import Payment
from contexts.billing.refunds.use_cases import request_refund
from contexts.order import lifecycle
from gotuto.ids import PaymentId
from gotuto.money import Money
from tests.shop import STAFF, Shop
from tests.thawing import thawed


@pytest.fixture
def shop(db: None, now: datetime) -> Shop:
    return Shop(now)


def _sql(statement: str) -> None:
    with thawed(), connection.cursor() as cursor:
        cursor.execute(statement)


def _found() -> set[str]:
    return {violation.invariant for violation in invariants.find_violations()}


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop with an order in every state."""
    shop.has("tea", pieces=20)
    shop.order({"TEA": 2})
    shop.order({"TEA": 100})
    withdrawn = shop.order({"TEA": 1})
    lifecycle.cancel_order(order_id=withdrawn.id, viewer=STAFF, reason="No.", now=shop.now)
    delivered = shop.order({"TEA": 1})
    shop.pay(delivered)
    shop.dispatch(delivered)
    shop.deliver(delivered)
    payment = Payment.objects.get(invoice__order_id=delivered.id)
    request_refund(payment_id=PaymentId(payment.id), amount=Money.of("1.00", "EUR"), reason="A dent.", now=shop.now)
    return shop


def test_a_shop_at_work_violates_nothing(busy):
    assert invariants.find_violations() == []


OF_CREDIT_NOTES = " WHERE invoice_id IN (SELECT id FROM billing_invoice WHERE kind = 'credit_note')"

# Pieces at another location that nobody has brought there, or keeps there.
SOME_LEVEL = """
    WITH place AS (
        INSERT INTO inventory_location (id, code, name, priority, version, created_at, updated_at)
        VALUES (gen_random_uuid(), 'CELLAR', 'Cellar', 1, 1, now(), now()) RETURNING id
    )
    INSERT INTO inventory_level (id, sku, location_id, on_hand, reserved, updated_at)
    SELECT gen_random_uuid(), 'TEA', id, 2, 1, now() FROM place"""

BREAKS: dict[str, str] = {
    "allocations_within_payment": "UPDATE billing_payment SET amount_allocated = amount_allocated - 1",
    "cancelled_order_keeps_no_money": """
        INSERT INTO billing_allocation (id, payment_id, invoice_id, amount, cause, channel, reason, booked_at)
        SELECT gen_random_uuid(), p.id, i.id, 1, '', 'staff', '', now()
        FROM billing_payment AS p, billing_invoice AS i JOIN order_order AS o ON o.id = i.order_id
        WHERE o.status = 'cancelled' LIMIT 1""",
    "cancelled_order_holds_nothing": """
        INSERT INTO inventory_reservation (id, order_id, state, created_at, updated_at)
        SELECT gen_random_uuid(), id, 'held', now(), now() FROM order_order
        WHERE status = 'cancelled' AND id NOT IN (SELECT order_id FROM inventory_reservation)""",
    "cancelled_order_owes_nothing": """
        UPDATE billing_invoice SET amount_credited = 0, status = 'sent'
        WHERE amount_credited > 0""",
    "confirmed_order_has_its_invoice": "UPDATE order_order SET total = total + 1 WHERE status = 'confirmed'",
    "confirmed_order_has_its_stock": "UPDATE inventory_reservationline SET quantity = quantity + 1",
    "confirmed_order_has_one_mail": "DELETE FROM notification_notification WHERE kind = 'order_confirmed'",
    "credit_within_invoice": "UPDATE billing_taxline SET tax = tax + 1, gross = gross + 1" + OF_CREDIT_NOTES,
    "delivery_done_once": "UPDATE gotuto_outbox_delivery SET finished_at = NULL WHERE state = 'done'",
    "fees_add_up": """
        INSERT INTO billing_fee (id, invoice_id, step, kind, amount, currency, state, reason, created_at, amount_paid)
        SELECT gen_random_uuid(), id, 'first', 'reminder', 5, 'EUR', 'open', '', now(), 1
        FROM billing_invoice WHERE number IS NOT NULL LIMIT 1""",
    "invoice_numbers_without_gap": "UPDATE billing_numbercounter SET last = last + 1",
    "issued_document_has_its_seal": "DELETE FROM billing_seal",
    "issued_document_has_its_files": "DELETE FROM billing_document",
    "level_equals_allocations": SOME_LEVEL,
    "level_equals_ledger": SOME_LEVEL,
    "levels_add_up": SOME_LEVEL,
    "line_equals_counter": "UPDATE inventory_stockitem SET waiting = waiting + 1",
    # What keeps it right has to go first, as in a shop where somebody has dropped it.
    "low_ones_are_low": """
        ALTER TABLE inventory_stockitem DISABLE TRIGGER inventory_stockitem_low;
        UPDATE inventory_stockitem SET is_low = true""",
    # A reservation that has ended and still stands in line.
    "nobody_waits_in_vain": """
        UPDATE inventory_reservationline SET ticket = 1;
        UPDATE inventory_reservation SET state = 'released'""",
    "nothing_is_stuck": """
        UPDATE gotuto_outbox_delivery SET state = 'pending', due_at = clock_timestamp() - interval '1 hour'""",
    # The index that forbids it has to go first, as in a shop where somebody has dropped it.
    "one_open_attempt_per_order": """
        DROP INDEX billing_attempt_one_open;
        INSERT INTO billing_paymentattempt (id, order_id, invoice_id, gateway, status, amount, currency, reference,
            redirect_url, return_url, reason, asked, expires_at, created_at, updated_at)
        SELECT gen_random_uuid(), order_id, id, 'sandbox', 'open', 1, currency, '', '', '', '', 0, now(), now(), now()
        FROM billing_invoice, generate_series(1, 2) WHERE order_id IS NOT NULL""",
    "order_and_invoice_say_the_same_taxes": "UPDATE billing_taxline SET net = net - 1, tax = tax + 1",
    "payments_add_up": "UPDATE billing_invoice SET amount_paid = amount_paid - 1, status = 'sent' WHERE amount_paid > 0",
    "purchases_come_by_the_ledger": """
        INSERT INTO inventory_supplier (id, code, name, email, currency, lead_time_days, version, created_at, updated_at)
        VALUES (gen_random_uuid(), 'S', 'S', '', 'EUR', 0, 1, now(), now());
        INSERT INTO inventory_purchaseorder (id, reference, supplier_id, state, note, created_at, placed_at, version, updated_at)
        SELECT gen_random_uuid(), 'PO-1', id, 'placed', '', now(), now(), 1, now() FROM inventory_supplier;
        INSERT INTO inventory_purchaseline (id, order_id, sku, quantity, received, cost_amount)
        SELECT gen_random_uuid(), purchase.id, item.sku, 2, 1, 1
        FROM inventory_purchaseorder AS purchase, inventory_stockitem AS item LIMIT 1""",
    "refunds_within_payment": "UPDATE billing_refund SET amount = amount + 1",
    "stock_equals_ledger": "UPDATE inventory_stockitem SET on_hand = on_hand + 1",
    "stock_equals_reservations": "UPDATE inventory_stockitem SET reserved = reserved + 1",
    "value_equals_ledger": "UPDATE inventory_stockitem SET value_amount = 1, valued_quantity = on_hand",
    "stream_is_dense": "DELETE FROM order_streamrow WHERE version = 2",
}


def test_every_invariant_is_put_to_the_test():
    assert sorted(BREAKS) == invariants.names()


@pytest.mark.parametrize("invariant", BREAKS)
def test_a_violation_is_found(busy, invariant):
    _sql(BREAKS[invariant])

    assert invariant in _found()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE billing_taxline SET net = net + 1, gross = gross + 1" + OF_CREDIT_NOTES, "net and"),
        ("UPDATE billing_taxline SET rate = 0.07" + OF_CREDIT_NOTES, "at 0.0700 S"),
        ("UPDATE billing_invoiceline SET quantity = 2, unit_price = unit_price / 2" + OF_CREDIT_NOTES, "2 of 1 pieces of line 1"),
        ("UPDATE billing_invoice SET total = total + 1, net = net + 1 WHERE kind = 'credit_note'", "12.9000 credited of 11.9000"),
    ],
)  # fmt: skip
def test_more_credit_than_there_was_is_found_in_all_by_tax_and_by_line(busy, statement, words):
    _sql(statement)
    found = [str(one.detail) for one in invariants.find_violations() if one.invariant == "credit_within_invoice"]
    assert any(words in one for one in found)


def test_what_is_credited_adds_up_too(busy):
    _sql("UPDATE billing_invoice SET amount_credited = amount_credited - 1, status = 'sent' WHERE amount_credited > 0")
    assert {"payments_add_up", "cancelled_order_owes_nothing"} <= _found()


def test_an_invoice_without_the_one_before_it_is_found(busy):
    _sql(
        "UPDATE billing_invoice SET sequence = sequence + 1 WHERE sequence = (SELECT max(sequence) FROM billing_invoice)"
    )
    _sql("UPDATE billing_numbercounter SET last = last + 1")

    assert "invoice_numbers_without_gap" in _found()


def test_what_has_not_changed_since_is_left_alone(busy, now):
    _sql(BREAKS["confirmed_order_has_its_invoice"])

    assert invariants.find_violations(since=now + timedelta(days=3650)) == []
    assert invariants.find_violations(since=now - timedelta(days=1)) != []


def test_a_look_keeps_what_it_found_until_it_is_mended(busy, now):
    assert invariants.look(now=now) == 0

    _sql("UPDATE order_order SET total = total + 1, changed_at = now() WHERE status = 'confirmed'")
    assert invariants.look(now=now + timedelta(days=3650)) == 1
    assert invariants.look(now=now + timedelta(days=3651)) == 1

    _sql("UPDATE order_order SET total = total - 1 WHERE status = 'confirmed'")
    assert invariants.look(now=now + timedelta(days=3652)) == 0
    assert str(InvariantLook.objects.get()).startswith("0 violations")


@pytest.mark.django_db(transaction=True)
def test_beat_asks_for_a_look():
    look_at_invariants()

    assert InvariantLook.objects.get().violations == 0


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("invariants", *arguments, stdout=out)
    return out.getvalue()


def test_an_operator_asks_and_is_told(busy, capsys):
    assert f"{len(BREAKS)} invariants, 0 violations" in _run()
    told = json.loads(_run("--json"))
    assert (set(told["looked_at"]), told["violations"]) == (set(BREAKS), [])

    _sql(BREAKS["payments_add_up"])
    with pytest.raises(SystemExit) as ended:
        call_command("invariants")
    assert ended.value.code == 1
    assert "payments_add_up: INV-" in capsys.readouterr().out


def test_since_is_a_time(db):
    assert "0 violations" in _run("--since", "2026-11-21T10:00:00Z")
    with pytest.raises(CommandError, match="since"):
        _run("--since", "yesterday")


def test_a_database_without_tables_gets_no_view_and_no_error(db, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(invariants, "_read", lambda path: "SELECT 1 AS subject, 2 AS detail FROM no_such_table")

    invariants.after_migrate()


@pytest.fixture
def restored(db: None) -> Callable[[], None]:
    return invariants.create_view


def planned(operation: Operation) -> list[tuple[Migration, bool]]:
    migration = Migration("9999_planted", "order")
    migration.operations = [operation]
    return [(migration, False)]


def test_whoever_looks_finds_the_view_while_something_is_added(restored):
    invariants.before_migrate(planned(AddField("order", "gift", BooleanField(db_default=False))))
    _sql("ALTER TABLE order_order ADD COLUMN gift boolean NOT NULL DEFAULT false")

    assert _found() == set()


def test_a_migration_finds_no_view_in_its_way(restored):
    invariants.before_migrate(planned(AlterField("order", "number", CharField(max_length=30))))
    _sql("ALTER TABLE order_order ALTER COLUMN number TYPE varchar(30)")
    restored()

    assert _found() == set()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE order_order SET net = net - 1, tax = tax + 1",
        "UPDATE order_order SET tax_lines = '[]'",
        "UPDATE order_order SET tax_lines = jsonb_set(tax_lines, '{0,rate}', '\"0.07\"')",
        "UPDATE billing_invoice SET net = net - 1, tax = tax + 1 WHERE order_id IS NOT NULL",
    ],
    ids=["the sums of the order", "no tax lines", "another rate", "the sums of the invoice"],
)
def test_taxes_that_differ_between_order_and_invoice_are_found(busy, change):
    _sql(change)
    assert "order_and_invoice_say_the_same_taxes" in _found()


def test_an_order_of_a_release_without_taxes_is_left_alone(busy):
    _sql("UPDATE order_order SET net = NULL, tax = NULL, tax_lines = NULL")
    assert "order_and_invoice_say_the_same_taxes" not in _found()
